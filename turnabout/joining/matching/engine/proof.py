"""Linear-programming duality in whole numbers: why no other plan is better.

Each person has a price per lane. For any prices, no plan is worth more than

    the sum over people, over their bundles of places, of size * max(0, worth + price)
    + the sum over permitted pairs of max(0, worth - mentor's price - mentee's price)

where a worth is two numbers, the packed tiers and the draw, compared like words in a dictionary.
A plan that reaches the bound is optimal. The check needs the plan, the prices and the people, not
the solver.
"""

from collections.abc import Collection

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Ints
from turnabout.joining.matching.engine.errors import ProofError
from turnabout.joining.matching.engine.objective import (
    LANES,
    PINS,
    PLACES,
    SERVED,
    TOTAL,
    Objective,
    bundles,
    wanted_places,
)
from turnabout.joining.matching.engine.plan import Certificate, Side
from turnabout.joining.matching.engine.pricing import exact_sum, of_people
from turnabout.joining.matching.engine.solution import Solution


def sides(of_mentors: Ints, of_mentees: Ints) -> tuple[tuple[Side, Ints], tuple[Side, Ints]]:
    """Something of both sides, each with its name."""
    return ("mentor", of_mentors), ("mentee", of_mentees)


def tiers_of(asked: Objective, solution: Solution) -> dict[str, int]:
    """What a solution reaches in each tier, and in the draw."""
    served = places = 0
    for side, chosen in sides(solution.rows, solution.columns):
        wanted = wanted_places(asked.cohort, side)
        taken = np.bincount(chosen, minlength=len(wanted))
        served += int(np.count_nonzero(taken))
        places += int(np.minimum(taken, wanted).sum())
    kept = exact_sum(asked.pinned.at(solution.rows, solution.columns))
    found = {PINS: kept, SERVED: served, PLACES: places, TOTAL: exact_sum(solution.scores)}
    return {tier: found[tier] for tier in asked.scales if tier in found}


def certificate_of(
    asked: Objective,
    solution: Solution,
    gained: tuple[int, int],
    *,
    violators: int = 0,
    score_from: int | None = None,
) -> Certificate:
    """The value of a solution beside the bound that its prices give.

    `gained` is the sum over all pairs of what they are worth beyond both prices, lane by lane, and
    `violators` how many of them are outside the solution.
    """
    mentors, mentees = (
        of_people(asked, side, prices)
        for side, prices in sides(solution.mentor_prices, solution.mentee_prices)
    )
    return Certificate(
        dict(asked.scales),
        tiers_of(asked, solution),
        _value(asked, solution),
        (mentors[0] + mentees[0] + gained[0], mentors[1] + mentees[1] + gained[1]),
        solution.mentor_prices,
        solution.mentee_prices,
        violators,
        score_from,
    )


def _value(asked: Objective, solution: Solution) -> tuple[int, int]:
    worth = exact_sum(asked.worth(solution.rows, solution.columns, solution.scores))
    for side, chosen in sides(solution.rows, solution.columns):
        sizes = bundles(asked.cohort, side)
        taken = np.bincount(chosen, minlength=len(sizes))
        before = np.cumsum(sizes, axis=1) - sizes
        used = np.clip(taken[:, None] - before, 0, sizes)
        worth += exact_sum(used * asked.bundle_worth(side))
    return worth, exact_sum(asked.lots(solution.rows, solution.columns))


def places_of(cohort: Cohort, pairs: Collection[tuple[str, str]]) -> tuple[Ints, Ints]:
    """Rows and columns of pairs of ids. Raises ProofError for a stranger, or a pair twice."""
    try:
        rows = np.array([cohort.mentor_at[mentor] for mentor, _ in pairs], np.int64)
        columns = np.array([cohort.mentee_at[mentee] for _, mentee in pairs], np.int64)
    except KeyError as stranger:
        raise ProofError(f"nobody is called {stranger}") from stranger
    if len(set(pairs)) < len(pairs):
        raise ProofError("two people are paired twice")
    return rows, columns


def refuse_too_many(cohort: Cohort, rows: Ints, columns: Ints) -> None:
    """Raise ProofError where somebody has more partners than she takes."""
    for side, chosen in sides(rows, columns):
        limit = bundles(cohort, side).sum(axis=1)
        if (np.bincount(chosen, minlength=len(limit)) > limit).any():
            raise ProofError("somebody has more partners than she takes")


def prices_of(given: Ints, people: int) -> Ints:
    """Prices as people by lanes. Raises ProofError where one is missing."""
    prices = np.asarray(given, np.int64)
    if prices.shape != (people, LANES):
        raise ProofError("the prices are not those of these people")
    return prices
