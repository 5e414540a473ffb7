"""What would help those without a partner, worked out after a run and kept with it."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.frame.programmes.models import Membership
from turnabout.joining.matching import engine
from turnabout.joining.matching.criteria import Counted
from turnabout.joining.matching.engine import Relaxation
from turnabout.joining.matching.engine.hard.columns import Different, Same
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.problem import Members, load_with_members
from turnabout.joining.matching.rules import RunRules, shared_out
from turnabout.joining.matching.services.saving import rule_as_data

TRIED_FOR = 1500
# Nobody is advised to let people mentor their own bosses, or to pair two who cannot talk.
NEVER_OFFERED = ("not_in_line", "shared_language", "banned", "not_again", "not_herself")
# Rules that a criterion of the programme makes, each known by its column.
OF_CRITERIA = (Different.kind, Same.kind)
# The weights that a coordinator sets, by the parts of the score that they alone decide.
WEIGHT_OF = {
    "wishes": "topics",
    "style": "style",
    "distance": "distance",
    "hours_in_common": "hours",
}


def work_out_help(run: Run, problem: engine.Problem, plan: engine.Plan, members: Members) -> bool:
    """Try small changes for those whom a run leaves out, and keep what each would do.

    Large cohorts are not tried, as each change costs as much as the run itself, and neither is a
    plan that was ended early.
    """
    is_worth_it = is_tried(problem) and plan.certificate.is_optimal
    found = engine.relaxations(problem, plan) if is_worth_it else ()
    as_data = [_as_data(one, members) for one in found if _is_offered(one)]
    return bool(Run.objects.filter(pk=run.pk, relaxations__isnull=True).update(relaxations=as_data))


def is_tried(problem: engine.Problem) -> bool:
    """Whether changes are tried for as many people as these."""
    return len(problem.mentors) + len(problem.mentees) <= TRIED_FOR


def help_out(run: Run) -> bool:
    """Work out what would help in a run that has not been looked at yet."""
    rules = RunRules.from_data(run.rules)
    problem, members = load_with_members(run.programme, rules=rules, salt=run.salt)
    return work_out_help(run, problem, engine.solve(problem), members)


def rules_with(run: Run, number: int) -> RunRules:
    """The rules of a run with one of its changes, to run again with them."""
    changes = run.relaxations or []
    if not 0 <= number < len(changes):
        raise Refusal(_("This change is not offered any more. Look at the run again."))
    change, rules = changes[number], RunRules.from_data(run.rules)
    match change["kind"]:
        case "loosen":
            return _loosened(rules, change["loosened"])
        case "leave_out":
            return _without(rules, change["rule"])
        case "weight":
            return _not_counting(rules, change["part"])
        case "place":
            more = [change["person"]]
        case _:
            more = [
                one["person"]
                for one in changes
                if (one["kind"], one["side"]) == ("place", change["side"])
            ]
    people = Membership.objects.filter(public_id__in=more)
    named = people.values_list("person__public_id", flat=True)
    supposed = (f"{change['side']}:{person}" for person in sorted(named))
    return replace(rules, supposes=(*rules.supposes, *supposed))


def _without(rules: RunRules, rule: dict[str, Any]) -> RunRules:
    if rule["rule"] not in OF_CRITERIA:
        return replace(rules, without=(*rules.without, rule["rule"]))
    left = tuple(one for one in rules.criteria if one.column != rule["given"]["column"])
    return replace(rules, criteria=left)


def _not_counting(rules: RunRules, part: str) -> RunRules:
    weights = {name: weight for name, weight in rules.weights.items() if name != part}
    left = tuple(one for one in rules.criteria if one.column != part)
    return replace(rules, weights=shared_out(weights), criteria=left)


def _loosened(rules: RunRules, rule: dict[str, Any]) -> RunRules:
    given = rule["given"]
    if rule["rule"] == "no_common_manager":
        return replace(rules, common_manager_levels=given["within"])
    most = given["most"]
    return replace(rules, level_gap=given["least"] if most is None else -most)


def _is_offered(one: Relaxation) -> bool:
    if one.rule is not None:
        return one.rule.kind not in NEVER_OFFERED
    return not one.part or bool(_weight_of(one))


def _weight_of(one: Relaxation) -> str:
    return one.column if one.part == Counted.kind else WEIGHT_OF.get(one.part, "")


def _as_data(one: Relaxation, members: Members) -> dict[str, Any]:
    sides = {"mentor": members.mentors, "mentee": members.mentees}
    return {
        "kind": one.kind,
        "rule": rule_as_data(one.rule) if one.rule is not None else None,
        "loosened": rule_as_data(one.loosened) if one.loosened is not None else None,
        "side": one.side or "",
        "person": sides[one.side][one.person].public_id if one.side and one.person else "",
        "part": _weight_of(one),
        "served": one.served,
        "places": one.places,
        "total": one.total,
        "helped": [sides[side][person].public_id for side, person in one.helped],
        "dropped": [sides[side][person].public_id for side, person in one.dropped],
    }
