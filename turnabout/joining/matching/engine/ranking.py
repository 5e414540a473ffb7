"""The best few of each row, without sorting all of it."""

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.judge import blocks


def leading(scores: npt.NDArray[np.int32], among: Mask, count: int) -> tuple[Ints, Ints]:
    """Rows and columns of the `count` highest scores in each row, best first.

    Only places that `among` marks count. Of equal scores the one further left comes first.
    """
    width = scores.shape[1]
    count = min(count, width)
    rows, columns = [], []
    for block in blocks(len(scores)):
        keys = np.where(among[block], scores[block], -1).astype(np.int64) * width
        keys += np.arange(width - 1, -1, -1)
        best = np.argpartition(keys, width - count, axis=1)[:, width - count :]
        order = np.argsort(-np.take_along_axis(keys, best, axis=1), axis=1)
        best = np.take_along_axis(best, order, axis=1)
        kept = np.take_along_axis(among[block], best, axis=1)
        rows.append(block.start + np.nonzero(kept)[0])
        columns.append(best[kept])
    empty = np.zeros(0, np.int64)
    return np.concatenate([empty, *rows]), np.concatenate([empty, *columns])
