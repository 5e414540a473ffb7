"""Late joiners and leavers: go on from where an earlier plan stood.

A plan keeps the pairs that promised something and the prices of its people. When a few join and
a few leave, nearly all of that still holds: the pairs of leavers go, the best ones of joiners come,
and the solver starts from the prices. What changes in the tiers of the objective only changes how
much the first places are worth, so prices are taken apart by the old scales and put together by
the new ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from turnabout.joining.matching.engine.candidates import Progress
from turnabout.joining.matching.engine.cohort import Cohort, Ints
from turnabout.joining.matching.engine.objective import (
    LANES,
    PLACES,
    SERVED,
    TIE,
    WORTH,
    Objective,
    objective,
)
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.plan import Plan
from turnabout.joining.matching.engine.pricing import STARTING, merged
from turnabout.joining.matching.engine.problem import Problem
from turnabout.joining.matching.engine.rules import units
from turnabout.joining.matching.engine.score.wishes import First, Kept
from turnabout.joining.matching.engine.solution import Edges, Solution
from turnabout.joining.matching.engine.solver import solve_watched, solver
from turnabout.joining.matching.engine.ways import way


@dataclass(frozen=True)
class Standing:
    """Where a plan stood: who was there, in the order of ids, which pairs were looked at with what
    scores (without what keeping gave them), and the prices by the scales of that time."""

    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    edges: Edges
    solution: Solution
    scales: dict[str, int]


@dataclass(frozen=True)
class Rematched:
    """The best plan over the pairs in hand: ids of mentor and mentee, and the total with what
    keeping gives. It has no proof yet: `solve_from(problem, standing)` looks at all pairs."""

    pairs: tuple[tuple[str, str], ...]
    total: int
    standing: Standing


@dataclass(frozen=True)
class Start:
    """What the solver begins with for the people of now."""

    asked: Objective
    edges: Edges
    before: Solution


def solve_from(problem: Problem, standing: Standing | None = None) -> tuple[Plan, Standing]:
    """The proven plan that `solve` gives, without reasons, and where it stands.

    With the `standing` of an earlier plan it starts from there, and only takes less time. People
    who stayed may have changed in anything: the proof is over all pairs of now, and pairs whose
    score is another today are looked at anew. Raises ProofError if the plan cannot be proven.
    """
    seen: list[Edges] = []

    def watch(_progress: Progress, edges: Edges, _solution: Solution) -> bool:
        seen[:] = [edges]
        return False

    edges = before = None
    if standing is not None:
        start = started(problem, standing)
        there = way(problem).walk(start.asked)
        scores = there.scores_of(start.edges.rows, start.edges.columns)
        good = scores >= 0
        edges = Edges(start.edges.rows[good], start.edges.columns[good], scores[good])
        before = start.before
    plan, solution = solve_watched(problem, explain=False, watch=watch, edges=edges, before=before)
    scales = dict(plan.certificate.scales)
    return plan, _standing(problem, problem.cohort(), seen[0], solution, scales)


def rematch(problem: Problem, standing: Standing) -> Rematched:
    """The best plan over the pairs in hand and the best ones of those who joined.

    For the same rules and people as before but for joiners and leavers, and for `kept` pairs and
    their weight; somebody who changed leaves and joins under another id, or `solve_from` is asked.
    `fairest` is passed over. Served people come first as ever, so nobody is dropped who can stay.
    """
    return settled(problem, started(problem, standing))


def settled(problem: Problem, start: Start) -> Rematched:
    """Settle a start, from the prices that it comes with."""
    solution = solver(problem)(start.asked, start.edges, start.before, True)
    cohort = start.asked.cohort
    pairs = tuple(
        (cohort.mentors[row].id, cohort.mentees[column].id)
        for row, column in zip(solution.rows.tolist(), solution.columns.tolist(), strict=True)
    )
    scales = dict(start.asked.scales)
    stands = _standing(problem, cohort, start.edges, solution, scales)
    return Rematched(pairs, int(solution.scores.sum()), stands)


def started(problem: Problem, standing: Standing) -> Start:
    """The pairs in hand of those who are there now, with the best ones of joiners, and prices."""
    now = way(problem)
    cohort = now.cohort
    asked = objective(cohort, now.pinned, problem.rules)
    mentor_at = _places(standing.mentors, cohort.mentor_at)
    mentee_at = _places(standing.mentees, cohort.mentee_at)
    rows, columns = mentor_at[standing.edges.rows], mentee_at[standing.edges.columns]
    stay = (rows >= 0) & (columns >= 0)
    rows, columns = rows[stay], columns[stay]
    scores = standing.edges.scores[stay] + _keeping(problem, cohort, rows, columns)
    old = Edges(rows, columns, scores)
    return Start(
        asked,
        merged([*_of_joiners(problem, cohort, mentor_at, mentee_at), old]),
        _carried(standing, asked, mentor_at, mentee_at),
    )


def _standing(
    problem: Problem, cohort: Cohort, edges: Edges, solution: Solution, scales: dict[str, int]
) -> Standing:
    kept = _keeping(problem, cohort, edges.rows, edges.columns)
    return Standing(
        tuple(one.id for one in cohort.mentors),
        tuple(one.id for one in cohort.mentees),
        Edges(edges.rows, edges.columns, edges.scores - kept),
        solution,
        scales,
    )


def _places(ids: Sequence[str], at: dict[str, int]) -> Ints:
    """Where people are now, -1 for those who left."""
    return np.array([at.get(one, -1) for one in ids], np.int64)


def _keeping(problem: Problem, cohort: Cohort, rows: Ints, columns: Ints) -> Ints:
    """What is on top of the scores of pairs: keeping, and coming first."""
    rules = problem.rules
    found = np.zeros(len(rows), np.int64)
    if rules.kept and units(rules.keep_weight):
        found += Kept(rules.keep_weight, rules.kept).listed(cohort).at(rows, columns)
    if rules.first and units(rules.first_weight):
        found += First(rules.first_weight, rules.first).listed(cohort).at(rows, columns)
    return found


def _of_joiners(problem: Problem, cohort: Cohort, mentor_at: Ints, mentee_at: Ints) -> list[Edges]:
    """The best pairs of those who were not there before, from both sides."""
    new_mentors = np.setdiff1d(np.arange(len(cohort.mentors)), mentor_at)
    new_mentees = np.setdiff1d(np.arange(len(cohort.mentees)), mentee_at)
    found = []
    if len(new_mentors):
        some = _best(problem, _some(cohort.mentors, new_mentors), cohort.mentees, by_mentor=True)
        found.append(Edges(new_mentors[some.rows], some.columns, some.scores))
    if len(new_mentees):
        some = _best(problem, cohort.mentors, _some(cohort.mentees, new_mentees), by_mentor=False)
        found.append(Edges(some.rows, new_mentees[some.columns], some.scores))
    return found


def _some(people: tuple[Person, ...], at: Ints) -> tuple[Person, ...]:
    return tuple(people[one] for one in at.tolist())


def _best(
    problem: Problem, mentors: tuple[Person, ...], mentees: tuple[Person, ...], *, by_mentor: bool
) -> Edges:
    part = way(Problem(mentors, mentees, problem.rules))
    walk = part.walk(objective(part.cohort, part.pinned, problem.rules))
    pins = part.pinned
    scores = walk.scores_of(pins.rows, pins.columns)
    there = scores >= 0
    special = Edges(pins.rows[there], pins.columns[there], scores[there])
    return merged([walk.leading(STARTING, "mentor" if by_mentor else "mentee"), special])


def _carried(standing: Standing, asked: Objective, mentor_at: Ints, mentee_at: Ints) -> Solution:
    """The plan before without those who left, and prices for everybody who is there now."""
    mentors, mentees = asked.cohort.shape
    before = standing.solution
    rows, columns = mentor_at[before.rows], mentee_at[before.columns]
    stay = (rows >= 0) & (columns >= 0)
    return Solution(
        rows[stay],
        columns[stay],
        before.scores[stay],
        _prices(before.mentor_prices, mentor_at, mentors, standing, asked),
        _prices(before.mentee_prices, mentee_at, mentees, standing, asked),
    )


def _prices(before: Ints, places: Ints, people: int, standing: Standing, asked: Objective) -> Ints:
    """Prices by the scales of now; whoever joined starts at what is usual on her side."""
    prices = np.zeros((people, LANES), np.int64)
    stayed = places >= 0
    if not stayed.any():
        return prices
    worth, left = np.zeros(len(before), np.int64), before[:, WORTH].copy()
    for tier in (SERVED, PLACES):
        scale = standing.scales.get(tier)
        if scale:
            times = (2 * left + scale) // (2 * scale)
            left -= times * scale
            worth += times * asked.scales.get(tier, 0)
    worth += left
    prices[:, WORTH] = int(np.median(worth[stayed]))
    prices[places[stayed], WORTH] = worth[stayed]
    prices[places[stayed], TIE] = before[stayed, TIE]
    return prices
