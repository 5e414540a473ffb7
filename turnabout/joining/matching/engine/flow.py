"""From judged pairs to the best plan: the flow problem, and the answer read back from it."""

from dataclasses import dataclass

import numpy as np

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.network import Network, settle
from turnabout.joining.matching.engine.objective import Objective, bundle_worth, bundles


@dataclass(frozen=True)
class Solution:
    """The chosen pairs as rows and columns, and the prices: people by lanes."""

    rows: Ints
    columns: Ints
    mentor_prices: Ints
    mentee_prices: Ints


def best(objective: Objective, pairs: Mask) -> Solution:
    """The best plan over pairs that may be chosen.

    Mentors and mentees are nodes, and one node more is where all flow starts and ends: from it
    come a mentor's bundles of places, to it go a mentee's. A pair is an arc for one unit, so
    nobody meets the same partner twice.
    """
    cohort = objective.judged.cohort
    mentor_bundles, mentee_bundles = bundles(cohort.mentors), bundles(cohort.mentees)
    rows, columns = np.nonzero(pairs)
    mentor_of, mentor_bundle = np.nonzero(mentor_bundles)
    mentee_of, mentee_bundle = np.nonzero(mentee_bundles)
    first_mentee = len(cohort.mentors)
    ground = first_mentee + len(cohort.mentees)
    network = Network(
        ground + 1,
        np.concatenate([rows, np.full(len(mentor_of), ground), first_mentee + mentee_of]),
        np.concatenate([first_mentee + columns, mentor_of, np.full(len(mentee_of), ground)]),
        np.concatenate(
            [
                np.ones(len(rows), np.int64),
                mentor_bundles[mentor_of, mentor_bundle],
                mentee_bundles[mentee_of, mentee_bundle],
            ]
        ),
    )
    flow, potentials = settle(
        network,
        [
            np.concatenate(
                [
                    objective.worth(lane, rows, columns),
                    bundle_worth(lane, cohort.mentors)[mentor_of, mentor_bundle],
                    bundle_worth(lane, cohort.mentees)[mentee_of, mentee_bundle],
                ]
            )
            for lane in objective.lanes
        ],
    )
    chosen = flow[: len(rows)] > 0
    at_ground = potentials[:, [ground]]
    return Solution(
        rows[chosen],
        columns[chosen],
        (potentials[:, :first_mentee] - at_ground).T,
        (at_ground - potentials[:, first_mentee:ground]).T,
    )
