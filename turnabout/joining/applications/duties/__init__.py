"""What each side takes on and is promised, in words that are accepted with their version and date.

`reverse.toml` is for programmes in which juniors mentor, `growth.toml` for all others. A changed
file raises its version, and own words add the number under which they were first said: people who
accepted other words are then asked again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.own_texts import (
    Slot,
    Version,
    Words,
    in_own_words,
    version_of,
)
from turnabout.foundation.common.packs import Table, Text, read_toml, text, texts

JUNIORS_MENTOR = "mentor_junior"
NAMES = ("reverse", "growth")
LABELS: Mapping[str, tuple[Words, Words, Words]] = {
    "mentor": (_("The mentor takes on"), _("Promise to the mentor"), _("What it says")),
    "mentee": (_("The mentee takes on"), _("Promise to the mentee"), _("What it says")),
}


@dataclass(frozen=True)
class Promise:
    title: Text
    text: Text


@dataclass(frozen=True)
class Side:
    """One side: what it does and what it is promised."""

    duties: tuple[Text, ...]
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class Duties:
    version: str
    mentor: Side
    mentee: Side

    def of(self, role: str) -> Side:
        return self.mentor if role == "mentor" else self.mentee


def duties_for(direction: str, organisation_id: int | None = None) -> Duties:
    """Both sides of a programme of this direction, as the organisation says them now.

    Without an organisation the words are the shipped ones.
    """
    name = name_for(direction)
    own = version_of(organisation_id, kind_of(name)) if organisation_id else Version()
    return _said(name, own)


def duties_at(version: str, organisation_id: int) -> Duties | None:
    """The words of an earlier version; None where only their reader's copy remains."""
    name, _dash, rest = version.partition("-")
    shipped, _dot, number = rest.partition(".")
    if name not in NAMES or shipped != str(_table(name)["version"]):
        return None
    told = version_of(organisation_id, kind_of(name), int(number)) if number else Version()
    found = _said(name, told)
    return found if found.version == version else None


def name_for(direction: str) -> str:
    return "reverse" if direction == JUNIORS_MENTOR else "growth"


def kind_of(name: str) -> str:
    return f"duties-{name}"


def slots_of(name: str) -> list[Slot]:
    """Every sentence of both sides, as it is shipped."""
    shipped = _said(name, Version())
    slots = []
    for role, labels in LABELS.items():
        side = shipped.of(role)
        for at, words in enumerate(side.duties, start=1):
            slots.append(Slot(f"{role}_duty_{at}", Numbered(labels[0], at), words))
        for at, promise in enumerate(side.promises, start=1):
            key = f"{role}_promise_{at}"
            slots.append(
                Slot(f"{key}_title", Numbered(labels[1], at), promise.title, is_long=False)
            )
            slots.append(Slot(key, Numbered(labels[2], at), promise.text))
    return slots


def sides_said(name: str, words: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Both sides from their sentences, for a page that shows how they read."""
    shipped = _said(name, Version())
    return {
        role: {
            "duties": [
                words[f"{role}_duty_{at}"] for at, _one in _numbered(shipped.of(role).duties)
            ],
            "promises": [
                {
                    "title": words[f"{role}_promise_{at}_title"],
                    "text": words[f"{role}_promise_{at}"],
                }
                for at, _one in _numbered(shipped.of(role).promises)
            ],
        }
        for role in LABELS
    }


@dataclass(frozen=True)
class Numbered:
    """A label with its number, in the language of the reader."""

    label: Words
    number: int

    def __str__(self) -> str:
        return f"{self.label}, {self.number}"


def _said(name: str, version: Version) -> Duties:
    table = _table(name)
    shipped = f"{name}-{table['version']}"
    return Duties(
        version=f"{shipped}.{version.number}" if version.number else shipped,
        mentor=_side(table, "mentor", version, where=name),
        mentee=_side(table, "mentee", version, where=name),
    )


@cache
def _table(name: str) -> Table:
    return read_toml(__name__, f"{name}.toml")


def _side(table: Table, role: str, version: Version, *, where: str) -> Side:
    duties = texts(table[role]["duties"], where=f"{where} {role}")
    return Side(
        duties=tuple(
            in_own_words(one, f"{role}_duty_{at}", version.words) for at, one in _numbered(duties)
        ),
        promises=tuple(
            Promise(
                in_own_words(
                    text(row["title"], where=where), f"{role}_promise_{at}_title", version.words
                ),
                in_own_words(text(row["text"], where=where), f"{role}_promise_{at}", version.words),
            )
            for at, row in _numbered(table[role]["promises"])
        ),
    )


def _numbered(rows: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    return enumerate(rows, start=1)
