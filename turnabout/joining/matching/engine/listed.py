"""Some pairs among all: lists that people and coordinators make stay as short as they are."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Listed:
    """Pairs sorted by row, then column, each once, with a number for each.

    Those of row r are at `starts[r]` to `starts[r + 1]`; `width` is how many columns there are.
    """

    starts: Ints
    columns: Ints
    values: Ints
    width: int

    @property
    def rows(self) -> Ints:
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def block(self, rows: slice) -> Ints:
        """The numbers of a block of rows by all columns, 0 for pairs that are not listed."""
        starts = self.starts[rows.start : rows.stop + 1]
        here = slice(starts[0], starts[-1])
        table = np.zeros((len(starts) - 1, self.width), np.int64)
        at = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        table[at, self.columns[here]] = self.values[here]
        return table

    def at(self, rows: Ints, columns: Ints) -> Ints:
        """The numbers of these pairs, 0 for those that are not listed."""
        if len(self.columns) == 0:
            return np.zeros(np.broadcast_shapes(rows.shape, columns.shape), np.int64)
        keys = self.rows * self.width + self.columns
        wanted = rows * self.width + columns
        found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[found] == wanted, self.values[found], 0)

    def some(self, rows: Ints) -> "Listed":
        """Some rows, in their order."""
        counts = np.diff(self.starts)[rows]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
        at = np.repeat(self.starts[rows] - starts[:-1], counts) + np.arange(starts[-1])
        return Listed(starts, self.columns[at], self.values[at], self.width)

    def turned(self) -> "Listed":
        """The same pairs with rows and columns changed round."""
        return listed((self.width, len(self.starts) - 1), self.columns, self.rows, self.values)


def listed(shape: tuple[int, int], rows: Ints, columns: Ints, values: Ints | None = None) -> Listed:
    """Pairs from arrays in any order; numbers of a pair that comes twice are added up."""
    given = np.ones(len(rows), np.int64) if values is None else values
    keys, at = np.unique(rows * max(shape[1], 1) + columns, return_inverse=True)
    summed = np.zeros(len(keys), np.int64)
    np.add.at(summed, at, given)
    kept = summed != 0
    keys, summed = keys[kept], summed[kept]
    counts = np.bincount(keys // max(shape[1], 1), minlength=shape[0])
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    return Listed(starts, keys % max(shape[1], 1), summed, shape[1])


def joined(shape: tuple[int, int], lists: Iterable[Listed]) -> Listed:
    """All pairs of several lists, their numbers added up."""
    several = list(lists)
    if not several:
        empty = np.zeros(0, np.int64)
        return listed(shape, empty, empty)
    return listed(
        shape,
        np.concatenate([one.rows for one in several]),
        np.concatenate([one.columns for one in several]),
        np.concatenate([one.values for one in several]),
    )
