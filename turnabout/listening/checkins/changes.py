"""How far people moved between two rounds: each compared with herself, without knowing who she is.

Source: the interval for the mean of paired differences, Student, "The Probable Error of a Mean"
(1908): mean d, and d ± t(0.975, n - 1) · s / √n with s the standard deviation of the differences.
It stands for those who answered both times; those who answered once may be others, so they are
counted beside it and not guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from turnabout.foundation.trust.disclosure import Cell, mean_with_range, releasable

CHANGE = "change"


@dataclass(frozen=True)
class Said:
    """One answer to one question: of which response, under which code, and what was said."""

    response: int
    code: str
    value: Any


def change_between(before: Sequence[Said], after: Sequence[Said]) -> dict[str, Any] | None:
    """What may be told of the change: mean, low, high, n of both, and `once`, who is not in it.

    Values are on one scale, later less earlier. None where fewer than five answered both times,
    where all moved by the same, or where the change, with the two means of the rounds, would leave
    one to four people over. Those means are taken as known whether they were told or not: the
    earlier one counts negative, so that the three totals are plain sums of answers, and the
    linear audit of `disclosure` looks for a small one among all their sums and differences.
    """
    earlier = {said.code: said for said in before if said.code}
    both = [(earlier[said.code], said) for said in after if said.code in earlier]
    told = mean_with_range([last.value - first.value for first, last in both])
    cell = Cell(CHANGE, frozenset(said.response for two in both for said in two))
    known = [Cell("before", _of(before)), Cell("after", _of(after))]
    if told is None or CHANGE not in releasable([cell], already=known):
        return None
    return {**vars(told), "once": len(before) + len(after) - 2 * len(both)}


def _of(said: Sequence[Said]) -> frozenset[int]:
    return frozenset(one.response for one in said)
