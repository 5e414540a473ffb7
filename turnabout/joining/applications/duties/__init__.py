"""What each side takes on and is promised, in words that are accepted with their version and date.

`reverse.toml` is for programmes in which juniors mentor, `growth.toml` for all others. Whoever
changes a text raises the version: people who accepted the older one are then asked again.
"""

from dataclasses import dataclass
from functools import cache

from turnabout.foundation.common.packs import Table, Text, read_toml, text, texts

JUNIORS_MENTOR = "mentor_junior"


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


def duties_for(direction: str) -> Duties:
    """Both sides of a programme of this direction."""
    return _read("reverse" if direction == JUNIORS_MENTOR else "growth")


@cache
def _read(name: str) -> Duties:
    table = read_toml(__name__, f"{name}.toml")
    return Duties(
        version=f"{name}-{table['version']}",
        mentor=_side(table["mentor"], where=f"{name} mentor"),
        mentee=_side(table["mentee"], where=f"{name} mentee"),
    )


def _side(table: Table, *, where: str) -> Side:
    return Side(
        duties=texts(table["duties"], where=where),
        promises=tuple(
            Promise(text(row["title"], where=where), text(row["text"], where=where))
            for row in table["promises"]
        ),
    )
