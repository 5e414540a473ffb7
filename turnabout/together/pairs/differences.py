"""What changed from one version of a text to the next, in whole words."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s]+")
SAME, ADDED, REMOVED = "same", "added", "removed"
# With fewer words in common than this, old and new are read better whole, one after the other.
ALIKE = 0.5


@dataclass(frozen=True)
class Stretch:
    """Words that stayed, came or went."""

    kind: str
    words: str


def differences(before: str, after: str) -> tuple[Stretch, ...]:
    """The text as it is, with what came and what went, in reading order."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    stretches: list[Stretch] = []
    for kind, old_from, old_to, new_from, new_to in _changes(old, new):
        was, is_now = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        stretches += [Stretch(SAME, was)] if kind == "equal" else _within(was, is_now)
    return tuple(stretches)


def _within(before: str, after: str) -> list[Stretch]:
    """Two wordings of the same lines, word by word, or whole where little is the same."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if not before or not after or _likeness(old, new) < ALIKE:
        return _came_and_went(before, after)
    stretches: list[Stretch] = []
    for kind, old_from, old_to, new_from, new_to in _changes(old, new):
        was, is_now = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        stretches += [Stretch(SAME, was)] if kind == "equal" else _came_and_went(was, is_now)
    return stretches


def _came_and_went(before: str, after: str) -> list[Stretch]:
    told = ((REMOVED, before), (ADDED, after))
    return [Stretch(kind, words) for kind, words in told if words]


def _likeness(old: list[str], new: list[str]) -> float:
    words, others = _spoken(old), _spoken(new)
    return SequenceMatcher(None, words, others, autojunk=False).ratio()


def _spoken(tokens: list[str]) -> list[str]:
    return [token for token in tokens if not token.isspace()]


def _changes(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
