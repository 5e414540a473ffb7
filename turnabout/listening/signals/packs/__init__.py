"""The words of the signals: rules over facts that open a task for the coordinator.

Facts are what was booked, held, moved and by whom, signed, answered or not answered. What
somebody answered is never a fact here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from turnabout.foundation.common.own_texts import OwnWords, in_own_words
from turnabout.foundation.common.packs import Text, known_fields, no_twins, read_toml, text

# What the words may name; the signal that opens the task gives the values.
PLACEHOLDERS = ("mentor", "mentee", "days", "count", "rules")
# The text in which an organisation says them in its own words.
SIGNALS = "signals"
PARTS = ("title", "why", "say", "action")


@dataclass(frozen=True)
class SignalText:
    slug: str
    title: Text
    why: Text
    say: Text
    minutes: int
    action: Text

    def in_words(self, own: OwnWords) -> "SignalText":
        """The signal as an organisation says it."""
        return replace(
            self,
            title=in_own_words(self.title, f"{self.slug}_title", own),
            why=in_own_words(self.why, f"{self.slug}_why", own),
            say=in_own_words(self.say, f"{self.slug}_say", own),
            action=in_own_words(self.action, f"{self.slug}_action", own),
        )


@cache
def load_signals() -> tuple[SignalText, ...]:
    """Return every signal's words."""
    fields = frozenset(SignalText.__dataclass_fields__)
    signals = []
    for table in read_toml(__name__, "signals.toml")["signal"]:
        slug = table["slug"]
        known_fields(table, fields=fields, where=slug)
        signals.append(
            SignalText(
                slug=slug,
                title=text(table["title"], where=slug),
                why=text(table["why"], where=slug),
                say=text(table["say"], where=slug),
                minutes=table["minutes"],
                action=text(table["action"], where=slug),
            )
        )
    no_twins([signal.slug for signal in signals], where="signals.toml")
    return tuple(signals)


def signal(slug: str) -> SignalText:
    """Return one signal's words; raises KeyError when there is none of that name."""
    return {found.slug: found for found in load_signals()}[slug]


def filled(words: Text, *, language: str, values: Mapping[str, str]) -> str:
    """Return the words in a language with names and counts in their places."""
    return put_in(words.in_language(language), values)


def put_in(found: str, values: Mapping[str, str]) -> str:
    for name in PLACEHOLDERS:
        if name in values:
            found = found.replace("{" + name + "}", values[name])
    return found
