"""The check of a proof, from the people, the plan and its prices. It does not know the solver."""

import numpy as np

from turnabout.joining.matching.engine.errors import ProofError
from turnabout.joining.matching.engine.objective import objective
from turnabout.joining.matching.engine.plan import Certificate, Plan
from turnabout.joining.matching.engine.pricing import gaining_among
from turnabout.joining.matching.engine.problem import Problem
from turnabout.joining.matching.engine.proof import (
    certificate_of,
    places_of,
    prices_of,
    refuse_too_many,
)
from turnabout.joining.matching.engine.solution import Solution
from turnabout.joining.matching.engine.ways import way


def check_proof(problem: Problem, plan: Plan) -> Certificate:
    """Work out value and bound anew from the people, the plan and its prices.

    Raises ProofError where the plan breaks a rule, a limit, or pairs two people twice.
    """
    given, looked_at = plan.certificate, way(problem)
    cohort = looked_at.cohort
    rows, columns = places_of(cohort, [(pair.mentor, pair.mentee) for pair in plan.pairs])
    asked = objective(cohort, looked_at.pinned, problem.rules)
    walk = looked_at.walk(asked, given.score_from)
    scores = walk.scores_of(rows, columns)
    if (scores < 0).any():
        raise ProofError("a pair is not permitted")
    refuse_too_many(cohort, rows, columns)
    if not np.array_equal(scores, [pair.score for pair in plan.pairs]):
        raise ProofError("a score is not what the rules give")
    mentor_prices = prices_of(given.mentor_prices, len(cohort.mentors))
    mentee_prices = prices_of(given.mentee_prices, len(cohort.mentees))
    solution = Solution(rows, columns, scores, mentor_prices, mentee_prices)
    gaining = walk.gaining(mentor_prices, mentee_prices, most=0, draw=True)
    return certificate_of(
        asked,
        solution,
        gaining.total,
        violators=gaining.count - gaining_among(asked, solution, solution, draw=True),
        score_from=given.score_from,
    )


def check_floor(problem: Problem, plan: Plan) -> bool:
    """Whether the plan's weakest pair is proven to be as good as one can be.

    The plan's `floor` has prices by which, from its `score_from` on, fewer people are served or
    placed than in the plan; and the plan has no pair below that but pins.
    """
    floor = plan.floor
    if floor is None or floor.score_from is None:
        return False
    looked_at = way(problem)
    cohort = looked_at.cohort
    asked = objective(cohort, looked_at.pinned, problem.rules, counting=True)
    prices = (
        prices_of(floor.mentor_prices, len(cohort.mentors)),
        prices_of(floor.mentee_prices, len(cohort.mentees)),
    )
    rows, columns = places_of(cohort, [(pair.mentor, pair.mentee) for pair in plan.pairs])
    nobody = np.zeros(0, np.int64)
    walk = looked_at.walk(asked, floor.score_from)
    gained = walk.gaining(*prices, most=0, draw=True).total
    bound = certificate_of(asked, Solution(nobody, nobody, nobody, *prices), gained).bound
    whole = Solution(rows, columns, np.zeros(len(rows), np.int64), *prices)
    reached = certificate_of(asked, whole, gained).value
    weakest = min((pair.score for pair in plan.pairs if not pair.pinned), default=None)
    return bound[0] < reached[0] and (weakest is None or weakest >= floor.score_from - 1)
