"""What comes first: the lanes of the objective, and what a place or a pair is worth in each.

A person's places are up to three bundles: the first one, the further ones she wants, and the
rest. Being served is worth the first bundle, so the model stays a flow and the proof exact.
"""

from dataclasses import dataclass

import numpy as np

from turnabout.joining.matching.engine.cohort import Ints
from turnabout.joining.matching.engine.judge import Judged
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.rules import Rules
from turnabout.joining.matching.engine.ties import Words, draw, lots

PINS, SERVED, PLACES, TOTAL, TIE = "pins", "served", "places", "total", "tie"


@dataclass(frozen=True)
class Objective:
    """The lanes of a run, weightiest first, over judged pairs.

    `forced` is a pair (row, column) worth more than all pins together, to ask what would happen.
    """

    judged: Judged
    lanes: tuple[str, ...]
    mentor_words: Words
    mentee_words: Words
    forced: tuple[int, int] | None = None

    def worth(self, lane: str, rows: Ints, columns: Ints) -> Ints:
        """What pairs are worth in a lane; rows and columns are broadcast against each other."""
        if lane == TOTAL:
            return self.judged.scores[rows, columns].astype(np.int64)
        if lane == TIE:
            return lots(self.mentor_words[rows], self.mentee_words[columns])
        if lane != PINS:
            return np.zeros(np.broadcast_shapes(rows.shape, columns.shape), np.int64)
        worth = self.judged.pinned[rows, columns].astype(np.int64)
        if self.forced is not None:
            row, column = self.forced
            more = int(self.judged.pinned.sum()) + 1
            worth += more * ((rows == row) & (columns == column))
        return worth


def objective(judged: Judged, rules: Rules, *, forced: tuple[int, int] | None = None) -> Objective:
    """The objective that a programme's rules ask for."""
    places = (PLACES,) if rules.fill_places else ()
    words = draw(rules.salt, judged.cohort)
    return Objective(judged, (PINS, SERVED, *places, TOTAL, TIE), *words, forced)


def bundles(side: tuple[Person, ...]) -> Ints:
    """Places of people in three bundles: an array of people by 3."""
    return np.array([one.tiers for one in side], np.int64).reshape(len(side), 3)


def bundle_worth(lane: str, side: tuple[Person, ...]) -> Ints:
    """What a place in each bundle is worth in a lane: an array of people by 3."""
    worth = np.zeros((len(side), 3), np.int64)
    if lane == SERVED:
        worth[:, 0] = 1
    elif lane == PLACES:
        worth[:, 0] = [one.wanted > 0 for one in side]
        worth[:, 1] = 1
    return worth
