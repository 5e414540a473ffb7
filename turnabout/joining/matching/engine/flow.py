"""From pairs that may be chosen to the best plan over them, and the prices that prove it."""

import numpy as np

from turnabout.joining.matching.engine.network import Network, settle
from turnabout.joining.matching.engine.objective import Objective, bundles
from turnabout.joining.matching.engine.solution import Edges, Solution


def best(objective: Objective, edges: Edges, before: Solution | None, draw: bool) -> Solution:
    """The best plan over pairs that may be chosen.

    Mentors and mentees are nodes, and one node more is where all flow starts and ends: from it
    come a mentor's bundles of places, to it go a mentee's. A pair is an arc for one unit, so
    nobody meets the same partner twice. Both lanes are settled at once, whatever went before.
    """
    cohort = objective.cohort
    mentor_bundles, mentee_bundles = bundles(cohort, "mentor"), bundles(cohort, "mentee")
    mentor_of, mentor_bundle = np.nonzero(mentor_bundles)
    mentee_of, mentee_bundle = np.nonzero(mentee_bundles)
    first_mentee = len(cohort.mentors)
    ground = first_mentee + len(cohort.mentees)
    network = Network(
        ground + 1,
        np.concatenate([edges.rows, np.full(len(mentor_of), ground), first_mentee + mentee_of]),
        np.concatenate([first_mentee + edges.columns, mentor_of, np.full(len(mentee_of), ground)]),
        np.concatenate(
            [
                np.ones(len(edges.rows), np.int64),
                mentor_bundles[mentor_of, mentor_bundle],
                mentee_bundles[mentee_of, mentee_bundle],
            ]
        ),
    )
    worth = np.concatenate(
        [
            objective.worth(edges.rows, edges.columns, edges.scores),
            objective.bundle_worth("mentor")[mentor_of, mentor_bundle],
            objective.bundle_worth("mentee")[mentee_of, mentee_bundle],
        ]
    )
    lots = np.zeros(len(worth), np.int64)
    lots[: len(edges.rows)] = objective.lots(edges.rows, edges.columns)
    flow, potentials = settle(network, [worth, lots])
    chosen = flow[: len(edges.rows)] > 0
    at_ground = potentials[:, [ground]]
    return Solution(
        edges.rows[chosen],
        edges.columns[chosen],
        edges.scores[chosen],
        (potentials[:, :first_mentee] - at_ground).T,
        (at_ground - potentials[:, first_mentee:ground]).T,
    )
