"""Plans as rows: what of a run is kept, and in which shape."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.joining.matching import engine
from turnabout.joining.matching.checks import broken_rules
from turnabout.joining.matching.counted import ON_TOP, counts_of, on_top, own_score
from turnabout.joining.matching.engine.plan import RunnerUp
from turnabout.joining.matching.engine.ways import is_plain
from turnabout.joining.matching.gaps import Gap
from turnabout.joining.matching.helps import helps_for
from turnabout.joining.matching.models import Proposal, Run, Wish
from turnabout.joining.matching.problem import Members

NEXT_BEST = 3
TRIED_WITHOUT = 2000


@transaction.atomic
def save_run(
    run: Run,
    problem: engine.Problem,
    plan: engine.Plan,
    members: Members,
    *,
    keeping: Mapping[str, int] | None = None,
) -> Run:
    """Keep the whole plan, or nothing of it; a plan that came first stays."""
    kept = problem.rules.kept
    saved = Run.objects.filter(pk=run.pk, finished_at=None).update(
        finished_at=now(),
        claimed_until=None,
        certificate=_certificate(plan),
        counts=counts_of(problem, plan) | {"keeping": dict(keeping or {})},
        parting=_parting(problem, plan, members),
        left_out=_left_out(problem, plan, members),
    )
    if saved:
        next_best = _next_best(problem, plan.runners_up, members)
        by_hand = _reasons_by_hand(run)
        Proposal.objects.bulk_create(
            Proposal(
                run=run,
                mentor=members.mentors[pair.mentor],
                mentee=members.mentees[pair.mentee],
                score=own_score(pair),
                stays=(pair.mentor, pair.mentee) in kept,
                by_hand_reason=by_hand.get((pair.mentor, pair.mentee), "") if pair.pinned else "",
                parts=parts_as_data(pair),
                why_not=[*next_best["mentee", pair.mentee], *next_best["mentor", pair.mentor]],
            )
            for pair in plan.pairs
        )
        audit.record("run_computed", about=run, pairs=len(plan.pairs))
    run.refresh_from_db()
    return run


def _certificate(plan: engine.Plan) -> dict[str, Any]:
    """The verdict of the proof. Prices stay out: only runs from the shell write them down."""
    proof = plan.certificate
    return {
        "is_optimal": proof.is_optimal,
        "gap": None if proof.is_optimal else Gap.of(proof).as_data(),
        "reached": dict(proof.reached),
        "is_fairest": plan.floor is not None,
        "pins_not_kept": len(plan.pins_not_kept),
    }


def parts_as_data(pair: engine.Pair) -> list[dict[str, Any]]:
    """The parts of a score as the page shows them: returns and hopes count as wishes together."""
    shown = {"wishes": "topics", "returns": "wishes", "hopes": "wishes"}
    shown |= {"hours_in_common": "hours", "distance": "distance", "style": "style"}
    shown |= {"rankings": "asked_for", "kept": "kept", "first": "first", "again": "again"}
    parts: dict[str, dict[str, Any]] = {}
    for reason in pair.parts:
        if reason.rule in ON_TOP and not reason.points:
            continue
        name = shown.get(reason.rule) or f"{reason.rule}:{reason.detail['column']}"
        part = parts.setdefault(
            name,
            {"part": name, "points": 0, "weight": 0, "detail": {}},
        )
        part["points"] += reason.points
        part["weight"] += reason.weight
        part["detail"] |= dict(reason.detail)
    return list(parts.values())


def _next_best(
    problem: engine.Problem, runners_up: Iterable[RunnerUp], members: Members
) -> defaultdict[tuple[str, str], list[dict[str, Any]]]:
    """For each person, who would come next: public ids of memberships, with the score."""
    found: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for one in runners_up:
        is_for_mentee = one.for_side == "mentee"
        person = one.mentee if is_for_mentee else one.mentor
        rows = found[one.for_side, person]
        if len(rows) < NEXT_BEST:
            rows.append(
                {
                    "for": one.for_side,
                    "mentor": members.mentors[one.mentor].public_id,
                    "mentee": members.mentees[one.mentee].public_id,
                    "score": one.score - on_top(problem.rules, (one.mentor, one.mentee)),
                }
            )
    return found


def _left_out(problem: engine.Problem, plan: engine.Plan, members: Members) -> list[dict[str, Any]]:
    # Each change asks the rules about all pairs again, which only small cohorts have time for.
    helps = helps_for(problem, plan.unmatched) if is_plain(problem) else {}
    return [
        {
            "membership": (members.mentors if one.side == "mentor" else members.mentees)[
                one.person
            ].public_id,
            "side": one.side,
            "reason": one.reason,
            "possible": one.possible,
            "funnel": [
                {**rule_as_data(blocked.rule), "count": blocked.count} for blocked in one.blocked_by
            ],
            "helps": helps.get((one.side, one.person), []),
        }
        for one in plan.unmatched
    ]


def _parting(problem: engine.Problem, plan: engine.Plan, members: Members) -> list[dict[str, Any]]:
    """Living pairs that the plan would part: the rule in the way, and who has somebody else."""
    chosen = {(pair.mentor, pair.mentee) for pair in plan.pairs}
    served = {mentor for mentor, _ in chosen}, {mentee for _, mentee in chosen}
    banned = problem.rules.bans
    people = (
        {person.id: person for person in problem.mentors},
        {person.id: person for person in problem.mentees},
    )
    return [
        {
            "mentor": members.mentors[mentor].public_id,
            "mentee": members.mentees[mentee].public_id,
            "mentor_goes_on": mentor in served[0],
            "mentee_goes_on": mentee in served[1],
            "rules": [
                *([{"rule": "banned", "given": {}}] if (mentor, mentee) in banned else []),
                *(
                    rule_as_data(rule)
                    for rule in broken_rules(
                        problem.rules.hard, people[0][mentor], people[1][mentee]
                    )
                ),
            ],
        }
        for mentor, mentee in sorted(problem.rules.kept - chosen)
    ]


def cost_of_keeping(problem: engine.Problem, plan: engine.Plan) -> dict[str, int]:
    """What the others would gain if no living pair counted for more than a new one."""
    rules = problem.rules
    is_small = len(problem.mentors) + len(problem.mentees) <= TRIED_WITHOUT
    if not rules.kept or not rules.keep_weight or not is_small:
        return {}
    changed = replace(rules, keep_weight=0, pins=rules.pins - rules.kept)
    free = engine.solve(replace(problem, rules=changed))
    return {
        "served": free.served - plan.served,
        "places": free.places - plan.places,
        "points": free.total - sum(own_score(pair) for pair in plan.pairs),
    }


def _reasons_by_hand(run: Run) -> dict[tuple[str, str], str]:
    pins = Wish.objects.filter(programme_id=run.programme_id, kind=Wish.Kind.PIN)
    return {
        (mentor, mentee): reason
        for mentor, mentee, reason in pins.values_list(
            "mentor__person__public_id", "mentee__person__public_id", "reason"
        )
    }


def rule_as_data(rule: Any) -> dict[str, Any]:
    """A rule as rows keep it, so that a page can say it in words."""
    return {"rule": rule.kind, "given": _given(rule)}


def _given(rule: Any) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(rule).items()
        if value is None or isinstance(value, int | str)
    }
