"""Why not this pair: the rule that forbids it, or the first lane in which its plan would be worse.

Private rules look like competition, so competition must look like private rules: figures are
given only for partners who are shown as runners-up anyway.
"""

from dataclasses import dataclass
from typing import Literal

from turnabout.joining.matching.engine.errors import ProblemError
from turnabout.joining.matching.engine.judge import PRIVATE, hard_rules, judge
from turnabout.joining.matching.engine.objective import TIE, objective
from turnabout.joining.matching.engine.plan import Certificate, Plan
from turnabout.joining.matching.engine.problem import Problem
from turnabout.joining.matching.engine.rules import HardRule
from turnabout.joining.matching.engine.solver import proven
from turnabout.joining.matching.engine.ways import way


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
    whole = problem.cohort()
    if mentor_id not in whole.mentor_at or mentee_id not in whole.mentee_at:
        raise ProblemError("nobody_called", f"{mentor_id} {mentee_id}")
    if any((pair.mentor, pair.mentee) == (mentor_id, mentee_id) for pair in plan.pairs):
        return WhyNot("in_plan")
    row, column = whole.mentor_at[mentor_id], whole.mentee_at[mentee_id]
    two = Problem((whole.mentors[row],), (whole.mentees[column],), problem.rules)
    blocked = int(judge(two).blocked[0, 0])
    if blocked >= 0:
        return WhyNot("rule", rule=hard_rules(problem.rules)[blocked])
    if whole.mentors[row].places == 0 or whole.mentees[column].places == 0:
        return WhyNot("no_places")
    shown = any((one.mentor, one.mentee) == (mentor_id, mentee_id) for one in plan.runners_up)
    if blocked == PRIVATE or not shown:
        return OTHERS_FIT_BETTER
    chosen_way = way(problem)
    asked = objective(chosen_way.cohort, chosen_way.pinned, problem.rules, forced=(row, column))
    certificate = proven(problem, chosen_way, asked, plan.certificate.score_from)
    return _first_difference(plan.certificate, certificate)


def _first_difference(best: Certificate, forced: Certificate) -> WhyNot:
    for tier, reached in best.reached.items():
        if reached != forced.reached[tier]:
            return WhyNot("lane", lane=tier, difference=reached - forced.reached[tier])
    return WhyNot("lane", lane="tie", difference=best.value[TIE] - forced.value[TIE])
