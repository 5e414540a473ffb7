"""Where a text that somebody else wrote names a person, and where it only uses the same word.

Her whole name and her addresses name her wherever they stand. A part of the name alone does too,
unless it is a word of every day, as Grace, Will or Rosa are. Such a word is taken for her name
where its place says so: with a capital inside a sentence, after a greeting, before a comma, with
's, or alone on its line. Elsewhere it stays, for “Will you come?” must go on making sense.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_LISTED = (Path(__file__).parent / "everyday_words.txt").read_text(encoding="utf-8")
_CALENDAR, _GREETINGS, _OTHERS = (frozenset(words.split()) for words in _LISTED.split("\n\n"))
EVERYDAY = _CALENDAR | _OTHERS
_BEFORE = re.compile(r"(\w+)(,?) $")
_IS_HERS = re.compile(r"['’]s\b|,")


@dataclass(frozen=True)
class Names:
    """What names one person. `namesakes` are whole names of others that hold a part of hers."""

    whole: tuple[str, ...]
    parts: tuple[str, ...] = ()
    namesakes: tuple[str, ...] = ()

    def are_in(self, text: str) -> bool:
        return any(self._names_her(found) for found in self._named.finditer(text))

    def taken_out_of(self, text: str, *, instead: str) -> str:
        def say(found: re.Match[str]) -> str:
            return instead if self._names_her(found) else found.group()

        return self._named.sub(say, text)

    def nobody_elses(self) -> "Names":
        """These without the parts that are words of every day or that others are called as well."""
        taken = {word for name in self.namesakes for word in name.casefold().split()}
        parts = (
            part
            for part in self.parts
            if part.casefold() not in EVERYDAY and not taken.issuperset(part.casefold().split())
        )
        return Names(self.whole, tuple(parts))

    @cached_property
    def _hers(self) -> frozenset[str]:
        return frozenset(name.casefold() for name in (*self.whole, *self.parts))

    @cached_property
    def _named(self) -> re.Pattern[str]:
        known = {*self.whole, *self.parts, *self.namesakes} - {""}
        longest_first = sorted(known, key=lambda name: (-len(name), name))
        either = "|".join(re.escape(name) for name in longest_first) or r"(?!)"
        return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)

    def _names_her(self, found: re.Match[str]) -> bool:
        word = found.group().casefold()
        if word not in self._hers:
            return False
        words = word.split()
        if not EVERYDAY.issuperset(words):
            return True
        if len(words) > 1:
            return found.group()[0].isupper()
        return _stands_as_a_name(found)


def _stands_as_a_name(found: re.Match[str]) -> bool:
    word, text = found.group(), found.string
    if not word[0].isupper():
        return False
    line_begins = text.rfind("\n", 0, found.start()) + 1
    before, after = text[line_begins : found.start()], text[found.end() :]
    is_alone = not before.strip(" -–—") and not after.partition("\n")[0].strip(" .!?-–—")
    last = _BEFORE.search(before)
    if is_alone or (last and last[1].casefold() in _GREETINGS):
        return True
    if word.casefold() in _CALENDAR:
        return after.startswith(("'s", "’s"))
    return bool(_IS_HERS.match(after)) or bool(last and last[1].islower())
