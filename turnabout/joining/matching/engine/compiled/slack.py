"""What a walk remembers, so that the next one passes by what cannot count.

For each row and tile it is known how far above what is asked any pair was at most. Where asks
have gone up since, or down by less than was missing, there is nothing to find.
"""

import numpy as np

from turnabout.joining.matching.engine.cohort import Ints
from turnabout.joining.matching.engine.compiled.judging import COARSE, TILE, Int16s, Int32s
from turnabout.joining.matching.engine.compiled.kernels import LOWEST, NOT_KNOWN
from turnabout.joining.matching.engine.compiled.tiles import Tiles

LARGEST = 1 << 26  # two bytes each; what would take more is not remembered
MARGIN = 2_000


class Slack:
    """What is known for rows by tiles, and the asks that it is known for."""

    def __init__(self) -> None:
        self._known: Int16s | None = None
        self._rows: Int32s = np.zeros(0, np.int32)
        self._columns: Int32s = np.zeros(0, np.int32)

    def now(
        self, tiles: Tiles, row_asks: Int32s, column_asks: Int32s
    ) -> tuple[Int16s, Int16s, Ints, Ints, int]:
        """Columns' asks in coarse units, what is known, how far asks went down since, and a margin.

        After the first walk asks change by so much that knowing more would not help.
        """
        coarse = np.minimum(column_asks // tiles.meaning.unit, COARSE).astype(np.int16)
        count = -(-len(column_asks) // TILE)
        margin = MARGIN
        if self._known is None:
            tiles_known = count if len(row_asks) * count <= LARGEST else 0
            self._known = np.full((len(row_asks), tiles_known), NOT_KNOWN, np.int16)
            self._rows, self._columns = row_asks, column_asks
            margin = 0
        row_drops = self._rows.astype(np.int64) - row_asks
        drops = np.full(count * TILE, LOWEST >> 2, np.int64)
        drops[: len(column_asks)] = self._columns.astype(np.int64) - column_asks
        self._rows, self._columns = row_asks, column_asks
        tile_drops = drops.reshape(count, TILE).max(axis=1)
        return coarse, self._known, row_drops, tile_drops, margin
