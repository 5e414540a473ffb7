"""The check of a proof, from the people, the plan and its prices. It does not know the solver."""

import numpy as np

from turnabout.joining.matching.engine.errors import ProofError
from turnabout.joining.matching.engine.objective import objective
from turnabout.joining.matching.engine.plan import Certificate, Plan
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
    gained = walk.gaining(mentor_prices, mentee_prices, most=0, draw=True).total
    return certificate_of(asked, solution, gained, score_from=given.score_from)
