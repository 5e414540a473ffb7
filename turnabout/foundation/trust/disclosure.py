"""Decides which counted groups may be published, so that nobody can be computed from them.

A cell is a group of people whose total (or mean) would be published. People who are in exactly
the same cells form an atom; every published cell is a row of zeros and ones over the atoms. The
exact total of a group follows from what was published if and only if the group is a union of atoms
whose indicator lies in the row space of the published rows. Cells are therefore taken one by one,
large ones first, and a cell is left out when with it the indicator of a small union would lie in
the row space.

The search for small unions works on the reduced rows, pivots on large atoms first. A union of atoms
in the row space is the plain sum of the reduced rows whose pivots it holds, and a small union
holds no large atom: only sets of few rows with small pivots have to be tried, and each column that
is neither 0 nor 1 says which rows could still mend it. Arithmetic is exact, modulo a prime.

Sources: the linear audit of Chin and Ozsoyoglu, "Auditing and inference control in statistical
databases" (1982); the threshold and complement rules it answers in Willenborg and de Waal,
"Elements of Statistical Disclosure Control" (2001).

Limits: the audit is against exact linear disclosure. It does not cover guessing from ranges or what
people tell each other.
"""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from turnabout.foundation.common.errors import Refusal

LEAST = 5
LEAST_SENSITIVE = 10
PRIME = 2_147_483_647
STEPS_AT_MOST = 200_000

