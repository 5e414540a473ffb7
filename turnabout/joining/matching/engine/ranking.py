"""The best few of each row, without sorting all of it."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.judge import blocks
from turnabout.joining.matching.engine.ties import BITS

KEY_BITS = 62


def leading(
    scores: npt.NDArray[np.int32], among: Mask, count: int, lots: Callable[[slice], Ints]
) -> tuple[Ints, Ints]:
    """Rows and columns of the `count` highest scores in each row, best first.

    Only places that `among` marks count. Of equal scores the one with the higher lot comes first;
    `lots` gives those of a block of rows.
    """
    width = scores.shape[1]
    count = min(count, width)
    rows, columns = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    if count == 0:
        return rows[0], columns[0]
    room = KEY_BITS - int(scores.max(initial=0)).bit_length()
    for block in blocks(len(scores)):
        keys = scores[block].astype(np.int64) << min(room, BITS)
        keys |= lots(block) >> max(0, BITS - room)
        keys[~among[block]] = -1
        best = np.argpartition(keys, width - count, axis=1)[:, width - count :]
        order = np.argsort(-np.take_along_axis(keys, best, axis=1), axis=1)
        best = np.take_along_axis(best, order, axis=1)
        kept = np.take_along_axis(among[block], best, axis=1)
        rows.append(block.start + np.nonzero(kept)[0])
        columns.append(best[kept])
    return np.concatenate(rows), np.concatenate(columns)
