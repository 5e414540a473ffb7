"""What pairs are worth beyond the prices of both people, lane by lane."""

import numpy as np

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.flow import Solution
from turnabout.joining.matching.engine.objective import TIE, Objective


def gains(asked: Objective, solution: Solution, rows: Ints, columns: Ints) -> list[Ints]:
    """For each lane the worth of pairs less both prices; rows and columns are broadcast."""
    return [
        asked.worth(lane, rows, columns)
        - solution.mentor_prices[rows, place]
        - solution.mentee_prices[columns, place]
        for place, lane in enumerate(asked.lanes)
    ]


def gaining(asked: Objective, pairs: Mask, solution: Solution, block: slice) -> tuple[Ints, Ints]:
    """Rows and columns of the pairs in a block of rows that are worth more than both prices.

    Lanes are compared like letters of a word. The draw comes last and is worked out only where
    all lanes before it are even.
    """
    even = pairs[block].copy()
    more = np.zeros(even.shape, np.bool_)
    columns = np.arange(even.shape[1])[None, :]
    rows = np.arange(block.start, block.stop)[:, None]
    for place, lane in enumerate(asked.lanes):
        mentors, mentees = solution.mentor_prices[block, place], solution.mentee_prices[:, place]
        if lane == TIE:
            at, column = np.nonzero(even)
            worth = asked.worth(lane, at + block.start, column)
            more[at, column] = worth > mentors[at] + mentees[column]
            break
        gain = asked.worth(lane, rows, columns) - mentors[:, None] - mentees[None, :]
        more |= even & (gain > 0)
        even &= gain == 0
    at, column = np.nonzero(more)
    return at + block.start, column
