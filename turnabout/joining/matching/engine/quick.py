"""Four forms in which a rule can be asked about very many pairs at once.

A rule says in plain arrays what it thinks of a block of pairs; that is its meaning. It may also
give one or more of these forms that say the same, and then a large problem is walked by compiled
code. What a pair gets is the sum over all forms of all rules; FORBIDDEN outweighs everything.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Cohort, Ints, Mask
from turnabout.joining.matching.engine.listed import Listed
from turnabout.joining.matching.engine.people import Person

FORBIDDEN = -(1 << 27)
SHIFT = 12
WORD = 32
Bits = npt.NDArray[np.uint32]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ByClass:
    """Nothing counts but what is seen of each person, so people who look alike are one.

    `verdict` gives units, or FORBIDDEN, for a block of mentors by all mentees.
    """

    sees: Callable[[Person], Hashable]
    verdict: Callable[[Cohort, slice], Ints]


@dataclass(frozen=True)
class ByList:
    """Units, or FORBIDDEN, for the pairs that are listed; nothing for the others."""

    pairs: Listed


@dataclass(frozen=True)
class BySum:
    """The sum over words of one number of the mentor times one of the mentee.

    Rounded off by SHIFT bits it is what the pair gets; with `zero_forbids` it only forbids the
    pairs where it is 0. `mentors` and `mentees` have a mapping of words for each person.
    """

    mentors: list[Mapping[str, int]]
    mentees: list[Mapping[str, int]]
    zero_forbids: bool = False


@dataclass(frozen=True)
class ByOverlap:
    """`worth[k]` for a pair with k bits in common; bits are people by words of 32."""

    mentors: Bits
    mentees: Bits
    worth: Ints


Form = ByClass | ByList | BySum | ByOverlap


@runtime_checkable
class HasForms(Protocol):
    """A rule that says in quick forms what it says of blocks."""

    def forms(self, cohort: Cohort) -> tuple[Form, ...]: ...


def forbids_unless(permits: Callable[[Cohort, slice], Mask]) -> Callable[[Cohort, slice], Ints]:
    """The verdict of a rule that only forbids."""

    def verdict(cohort: Cohort, rows: slice) -> Ints:
        return np.where(permits(cohort, rows), np.int64(0), np.int64(FORBIDDEN))

    return verdict


def rounded(sums: Ints) -> Ints:
    """Sums taken back from their finer grid, rounded half up."""
    return np.asarray((sums + (1 << SHIFT >> 1)) >> SHIFT, np.int64)


def bits(numbers: list[int], width: int) -> Bits:
    """Whole numbers as rows of bits, `width` bits wide."""
    words = -(-width // WORD)
    data = b"".join(number.to_bytes(words * 4, "little") for number in numbers)
    return np.frombuffer(data, np.uint32).reshape(len(numbers), words)
