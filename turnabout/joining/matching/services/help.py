"""What would help those without a partner, worked out after a run and kept with it."""

from typing import Any

from turnabout.joining.matching import engine
from turnabout.joining.matching.engine import Relaxation
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.problem import Members, load_with_members
from turnabout.joining.matching.rules import RunRules
from turnabout.joining.matching.services.saving import rule_as_data

TRIED_FOR = 1500
# Nobody is advised to let people mentor their own bosses, or to pair who cannot talk.
NEVER_OFFERED = ("not_in_line",)


def work_out_help(run: Run, problem: engine.Problem, plan: engine.Plan, members: Members) -> bool:
    """Try small changes for those whom a run leaves out, and keep what each would do.

    Large cohorts are not tried: each change costs as much as the run itself.
    """
    is_small = len(problem.mentors) + len(problem.mentees) <= TRIED_FOR
    found = engine.relaxations(problem, plan) if is_small else ()
    as_data = [
        _as_data(one, members)
        for one in found
        if one.rule is None or one.rule.kind not in NEVER_OFFERED
    ]
    return bool(Run.objects.filter(pk=run.pk, relaxations=None).update(relaxations=as_data))


def help_out(run: Run) -> bool:
    """Work out what would help in a run that has not been looked at yet."""
    rules = RunRules.from_data(run.rules)
    problem, members = load_with_members(run.programme, rules=rules, salt=run.salt)
    return work_out_help(run, problem, engine.solve(problem), members)


def _as_data(one: Relaxation, members: Members) -> dict[str, Any]:
    sides = {"mentor": members.mentors, "mentee": members.mentees}
    return {
        "kind": one.kind,
        "rule": rule_as_data(one.rule) if one.rule is not None else None,
        "loosened": rule_as_data(one.loosened) if one.loosened is not None else None,
        "side": one.side or "",
        "person": sides[one.side][one.person].public_id if one.side and one.person else "",
        "part": one.part,
        "served": one.served,
        "places": one.places,
        "total": one.total,
        "helped": len(one.helped),
        "dropped": len(one.dropped),
    }
