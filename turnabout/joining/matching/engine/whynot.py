"""Why not this pair: the rule that forbids it, or the first lane in which its plan would be worse.

Private rules look like competition, so competition must look like private rules: figures are
given only for partners who are shown as runners-up anyway.
"""

from dataclasses import dataclass
from typing import Literal

from turnabout.joining.matching.engine.errors import ProblemError
from turnabout.joining.matching.engine.judge import PRIVATE, choosable, judge
from turnabout.joining.matching.engine.objective import objective
from turnabout.joining.matching.engine.plan import Plan
from turnabout.joining.matching.engine.problem import Problem
from turnabout.joining.matching.engine.rules import HardRule
from turnabout.joining.matching.engine.solver import proven


@dataclass(frozen=True)
class WhyNot:
    """`lane` and `difference` for kind "lane", `rule` for kind "rule", otherwise neither."""

    kind: Literal["in_plan", "rule", "no_places", "others_fit_better", "lane"]
    rule: HardRule | None = None
    lane: str | None = None
    difference: int = 0


OTHERS_FIT_BETTER = WhyNot("others_fit_better")


def why_not(problem: Problem, plan: Plan, mentor_id: str, mentee_id: str) -> WhyNot:
    """What stands in the way of a pair, given the plan that `solve` made of the same problem."""
    judged = judge(problem)
    cohort = judged.cohort
    if mentor_id not in cohort.mentor_at or mentee_id not in cohort.mentee_at:
        raise ProblemError("nobody_called", f"{mentor_id} {mentee_id}")
    if any((pair.mentor, pair.mentee) == (mentor_id, mentee_id) for pair in plan.pairs):
        return WhyNot("in_plan")
    row, column = cohort.mentor_at[mentor_id], cohort.mentee_at[mentee_id]
    if judged.blocked[row, column] >= 0:
        return WhyNot("rule", rule=judged.rules[judged.blocked[row, column]])
    if cohort.mentors[row].places == 0 or cohort.mentees[column].places == 0:
        return WhyNot("no_places")
    shown = any((one.mentor, one.mentee) == (mentor_id, mentee_id) for one in plan.runners_up)
    if judged.blocked[row, column] == PRIVATE or not shown:
        return OTHERS_FIT_BETTER
    permitted = choosable(judged, plan.certificate.score_from)
    asked = objective(judged, problem.rules, forced=(row, column))
    _, certificate = proven(asked, permitted)
    bonus = int(judged.pinned.sum()) + 1
    reached = (certificate.value[0] - bonus, *certificate.value[1:])
    less = [was - now for was, now in zip(plan.certificate.value, reached, strict=True)]
    first = next((place for place, less_here in enumerate(less) if less_here), len(less) - 1)
    return WhyNot("lane", lane=asked.lanes[first], difference=less[first])
