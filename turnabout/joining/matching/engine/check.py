"""The check of a proof, from the people, the plan and its prices. It does not know the solver."""

from collections import Counter

import numpy as np

from turnabout.joining.matching.engine.errors import ProofError
from turnabout.joining.matching.engine.judge import highest
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

    Raises ProofError where the plan breaks a rule, a limit, or pairs two people twice, or where
    a least score is asked of pairs without a floor.
    """
    given, looked_at = plan.certificate, way(problem)
    if given.score_from != _asked_by(plan.floor) or (plan.floor and not problem.rules.fairest):
        raise ProofError("a least score is asked of pairs that no floor proves")
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
    placed than in the plan; and the plan has no pair below that but pins. Without a floor nothing
    is too much to ask, and each pair has the highest score there can be.
    """
    floor, looked_at = plan.floor, way(problem)
    cohort = looked_at.cohort
    rows, columns = places_of(cohort, [(pair.mentor, pair.mentee) for pair in plan.pairs])
    pins = looked_at.pinned.at(rows, columns)
    scores = (pair.score for pair, pin in zip(plan.pairs, pins, strict=True) if not pin)
    weakest = min(scores, default=None)
    if floor is None:
        return weakest is None or weakest >= highest(problem.rules)
    if floor.score_from is None:
        return False
    asked = objective(cohort, looked_at.pinned, problem.rules, counting=True)
    prices = (
        prices_of(floor.mentor_prices, len(cohort.mentors)),
        prices_of(floor.mentee_prices, len(cohort.mentees)),
    )
    nobody = np.zeros(0, np.int64)
    walk = looked_at.walk(asked, floor.score_from)
    gained = walk.gaining(*prices, most=0, draw=True).total
    bound = certificate_of(asked, Solution(nobody, nobody, nobody, *prices), gained).bound
    whole = Solution(rows, columns, np.zeros(len(rows), np.int64), *prices)
    reached = certificate_of(asked, whole, gained).value
    return bound[0] < reached[0] and (weakest is None or weakest >= floor.score_from - 1)


def _asked_by(floor: Certificate | None) -> int | None:
    """The least score that pairs may have beside a floor: one below the first that is too high."""
    return None if floor is None or floor.score_from is None else floor.score_from - 1


def check_figures(problem: Problem, plan: Plan) -> None:
    """Count the pairs anew. Raises ProofError where a figure of the plan is not what they give."""
    if any(
        pair.pinned != ((pair.mentor, pair.mentee) in problem.rules.pins) for pair in plan.pairs
    ):
        raise ProofError("a pair is not pinned as the rules say")
    taken = (
        Counter(pair.mentor for pair in plan.pairs),
        Counter(pair.mentee for pair in plan.pairs),
    )
    wanted = sum(
        min(counted[person.id], person.wanted)
        for side, counted in zip((problem.mentors, problem.mentees), taken, strict=True)
        for person in side
    )
    total = sum(pair.score for pair in plan.pairs)
    found = (len(taken[0]), len(taken[1]), len(plan.pairs), wanted, total)
    served = plan.served_mentors, plan.served_mentees
    if found != (*served, plan.places, plan.wanted_filled, plan.total):
        raise ProofError("a figure is not what the pairs give")
