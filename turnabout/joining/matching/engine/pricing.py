"""What pairs are worth beyond the prices of both people, and what that adds up to."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.judge import Judged, blocks
from turnabout.joining.matching.engine.objective import LANES, TIE, WORTH, Objective, bundles
from turnabout.joining.matching.engine.plan import Side
from turnabout.joining.matching.engine.ranking import leading
from turnabout.joining.matching.engine.solution import Edges, Solution

AT_ONCE = 300_000
IN_HAND = 300_000
STARTING = 16


@dataclass(frozen=True)
class Gaining:
    """The most promising pairs worth more than both prices, and the sum of all such gains.

    `count` is how many there are; `total` has a whole number of any size for each lane.
    """

    edges: Edges
    count: int
    total: tuple[int, int]


class Walk(Protocol):
    """All pairs that a plan may hold, walked without keeping them."""

    @property
    def asked(self) -> Objective: ...

    def starting(self) -> Edges:
        """The candidates to begin with: pins are always among them."""
        ...

    def leading(self, count: int, side: Side) -> Edges:
        """The `count` highest scores of everybody on a side, person after person, best first."""
        ...

    def scores_of(self, rows: Ints, columns: Ints) -> Ints:
        """The scores of some pairs, -1 for those that no plan may hold."""
        ...

    def gaining(
        self, mentor_prices: Ints, mentee_prices: Ints, *, most: int, draw: bool
    ) -> Gaining:
        """Pairs worth more than both prices, up to `most` for each person of one side.

        Lanes are compared like letters of a word; without `draw` the second is passed over.
        """
        ...


def is_positive(worth: Ints, lot: Ints) -> Mask:
    """Which numbers of two lanes are above zero."""
    above: Mask = (worth > 0) | ((worth == 0) & (lot > 0))
    return above


def exact_sum(numbers: Ints) -> int:
    """A sum that cannot overflow: high and low halves apart, then joined as Python integers."""
    return (int((numbers >> 32).sum()) << 32) + int((numbers & 0xFFFFFFFF).sum())


def of_people(asked: Objective, side: Side, prices: Ints) -> tuple[int, ...]:
    """The sum over people and their bundles of size times the gain, where there is one."""
    sizes = bundles(asked.cohort, side)
    worth = asked.bundle_worth(side) + prices[:, [WORTH]]
    lot = np.broadcast_to(prices[:, [TIE]], worth.shape)
    counted = np.where(is_positive(worth, lot), sizes, 0)
    return tuple(
        sum(exact_sum(gain[counted == size]) * size for size in np.unique(counted).tolist())
        for gain in (worth, lot)
    )


@dataclass(frozen=True)
class PlainWalk:
    """The walk over pairs that are all judged already, in plain arrays."""

    asked: Objective
    judged: Judged
    pairs: Mask

    def leading(self, count: int, side: Side) -> Edges:
        if side == "mentor":
            rows, columns = leading(self.judged.scores, self.pairs, count, self._lots)
        else:
            turned = self.judged.scores.T, self.pairs.T
            columns, rows = leading(*turned, count, self._lots_of_mentees)
        return self._edges(rows, columns)

    def starting(self) -> Edges:
        """All pairs if they are few, otherwise those that promise most."""
        if np.count_nonzero(self.pairs) <= AT_ONCE:
            return self._edges(*np.nonzero(self.pairs))
        pins, forced = self.asked.pinned, self.asked.forced
        rows = np.append(pins.rows, [] if forced is None else [forced[0]]).astype(np.int64)
        columns = np.append(pins.columns, [] if forced is None else [forced[1]]).astype(np.int64)
        there = self.pairs[rows, columns]
        return promising(self, self._edges(rows[there], columns[there]))

    def scores_of(self, rows: Ints, columns: Ints) -> Ints:
        scores = self.judged.scores[rows, columns].astype(np.int64)
        return np.where(self.pairs[rows, columns], scores, -1)

    def _lots(self, block: slice) -> Ints:
        rows = np.arange(block.start, block.stop)[:, None]
        return self.asked.lots(rows, np.arange(self.pairs.shape[1])[None, :])

    def _lots_of_mentees(self, block: slice) -> Ints:
        columns = np.arange(block.start, block.stop)[:, None]
        return self.asked.lots(np.arange(self.pairs.shape[0])[None, :], columns)

    def _edges(self, rows: Ints, columns: Ints) -> Edges:
        return Edges(rows, columns, self.judged.scores[rows, columns].astype(np.int64))

    def gaining(
        self, mentor_prices: Ints, mentee_prices: Ints, *, most: int, draw: bool
    ) -> Gaining:
        kept: list[Edges] = []
        count, total = 0, [0] * LANES
        for block in blocks(len(self.pairs)):
            rows, columns = np.nonzero(self.pairs[block])
            rows = rows + block.start
            scores = self.judged.scores[rows, columns].astype(np.int64)
            worth = self.asked.worth(rows, columns, scores)
            worth -= mentor_prices[rows, WORTH] + mentee_prices[columns, WORTH]
            even = np.flatnonzero(worth >= 0)
            rows, columns, scores, worth = rows[even], columns[even], scores[even], worth[even]
            lot = np.zeros(len(rows), np.int64)
            if draw:
                lot = self.asked.lots(rows, columns)
                lot -= mentor_prices[rows, TIE] + mentee_prices[columns, TIE]
            more = is_positive(worth, lot)
            rows, columns, scores = rows[more], columns[more], scores[more]
            worth, lot = worth[more], lot[more]
            count += len(rows)
            total = [total[WORTH] + exact_sum(worth), total[TIE] + exact_sum(lot)]
            order = np.lexsort((-lot, -worth, rows))
            few = order[np.arange(len(rows)) - np.searchsorted(rows, rows[order]) < most]
            kept.append(Edges(rows[few], columns[few], scores[few]))
        return Gaining(merged(kept), count, (total[WORTH], total[TIE]))


def gaining_among(
    asked: Objective, edges: Edges | Solution, solution: Solution, *, draw: bool
) -> int:
    """How many of some pairs are worth more than both prices of a solution.

    Looks at some at a time: what it works out takes far more room than the pairs.
    """
    found = 0
    for start in range(0, len(edges.rows), IN_HAND):
        some = slice(start, start + IN_HAND)
        rows, columns = edges.rows[some], edges.columns[some]
        prices, others = solution.mentor_prices[rows], solution.mentee_prices[columns]
        worth = asked.worth(rows, columns, edges.scores[some])
        worth -= prices[:, WORTH] + others[:, WORTH]
        lot = np.zeros(len(rows), np.int64)
        if draw:
            lot = asked.lots(rows, columns) - prices[:, TIE] - others[:, TIE]
        found += int(np.count_nonzero(is_positive(worth, lot)))
    return found


def promising(walk: Walk, special: Edges) -> Edges:
    """The highest scores of everybody on the smaller side, and pairs that must not be missed."""
    mentors, mentees = walk.asked.cohort.shape
    side: Side = "mentor" if mentors <= mentees else "mentee"
    return merged([walk.leading(STARTING, side), special])


def merged(several: list[Edges]) -> Edges:
    """The pairs of several lists, each once."""
    nobody = np.zeros(0, np.int64)
    width = 1 + max((int(one.columns.max(initial=0)) for one in several), default=0)
    keys = np.concatenate([nobody, *(one.rows * width + one.columns for one in several)])
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = order[np.diff(keys, prepend=-1) != 0]
    del keys, order  # of a large problem they take much room
    return Edges(
        np.concatenate([nobody, *(one.rows for one in several)])[first],
        np.concatenate([nobody, *(one.columns for one in several)])[first],
        np.concatenate([nobody, *(one.scores for one in several)])[first],
    )
