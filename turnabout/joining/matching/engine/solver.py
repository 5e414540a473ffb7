"""The one verb of the engine: a problem in, a proven plan out."""

import numpy as np

from turnabout.joining.matching.engine.candidates import Solver, Watch, best_over, carry_on
from turnabout.joining.matching.engine.cohort import Cohort
from turnabout.joining.matching.engine.errors import ProofError
from turnabout.joining.matching.engine.judge import highest
from turnabout.joining.matching.engine.objective import Objective, objective
from turnabout.joining.matching.engine.plan import Certificate, Plan
from turnabout.joining.matching.engine.problem import Problem
from turnabout.joining.matching.engine.reasons import bare, explained, runners_up, unmatched
from turnabout.joining.matching.engine.solution import Edges, Solution
from turnabout.joining.matching.engine.ways import Way, way


def solve(problem: Problem, *, explain: bool = True) -> Plan:
    """The best plan for a problem, the same for every order of its people.

    Lexicographic: pins kept, people served on both sides, wanted places filled (if the rules say
    so), the total of the scores, and the draw. With `fairest`, the worst pair's score is made as
    high as it can be before the total. Without `explain` the plan has no reasons, only pairs and
    proof. Raises ProofError if the plan cannot be proven.
    """
    plan, _ = solve_watched(problem, explain=explain)
    if not plan.certificate.is_optimal:
        raise ProofError(f"{plan.certificate.value} is not {plan.certificate.bound}")
    return plan


def solve_watched(
    problem: Problem,
    *,
    explain: bool = True,
    watch: Watch = carry_on,
    edges: Edges | None = None,
    before: Solution | None = None,
) -> tuple[Plan, Solution]:
    """Solve while `watch` looks on; it may stop the run, and then the plan has a gap.

    A run that was stopped goes on from the `edges` and the prices of `before` that its watch saw.
    """
    chosen_way = way(problem)
    asked = objective(chosen_way.cohort, chosen_way.pinned, problem.rules)
    floor = fairest_floor(problem, chosen_way) if problem.rules.fairest else None
    score_from = floor.score_from - 1 if floor and floor.score_from is not None else None
    walk = chosen_way.walk(asked, score_from)
    solution, certificate = best_over(
        asked,
        walk,
        solver(problem),
        walk.starting() if edges is None else edges,
        before=before,
        watch=watch,
        score_from=score_from,
    )
    cohort = chosen_way.cohort
    pairs = bare(cohort, chosen_way.pinned, solution)
    together = {(pair.mentor, pair.mentee) for pair in pairs}
    plan = Plan(
        pairs=tuple(explained(cohort, problem.rules, pairs)) if explain else pairs,
        unmatched=unmatched(cohort, problem.rules, solution) if explain else (),
        served_mentors=len({mentor for mentor, _ in together}),
        served_mentees=len({mentee for _, mentee in together}),
        places=len(pairs),
        wanted_filled=_wanted_filled(cohort, solution),
        total=sum(pair.score for pair in pairs),
        runners_up=runners_up(cohort, walk, solution) if explain else (),
        pins_not_kept=tuple(sorted(problem.rules.pins - together)),
        certificate=certificate,
        floor=floor,
    )
    return plan, solution


def solver(problem: Problem) -> Solver:
    """What settles promising pairs: a library for small problems, compiled code for large ones."""
    from turnabout.joining.matching.engine.flow import best  # loads the library

    return best


def proven(
    problem: Problem, chosen_way: Way, asked: Objective, score_from: int | None = None
) -> Certificate:
    """The proof of the best solution for an objective. Raises ProofError if there is none."""
    walk = chosen_way.walk(asked, score_from)
    _, certificate = best_over(asked, walk, solver(problem), walk.starting(), score_from=score_from)
    if not certificate.is_optimal:
        raise ProofError(f"{certificate.value} is not {certificate.bound}")
    return certificate


def fairest_floor(problem: Problem, chosen_way: Way) -> Certificate | None:
    """The proof that fewer are served or placed once every score must be above the fairest floor.

    Its `score_from` is the first score that is too much to ask; None if nothing is. Halves the
    range of scores until it is found.
    """
    counting = objective(chosen_way.cohort, chosen_way.pinned, problem.rules, counting=True)
    best = proven(problem, chosen_way, counting).reached
    first_too_high: Certificate | None = None
    low, high = 1, highest(problem.rules) + 1
    while low < high:
        middle = (low + high) // 2
        certificate = proven(problem, chosen_way, counting, middle)
        if certificate.reached == best:
            low = middle + 1
        else:
            first_too_high, high = certificate, middle
    return first_too_high


def _wanted_filled(cohort: Cohort, solution: Solution) -> int:
    return sum(
        int(np.minimum(np.bincount(taken, minlength=len(side)), [one.wanted for one in side]).sum())
        for side, taken in ((cohort.mentors, solution.rows), (cohort.mentees, solution.columns))
    )
