"""Large cohorts: solve over promising pairs, and add every pair that the prices say is missing.

The prices of a plan over some pairs tell which other pairs could improve it: those that are worth
more than both prices together. When there is none, the plan is the best over all pairs (column
generation; Dantzig and Wolfe 1960). The proof is checked over all pairs afterwards as always.
"""

import numpy as np

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.flow import Solution, best
from turnabout.joining.matching.engine.judge import blocks
from turnabout.joining.matching.engine.objective import Objective
from turnabout.joining.matching.engine.prices import gaining, gains
from turnabout.joining.matching.engine.ranking import leading

AT_ONCE = 300_000
STARTING = 12
MORE = 8


def best_over(asked: Objective, pairs: Mask, *, at_once: int = AT_ONCE) -> Solution:
    """The best solution over all these pairs; up to `at_once` of them go in from the start."""
    if np.count_nonzero(pairs) <= at_once:
        return best(asked, pairs)
    candidates = _promising(asked, pairs)
    while True:
        solution = best(asked, candidates)
        rows, columns = _missing(asked, pairs & ~candidates, solution)
        if len(rows) == 0:
            return solution
        candidates[rows, columns] = True


def _promising(asked: Objective, pairs: Mask) -> Mask:
    """The highest scores of everybody on both sides, and all that is pinned."""
    scores = asked.judged.scores
    promising = np.zeros(pairs.shape, np.bool_)
    promising[leading(scores, pairs, STARTING)] = True
    promising.T[leading(scores.T, pairs.T, STARTING)] = True
    promising |= asked.judged.pinned & pairs
    if asked.forced is not None:
        promising[asked.forced] = True
    return promising


def _missing(asked: Objective, outside: Mask, solution: Solution) -> tuple[Ints, Ints]:
    """For each mentor the MORE pairs outside that promise most, lane by lane."""
    found_rows, found_columns = [], []
    for block in blocks(len(outside)):
        rows, columns = gaining(asked, outside, solution, block)
        promised = gains(asked, solution, rows, columns)
        order = np.lexsort((*(-lane for lane in promised[::-1]), rows))
        rows, columns = rows[order], columns[order]
        first_of_row = np.searchsorted(rows, rows)
        few = np.arange(len(rows)) - first_of_row < MORE
        found_rows.append(rows[few])
        found_columns.append(columns[few])
    return np.concatenate(found_rows), np.concatenate(found_columns)
