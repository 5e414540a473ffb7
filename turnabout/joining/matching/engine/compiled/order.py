"""In which order people are walked, and which classes are asked first.

Rows of one class follow each other, so what it gives a tile is worked out once for all of them.
Columns that are forbidden to the same rows lie together, so whole tiles need no look.
"""

from collections.abc import Sequence

import numpy as np

from turnabout.joining.matching.engine.cohort import Ints
from turnabout.joining.matching.engine.compiled.judging import FEW_CLASSES
from turnabout.joining.matching.engine.compiled.kinds import MOST_CLASSES, Kind
from turnabout.joining.matching.engine.quick import FORBIDDEN

ROWS_A_CLASS = 16
LARGEST = 1 << 21
IN_CACHE = 1 << 17
WHOLE = 5_000


def forbidden_alike(kinds: Sequence[Kind]) -> Ints:
    """Columns with those together who are alike in what forbids most, then in what does next."""
    shares = [(_forbidden(kind), kind) for kind in kinds]
    shares.sort(key=lambda one: one[0])
    codes = [kind.columns for share, kind in shares if share > 0]
    return np.lexsort([np.arange(len(kinds[0].columns), dtype=np.int32), *codes])


def _forbidden(kind: Kind) -> float:
    """The share of pairs that a kind forbids."""
    rows, columns = kind.shares()
    return float(rows @ (kind.table <= FORBIDDEN >> 1) @ columns)


def sorted_out(kinds: Sequence[Kind]) -> tuple[list[Kind], list[Kind]]:
    """Kinds that are asked first, and as few others as can be.

    The first of the first tells most with few enough classes that many rows follow each other in
    each. What the next ones give is kept for all their classes, so they have few.
    """
    left = sorted(kinds, key=_telling, reverse=True)
    most = max(1, min(MOST_CLASSES, len(kinds[0].rows) // ROWS_A_CLASS))
    firsts = []
    for limit in (most, FEW_CLASSES, FEW_CLASSES):
        chosen: Kind | None = None
        for kind in list(left):
            both = kind if chosen is None else chosen.joined(kind, limit)
            if both is None or len(both.table) > limit or both.table.size > LARGEST:
                continue
            chosen = both
            left.remove(kind)
        if chosen is not None:
            firsts.append(chosen)
    return firsts, _merged(left)


def _telling(kind: Kind) -> float:
    """How far below its best a row usually is, for each doubling of the classes."""
    rows, columns = kind.shares()
    best = kind.table.max(axis=1, keepdims=True)
    below = np.minimum(best - kind.table, WHOLE)
    classes = np.count_nonzero(rows) + 1
    return float(rows @ below @ columns) / float(np.log2(classes + 1))


def _merged(kinds: list[Kind]) -> list[Kind]:
    """As few kinds as can be, none with too many classes, the smallest joined first."""
    merged: list[Kind] = []
    for kind in sorted(kinds, key=lambda one: one.table.size):
        both = merged[-1].joined(kind, MOST_CLASSES) if merged else None
        if both is None or both.table.size > IN_CACHE:
            merged.append(kind)
        else:
            merged[-1] = both
    return merged