Vector = NDArray[np.int64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Cell:
    """A group that would be published under a name: the ids of the people in it."""

    name: str
    members: frozenset[int]


@dataclass(frozen=True)
class Mean:
    """A mean with its 95 % interval (Student's t) and the number of people behind it."""

    mean: float
    low: float
    high: float
    n: int


def releasable(
    cells: Iterable[Cell], *, least: int = LEAST, already: Iterable[Cell] = ()
) -> frozenset[str]:
    """The names of the cells that may be published beside everything published already.

    `cells`: candidates, each name once. `least`: the smallest group whose total may become known,
    in people; 5, or 10 for what is sensitive. `already`: every cell published before about the
    same people, whenever that was.

    No linear combination of the published cells gives the exact total of 1 to `least - 1` people.
    The total of all people in the cells is counted as known even where it is not published, so
    that no cell leaves a small remainder. The same cells give the same answer in any order: larger
    cells come first, then names. A search that becomes too long counts as a disclosure.

    Raises Refusal when `least` is below 5 and ValueError when two candidates share a name.
    """
    refuse_below_floor(least)
    candidates = sorted(cells, key=lambda cell: (-len(cell.members), cell.name))
    if len({cell.name for cell in candidates}) != len(candidates):
        raise ValueError("Two cells have the same name.")
    published = list(already)
    space = _Space.of([*candidates, *published], least)
    for cell in published:
        space.take(space.row_of(cell.members))
    everybody = frozenset[int]().union(*(cell.members for cell in candidates), *_members(published))
    space.take_if_safe(space.row_of(everybody))
    return frozenset(
        cell.name
        for cell in candidates
        if len(cell.members) >= least and space.take_if_safe(space.row_of(cell.members))
    )


def mean_with_range(values: Sequence[float], *, least: int = LEAST) -> Mean | None:
    """The mean with its 95 % interval; None where it may not be said.

    It may not be said of fewer than `least` values, nor of values that are all the same, because
    then everybody's answer follows. Raises Refusal when `least` is below 5.
    """
    refuse_below_floor(least)
    if len(values) < least or tells_everyone(values):
        return None
    # Imported here: it takes half a second that every command would wait for.
    from scipy.special import stdtrit

    sample = np.asarray(values, dtype=np.float64)
    mean = float(sample.mean())
    half = float(stdtrit(len(sample) - 1, 0.975) * sample.std(ddof=1)) / math.sqrt(len(sample))
    return Mean(mean=mean, low=mean - half, high=mean + half, n=len(sample))


def tells_everyone(values: Iterable[Hashable]) -> bool:
    """Whether publishing these answers of a group would tell the answer of each of its members."""
    return len(set(values)) < 2


def refuse_below_floor(least: int) -> None:
    if least < LEAST:
        raise Refusal(_("Figures are never shown for groups of fewer than five people."))


def _members(cells: Iterable[Cell]) -> list[frozenset[int]]:
    return [cell.members for cell in cells]


class _Space:
    """What is published, as reduced rows over atoms; atoms are ordered from large to small."""

    def __init__(self, atoms: list[frozenset[int]], least: int) -> None:
        self.atoms = sorted(atoms, key=lambda atom: (-len(atom), min(atom)))
        self.sizes = np.array([len(atom) for atom in self.atoms], dtype=np.int64)
        self.least = least
        self.rows: Rows = np.zeros((0, len(self.atoms)), dtype=np.int64)
        self.pivots: list[int] = []

    @classmethod
    def of(cls, cells: Sequence[Cell], least: int) -> "_Space":
        places: dict[int, list[int]] = {}
        for number, cell in enumerate(cells):
            for person in cell.members:
                places.setdefault(person, []).append(number)
        atoms: dict[tuple[int, ...], set[int]] = {}
        for person, numbers in places.items():
            atoms.setdefault(tuple(numbers), set()).add(person)
        return cls([frozenset(atom) for atom in atoms.values()], least)

    def row_of(self, members: frozenset[int]) -> Vector:
        inside = [min(atom) in members for atom in self.atoms]
        return np.array(inside, dtype=np.int64)

    def take(self, row: Vector) -> None:
        reduced = self._reduced(row)
        if reduced is not None:
            self.rows, self.pivots = self._with(reduced)

    def take_if_safe(self, row: Vector) -> bool:
        """Add a row unless that would disclose a small group. A row that follows is safe."""
        reduced = self._reduced(row)
        if reduced is None:
            return True
        rows, pivots = self._with(reduced)
        if _Search(rows, pivots, self.sizes, self.least).finds_small_group():
            return False
        self.rows, self.pivots = rows, pivots
        return True

    def _reduced(self, row: Vector) -> Vector | None:
        rest = row.copy()
        for pivot, known in zip(self.pivots, self.rows, strict=True):
            if rest[pivot]:
                rest = (rest - rest[pivot] * known) % PRIME
        first = np.flatnonzero(rest)
        if not len(first):
            return None
        scaled: Vector = rest * pow(int(rest[first[0]]), -1, PRIME) % PRIME
        return scaled

    def _with(self, reduced: Vector) -> tuple[Rows, list[int]]:
        pivot = int(np.flatnonzero(reduced)[0])
        factors = self.rows[:, pivot]
        cleared = (self.rows - factors[:, None] * reduced[None, :]) % PRIME
        return np.vstack([cleared, reduced]), [*self.pivots, pivot]


class _Search:
    """Looks for a sum of reduced rows that is the indicator of a small group."""

    def __init__(self, rows: Rows, pivots: list[int], sizes: Vector, least: int) -> None:
        small = [index for index, pivot in enumerate(pivots) if sizes[pivot] < least]
        self.rows = rows[small]
        self.weights = [int(sizes[pivots[index]]) for index in small]
        self.touches = self.rows != 0
        self.sizes = sizes
        self.is_large = sizes >= least
        self.least = least
        self.steps = 0
        self.seen: set[frozenset[int]] = set()

    def finds_small_group(self) -> bool:
        return any(
            self._extends(frozenset((first,)), self.rows[first], self.weights[first], first)
            for first in range(len(self.rows))
        )

    def _extends(self, chosen: frozenset[int], total: Vector, weight: int, first: int) -> bool:
        if weight >= self.least or chosen in self.seen:
            return False
        self.seen.add(chosen)
        self.steps += 1
        if self.steps > STEPS_AT_MOST:
            return True
        wrong = (total > 1) | (self.is_large & (total > 0))
        if not wrong.any():
            if int(self.sizes[total == 1].sum()) < self.least:
                return True
            wrong = total == 1
            nexts = self._rows_that_touch(wrong, chosen, first)
        else:
            nexts = self._rows_that_mend(wrong, chosen, first)
        return any(
            self._extends(
                chosen | {row}, (total + self.rows[row]) % PRIME, weight + self.weights[row], first
            )
            for row in nexts
        )

    def _rows_that_mend(
        self, wrong: NDArray[np.bool_], chosen: frozenset[int], first: int
    ) -> list[int]:
        """The rows of which one must be added: those that touch the column with the fewest."""
        open_rows = self._open_rows(chosen, first)
        columns = np.flatnonzero(wrong)
        touching = self.touches[open_rows][:, columns]
        fewest = int(touching.sum(axis=0).argmin())
        return [row for row, meets in zip(open_rows, touching[:, fewest], strict=True) if meets]

    def _rows_that_touch(
        self, columns: NDArray[np.bool_], chosen: frozenset[int], first: int
    ) -> list[int]:
        open_rows = self._open_rows(chosen, first)
        return [row for row in open_rows if (self.touches[row] & columns).any()]

    def _open_rows(self, chosen: frozenset[int], first: int) -> list[int]:
        return [row for row in range(first + 1, len(self.rows)) if row not in chosen]
