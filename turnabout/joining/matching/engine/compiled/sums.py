"""Sums over words, as entries of the rows and tables of the columns.

Every sum has its numbers in bytes, from which whole tiles get an upper bound in coarse units. Where
they fit as they are, the bytes are exact; else they are rounded up, and exact numbers are beside.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Ints
from turnabout.joining.matching.engine.compiled.judging import COARSE, TILE
from turnabout.joining.matching.engine.compiled.kinds import Table
from turnabout.joining.matching.engine.listed import Listed
from turnabout.joining.matching.engine.quick import FORBIDDEN, SHIFT

BYTE = 255
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Sums:
    """Entries of all sums, row after row, and what the columns have for each word, in tiles.

    `most` is what rows get at most from sums that are not asked first.
    """

    starts: Ints
    words: npt.NDArray[np.int32]
    numbers: npt.NDArray[np.int32]
    bytes_at: npt.NDArray[np.int32]
    coarse: npt.NDArray[np.int16]
    tables: npt.NDArray[np.int32]
    bytes: npt.NDArray[np.uint8]
    is_small: Mask
    is_first: Mask
    forbids: Mask
    unit: int
    most: Ints


@dataclass(frozen=True)
class _One:
    """One sum with its numbers in bytes, each worth `step` of its row's number."""

    own: Listed
    others: Listed
    bytes: Listed
    step: int
    is_small: bool
    is_first: bool
    forbids: bool

    def at_most(self) -> Ints:
        """What rows get at most, rounded off."""
        most = _at_most(self.own, self.own.values, self.others, self.others.values)
        return (most >> SHIFT) + 1

    def coarsely_at_most(self, unit: int) -> int:
        """What any row gets at most in coarse units, all being rounded up."""
        most = _at_most(self.own, self.coarse(unit), self.bytes, self.bytes.values)
        return int(most.max(initial=0))

    def coarse(self, unit: int) -> Ints:
        """Numbers of the rows in coarse units, rounded up."""
        return -(-self.own.values * self.step // (unit << SHIFT))


def _at_most(own: Listed, of_row: Ints, others: Listed, of_column: Ints) -> Ints:
    """The most by the numbers of a row's words, and by those of any one column."""
    of_row, of_column = np.abs(of_row), np.abs(of_column)
    highest = np.zeros(own.width, np.int64)
    np.maximum.at(highest, others.columns, of_column)
    by_word = _by_row(own, of_row * highest[own.columns])
    by_column = int(_by_row(others, of_column).max(initial=0)) * int(of_row.max(initial=0))
    return np.minimum(by_word, by_column)


def _by_row(listed: Listed, values: Ints) -> Ints:
    up_to = np.concatenate([np.zeros(1, np.int64), np.cumsum(values)])
    return np.diff(up_to[listed.starts])


def _one(own: Listed, others: Listed, forbids: bool, most: int) -> _One:
    """A sum in bytes; `most` is what they may add up to for one pair."""
    positive = bool((others.values >= 0).all() and (own.values > 0).all())
    highest = int(others.values.max(initial=0))
    step = int(np.gcd.reduce(others.values)) if positive and highest and not forbids else 1
    if highest // step > BYTE:
        step = -(-highest // BYTE)
    in_bytes = replace(others, values=-(-others.values // step))
    ones = np.ones(len(own.columns), np.int64)
    first = positive and (
        forbids or int(_at_most(own, ones, in_bytes, in_bytes.values).max(initial=0)) <= most
    )
    exact = not (others.values % step).any() and (step == 1 or not forbids)
    small = first and exact and step * int(own.values.max(initial=0)) < 1 << 31
    if not first:
        in_bytes = replace(in_bytes, values=in_bytes.values * 0)
    return _One(own, others, in_bytes, step, small, first, forbids)


def entries_of(
    sums: Sequence[tuple[Listed, Listed]],
    forbids: Mask,
    place_of: Ints,
    rows: int,
    tables: Sequence[Table],
) -> Sums:
    """All sums together. `tables` are of classes that are asked first too."""
    fits = COARSE // 2 // max(len(sums), 1)
    several = [_one(*both, bool(must), fits) for both, must in zip(sums, forbids, strict=True)]
    unit = _unit(several, tables)
    small = [one.is_small for one in several]
    starts, entries = [], 0
    words, numbers, bytes_at, coarse = ([np.zeros(0, np.int64)] for _ in range(4))
    before, bytes_before = 0, 0
    most = np.zeros(rows, np.int64)
    for one in several:
        starts.append(one.own.starts + entries)
        entries += len(one.own.columns)
        bytes_at.append(one.own.columns + bytes_before)
        words.append(bytes_at[-1] if one.is_small else one.own.columns + before)
        exact = one.step if one.is_small and not one.forbids else 1
        numbers.append(one.own.values * exact)
        coarse.append(one.coarse(unit) if one.is_first else one.own.values * 0)
        bytes_before += one.own.width
        before += 0 if one.is_small else one.own.width
        if not one.is_first and not one.forbids:
            most += one.at_most()
    exactly = [one.others for one in several if not one.is_small]
    return Sums(
        np.array(starts, np.int64).reshape(len(sums), rows + 1),
        np.concatenate(words).astype(np.int32),
        np.concatenate(numbers).astype(np.int32),
        np.concatenate(bytes_at).astype(np.int32),
        np.concatenate(coarse).astype(np.int16),
        _filled(exactly, place_of, np.int32, by_person=True),
        _filled([one.bytes for one in several], place_of, np.uint8),
        np.array(small, np.bool_),
        np.array([one.is_first for one in several], np.bool_),
        forbids,
        unit,
        most,
    )


def _unit(several: list[_One], tables: Sequence[Table]) -> int:
    """How much a coarse unit is, so that all that is asked first fits into COARSE of them."""
    counted = [one for one in several if one.is_first and not one.forbids]
    whole = sum(
        int(np.abs(np.where(table > FORBIDDEN >> 1, table, 0)).max(initial=0)) for table in tables
    )
    whole += sum(int(one.at_most().max(initial=0)) for one in counted)
    unit = -(-whole // (COARSE // 2)) + 1
    while True:
        most = -(-whole // unit) + len(tables) + sum(one.coarsely_at_most(unit) for one in counted)
        if most <= COARSE:
            return unit
        unit *= 2


def _filled(
    tables: list[Listed], place_of: Ints, kind: type, *, by_person: bool = False
) -> npt.NDArray[Any]:
    """Tiles by words by people, or the last two the other way round."""
    width = sum(table.width for table in tables)
    shape = (TILE, width) if by_person else (width, TILE)
    filled: npt.NDArray[Any] = np.zeros((-(-len(place_of) // TILE), *shape), kind)
    seen = filled.swapaxes(1, 2) if by_person else filled
    before = 0
    for table in tables:
        people = place_of[table.rows]
        seen[people // TILE, before + table.columns, people % TILE] = table.values
        before += table.width
    return filled
