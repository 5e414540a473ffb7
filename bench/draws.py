"""Drawn whole numbers that are the same on any machine and with any release of numpy.

Only the raw words of PCG64 are used, whose stream numpy promises to keep, and whole numbers made
from them here; the distributions of `Generator` may change from release to release.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


class Draws:
    """A stream of whole numbers that depends on the seed and on nothing else."""

    def __init__(self, *seed: int) -> None:
        self._stream = np.random.PCG64(list(seed))

    def below(self, limit: int, *shape: int) -> Ints:
        """Numbers from 0 to below `limit`, all as likely (to one in 2^40 at the limits used)."""
        words = self._stream.random_raw(int(np.prod(shape, dtype=np.int64)))
        return ((words >> np.uint64(8)) % np.uint64(limit)).astype(np.int64).reshape(shape)

    def chance(self, percent: int, *shape: int) -> npt.NDArray[np.bool_]:
        """True in so many of a hundred cases."""
        return np.asarray(self.below(100, *shape) < percent)

    def favouring(self, weights: Sequence[int], *shape: int) -> Ints:
        """Places in `weights`, each as likely as its weight says."""
        ends = np.cumsum(np.array(weights, np.int64))
        return np.searchsorted(ends, self.below(int(ends[-1]), *shape), side="right")

    def some(self, count: int, limit: int) -> Ints:
        """`count` different numbers below `limit`, in the order of the draw."""
        keys = self._stream.random_raw(limit)
        return np.argsort(keys, kind="stable")[:count].astype(np.int64)
