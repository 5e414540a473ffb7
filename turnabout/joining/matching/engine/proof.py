"""Linear-programming duality in whole numbers: why no other plan is better.

Each person has a price per lane. For any prices, no plan is worth more than

    the sum over people, over their bundles of places, of size * max(0, worth + price)
    + the sum over permitted pairs of max(0, worth - mentor's price - mentee's price)

where a worth is a row of numbers, one per lane, compared like words in a dictionary. A plan that
reaches the bound is optimal. The check needs the plan, the prices and the people, not the solver.
"""

from dataclasses import replace

import numpy as np

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.errors import ProofError
from turnabout.joining.matching.engine.flow import Solution
from turnabout.joining.matching.engine.judge import blocks, choosable, judge
from turnabout.joining.matching.engine.objective import (
    Objective,
    bundle_worth,
    bundles,
    objective,
)
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.plan import Certificate, Plan
from turnabout.joining.matching.engine.prices import gaining, gains
from turnabout.joining.matching.engine.problem import Problem


def positive(lanes: Ints) -> Mask:
    """Which rows of numbers are above zero, the first axis being the lanes."""
    above = np.zeros(lanes.shape[1:], np.bool_)
    open_yet = ~above
    for lane in lanes:
        above |= open_yet & (lane > 0)
        open_yet &= lane == 0
    return above


def _exact_sum(numbers: Ints) -> int:
    """A sum that cannot overflow: high and low halves apart, then joined as Python integers."""
    return (int((numbers >> 32).sum()) << 32) + int((numbers & 0xFFFFFFFF).sum())


def _of_people(asked: Objective, side: tuple[Person, ...], prices: Ints) -> list[int]:
    sizes = bundles(side)
    gains = np.stack(
        [bundle_worth(lane, side) + prices[:, [place]] for place, lane in enumerate(asked.lanes)]
    )
    counted = np.where(positive(gains), sizes, 0)
    return [
        sum(_exact_sum(gain[counted == size]) * size for size in np.unique(counted).tolist())
        for gain in gains
    ]


def _bound(asked: Objective, pairs: Mask, solution: Solution) -> tuple[int, ...]:
    cohort = asked.judged.cohort
    totals = [
        above + below
        for above, below in zip(
            _of_people(asked, cohort.mentors, solution.mentor_prices),
            _of_people(asked, cohort.mentees, solution.mentee_prices),
            strict=True,
        )
    ]
    for block in blocks(len(cohort.mentors)):
        rows, columns = gaining(asked, pairs, solution, block)
        totals = [
            total + _exact_sum(gain)
            for total, gain in zip(totals, gains(asked, solution, rows, columns), strict=True)
        ]
    return tuple(totals)


def _value(asked: Objective, rows: Ints, columns: Ints) -> tuple[int, ...]:
    cohort = asked.judged.cohort
    value = []
    for lane in asked.lanes:
        total = _exact_sum(asked.worth(lane, rows, columns))
        for side, chosen in ((cohort.mentors, rows), (cohort.mentees, columns)):
            taken = np.bincount(chosen, minlength=len(side))
            sizes = bundles(side)
            before = np.cumsum(sizes, axis=1) - sizes
            used = np.clip(taken[:, None] - before, 0, sizes)
            total += int((used * bundle_worth(lane, side)).sum())
        value.append(total)
    return tuple(value)


def certify(
    asked: Objective, pairs: Mask, solution: Solution, *, score_from: int | None = None
) -> Certificate:
    """The value of a solution beside the bound that its prices give."""
    return Certificate(
        asked.lanes,
        _value(asked, solution.rows, solution.columns),
        _bound(asked, pairs, solution),
        tuple(map(tuple, solution.mentor_prices.tolist())),
        tuple(map(tuple, solution.mentee_prices.tolist())),
        score_from,
    )


def check_proof(problem: Problem, plan: Plan) -> Certificate:
    """Work out value and bound anew from the people, the plan and its prices.

    Raises ProofError where the plan breaks a rule, a limit, or pairs two people twice.
    """
    judged = judge(problem)
    cohort, given = judged.cohort, plan.certificate
    try:
        rows = np.array([cohort.mentor_at[pair.mentor] for pair in plan.pairs], np.int64)
        columns = np.array([cohort.mentee_at[pair.mentee] for pair in plan.pairs], np.int64)
    except KeyError as stranger:
        raise ProofError(f"nobody is called {stranger}") from stranger
    permitted = choosable(judged, given.score_from)
    if not permitted[rows, columns].all():
        raise ProofError("a pair is not permitted")
    if len({(pair.mentor, pair.mentee) for pair in plan.pairs}) < len(plan.pairs):
        raise ProofError("two people are paired twice")
    for side, chosen in ((cohort.mentors, rows), (cohort.mentees, columns)):
        limit = np.array([one.places for one in side], np.int64)
        if (np.bincount(chosen, minlength=len(side)) > limit).any():
            raise ProofError("somebody has more partners than she takes")
    asked = replace(objective(judged, problem.rules), lanes=given.lanes)
    width = len(given.lanes)
    solution = Solution(
        rows,
        columns,
        np.array(given.mentor_prices, np.int64).reshape(len(cohort.mentors), width),
        np.array(given.mentee_prices, np.int64).reshape(len(cohort.mentees), width),
    )
    return certify(asked, permitted, solution, score_from=given.score_from)
