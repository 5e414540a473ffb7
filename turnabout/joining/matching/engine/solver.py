"""The one verb of the engine: a problem in, a proven plan out."""

from dataclasses import replace

import numpy as np

from turnabout.joining.matching.engine.candidates import best_over
from turnabout.joining.matching.engine.cohort import Mask
from turnabout.joining.matching.engine.errors import ProofError
from turnabout.joining.matching.engine.flow import Solution
from turnabout.joining.matching.engine.judge import Judged, choosable, judge
from turnabout.joining.matching.engine.objective import TIE, TOTAL, Objective, objective
from turnabout.joining.matching.engine.plan import Certificate, Plan
from turnabout.joining.matching.engine.problem import Problem
from turnabout.joining.matching.engine.proof import certify
from turnabout.joining.matching.engine.reasons import pairs, runners_up, unmatched


def solve(problem: Problem) -> Plan:
    """The best plan for a problem, the same for every order of its people.

    Lexicographic: pins kept, people served on both sides, wanted places filled (if the rules say
    so), the total of the scores, and the draw. With `fairest`, the worst pair's score is made as
    high as it can be before the total. Raises ProofError if the plan cannot be proven.
    """
    judged = judge(problem)
    asked = objective(judged, problem.rules)
    floor = fairest_floor(asked) if problem.rules.fairest else None
    score_from = floor.score_from - 1 if floor and floor.score_from is not None else None
    permitted = choosable(judged, score_from)
    solution, certificate = proven(asked, permitted, score_from=score_from)
    return _plan(problem, judged, solution, certificate, floor)


def proven(
    asked: Objective, permitted: Mask, *, score_from: int | None = None
) -> tuple[Solution, Certificate]:
    """The best solution over these pairs, checked against its own bound."""
    solution = best_over(asked, permitted)
    certificate = certify(asked, permitted, solution, score_from=score_from)
    if not certificate.is_optimal:
        raise ProofError(f"{certificate.value} is not {certificate.bound}")
    return solution, certificate


def fairest_floor(asked: Objective) -> Certificate | None:
    """The proof that fewer are served or placed once every score must be above the fairest floor.

    Its `score_from` is the first score that is too much to ask; None if nothing is. Halves the
    list of scores until it is found.
    """
    judged = asked.judged
    counting = replace(asked, lanes=tuple(one for one in asked.lanes if one not in (TOTAL, TIE)))
    scores = np.unique(judged.scores[choosable(judged) & ~judged.pinned]).tolist()
    steps = [score + 1 for score in scores]
    best_value = proven(counting, choosable(judged))[1].value
    first_too_high: Certificate | None = None
    low, high = 0, len(steps)
    while low < high:
        middle = (low + high) // 2
        score_from = steps[middle]
        permitted = choosable(judged, score_from)
        _, certificate = proven(counting, permitted, score_from=score_from)
        if certificate.value == best_value:
            low = middle + 1
        else:
            first_too_high, high = certificate, middle
    return first_too_high


def _plan(
    problem: Problem,
    judged: Judged,
    solution: Solution,
    certificate: Certificate,
    floor: Certificate | None,
) -> Plan:
    chosen = pairs(judged, solution)
    together = {(pair.mentor, pair.mentee) for pair in chosen}
    cohort = judged.cohort
    wanted = sum(
        min(int(taken), person.wanted)
        for side, taken_by in ((cohort.mentors, solution.rows), (cohort.mentees, solution.columns))
        for person, taken in zip(side, np.bincount(taken_by, minlength=len(side)), strict=True)
    )
    permitted = choosable(judged, certificate.score_from)
    return Plan(
        pairs=chosen,
        unmatched=unmatched(judged, solution),
        served_mentors=len({mentor for mentor, _ in together}),
        served_mentees=len({mentee for _, mentee in together}),
        places=len(chosen),
        wanted_filled=wanted,
        total=sum(pair.score for pair in chosen),
        runners_up=runners_up(judged, solution, permitted),
        pins_not_kept=tuple(sorted(problem.rules.pins - together)),
        certificate=certificate,
        floor=floor,
    )
