"""What changed from one version of a text to the next, in whole words."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s]+")
SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Stretch:
    """Words that stayed, came or went."""

    kind: str
    words: str


def differences(before: str, after: str) -> tuple[Stretch, ...]:
    """The text as it is, with what came and what went, in reading order."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    stretches: list[Stretch] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            stretches.append(Stretch(SAME, "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            stretches.append(Stretch(REMOVED, "".join(old[old_from:old_to])))
        if new_to > new_from:
            stretches.append(Stretch(ADDED, "".join(new[new_from:new_to])))
    return tuple(stretches)
