import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from statistics import fmean
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.ids import random_token
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.joining.applications.models import Application
from turnabout.joining.matching import engine
from turnabout.joining.matching.engine.plan import RunnerUp
from turnabout.joining.matching.helps import helps_for
from turnabout.joining.matching.models import Proposal, Run
from turnabout.joining.matching.problem import Members, load_with_members
from turnabout.joining.matching.rules import RunRules
from turnabout.joining.matching.words import problem_sentence

AT_ONCE = 400
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3
NEXT_BEST = 3
log = logging.getLogger(__name__)


def request_run(
    programme: Programme,
    *,
    name: str = "",
    rules: RunRules | None = None,
    by: Person,
    follows: int | None = None,
) -> Run:
    """Ask for a matching run. A small one is computed at once, a large one by the worker.

    `follows` is the number of the latest run that was on the page: the same asked again from the
    same page is a second tap, and gets the run that the first one began.
    """
    rules = rules or RunRules.of(programme)
    run = _note_run(programme, name=name, rules=rules, by=by, follows=follows)
    people = Application.objects.to_match().filter(membership__programme=programme).count()
    if people <= AT_ONCE:
        compute_run(run)
        run.refresh_from_db()
    return run


def compute_run(run: Run) -> bool:
    """Compute a run that waits. One worker at a time; what dies half way is taken up again."""
    at = now()
    claimed = Run.objects.waiting(at).filter(pk=run.pk)
    if not claimed.update(claimed_until=at + LEASE, attempts=F("attempts") + 1):
        return False
    run.refresh_from_db()
    if run.attempts > MOST_ATTEMPTS:
        _fail(run, _("The run was tried several times and did not end. Nothing was changed."))
        return False
    try:
        rules = RunRules.from_data(run.rules)
        problem, members = load_with_members(run.programme, rules=rules, salt=run.salt)
        save_run(run, problem, engine.solve(problem), members)
    except engine.ProblemError as error:
        _fail(run, problem_sentence(error))
        return False
    except engine.ProofError:
        log.exception("Run %s could not be proven.", run.public_id)
        _fail(run, _("The plan could not be proven to be the best, so it is not shown."))
        return False
    except Refusal as error:
        _fail(run, str(error))
        return False
    return True


@transaction.atomic
def save_run(run: Run, problem: engine.Problem, plan: engine.Plan, members: Members) -> Run:
    """Keep the whole plan, or nothing of it; a plan that came first stays."""
    saved = Run.objects.filter(pk=run.pk, finished_at=None).update(
        finished_at=now(),
        claimed_until=None,
        certificate=_certificate(plan),
        counts=_counts(problem, plan),
        left_out=_left_out(problem, plan, members),
    )
    if saved:
        next_best = _next_best(plan.runners_up, members)
        Proposal.objects.bulk_create(
            Proposal(
                run=run,
                mentor=members.mentors[pair.mentor],
                mentee=members.mentees[pair.mentee],
                score=pair.score,
                parts=_parts(pair),
                why_not=[*next_best["mentee", pair.mentee], *next_best["mentor", pair.mentor]],
            )
            for pair in plan.pairs
        )
        audit.record("run_computed", about=run, pairs=len(plan.pairs))
    run.refresh_from_db()
    return run


@transaction.atomic
def _note_run(
    programme: Programme, *, name: str, rules: RunRules, by: Person, follows: int | None
) -> Run:
    # Two coordinators who ask at the same moment take turns, so that numbers stay apart.
    Programme.objects.select_for_update().get(pk=programme.pk)
    applied = Application.objects.to_match().filter(membership__programme=programme)
    for role, sentence in _NOBODY.items():
        if not applied.filter(membership__role=role).exists():
            raise Refusal(sentence)
    name = name.strip()[:80]
    runs = Run.objects.filter(programme=programme)
    if follows is not None:
        same = runs.filter(requested_by=by, name=name, rules=rules.as_data())
        before = same.filter(number__gt=follows).first()
        if before is not None:
            return before
    run = Run.objects.create(
        programme=programme,
        number=runs.latest_number() + 1,
        name=name,
        rules=rules.as_data(),
        salt=random_token(),
        requested_by=by,
        requested_at=now(),
    )
    audit.record("run_requested", about=run, by=by)
    return run


_NOBODY = {
    "mentor": _("No mentor has applied yet. Invite some, then run the matching."),
    "mentee": _("No mentee has applied yet. Invite some, then run the matching."),
}


def _fail(run: Run, sentence: Any) -> None:
    Run.objects.filter(pk=run.pk, finished_at=None).update(
        failed_at=now(), claimed_until=None, trouble=str(sentence)[:300]
    )


def _certificate(plan: engine.Plan) -> dict[str, Any]:
    """The verdict of the proof. Prices stay out: only runs from the shell write them down."""
    return {
        "is_optimal": plan.certificate.is_optimal,
        "reached": dict(plan.certificate.reached),
        "is_fairest": plan.floor is not None,
        "pins_not_kept": len(plan.pins_not_kept),
    }


def _counts(problem: engine.Problem, plan: engine.Plan) -> dict[str, Any]:
    scores = [pair.score for pair in plan.pairs]
    wants = {person.id: person.wants for person in problem.mentees}
    offers = {person.id: person.offers for person in problem.mentors}
    first_or_second = sum(
        any(
            rank <= 2 and topic in offers[pair.mentor] for topic, rank in wants[pair.mentee].items()
        )
        for pair in plan.pairs
    )
    return {
        "mentors": len(problem.mentors),
        "mentees": len(problem.mentees),
        "served_mentors": plan.served_mentors,
        "served_mentees": plan.served_mentees,
        "pairs": len(plan.pairs),
        "weakest": min(scores, default=0),
        "mean": round(fmean(scores)) if scores else 0,
        "first_or_second": first_or_second,
    }


def _parts(pair: engine.Pair) -> list[dict[str, Any]]:
    """The parts of a score as the page shows them: returns and hopes count as wishes together."""
    shown = {"wishes": "topics", "returns": "wishes", "hopes": "wishes"}
    shown |= {"hours_in_common": "hours", "distance": "distance", "style": "style"}
    parts: dict[str, dict[str, Any]] = {}
    for reason in pair.parts:
        part = parts.setdefault(
            shown[reason.rule],
            {"part": shown[reason.rule], "points": 0, "weight": 0, "detail": {}},
        )
        part["points"] += reason.points
        part["weight"] += reason.weight
        part["detail"] |= dict(reason.detail)
    return list(parts.values())


def _next_best(
    runners_up: Iterable[RunnerUp], members: Members
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
                    "score": one.score,
                }
            )
    return found


def _left_out(problem: engine.Problem, plan: engine.Plan, members: Members) -> list[dict[str, Any]]:
    helps = helps_for(problem, plan.unmatched)
    return [
        {
            "membership": (members.mentors if one.side == "mentor" else members.mentees)[
                one.person
            ].public_id,
            "side": one.side,
            "reason": one.reason,
            "possible": one.possible,
            "funnel": [
                {
                    "rule": blocked.rule.kind,
                    "given": _given(blocked.rule),
                    "count": blocked.count,
                }
                for blocked in one.blocked_by
            ],
            "helps": helps.get((one.side, one.person), []),
        }
        for one in plan.unmatched
    ]


def _given(rule: Any) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(rule).items()
        if value is None or isinstance(value, int | str)
    }
