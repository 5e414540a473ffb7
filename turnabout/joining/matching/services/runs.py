import logging
from datetime import datetime
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
from turnabout.frame.programmes.over import MATCHING, refuse_when_over
from turnabout.joining.matching import engine
from turnabout.joining.matching.engine.solver import solve_watched
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.problem import applications_in, load_with_members
from turnabout.joining.matching.queries import who_is_missing
from turnabout.joining.matching.rules import RunRules
from turnabout.joining.matching.services.help import is_tried, rules_with, work_out_help
from turnabout.joining.matching.services.saving import cost_of_keeping, save_run
from turnabout.joining.matching.services.watching import (
    LEASE,
    TakenOver,
    Watched,
    forget_stands,
)
from turnabout.joining.matching.unspoken import speaks_of_lives, told
from turnabout.joining.matching.words import problem_sentence

AT_ONCE = 400
HELPED_AT_ONCE = 250
MOST_ATTEMPTS = 3
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
    return _soon(run)


def _soon(run: Run) -> Run:
    rules = RunRules.from_data(run.rules)
    people = applications_in(run.programme, only_accepted=rules.only_accepted)
    if people.count() <= AT_ONCE:
        compute_run(run)
        run.refresh_from_db()
    return run


def run_with_change(run: Run, number: int, *, by: Person, follows: int | None = None) -> Run:
    """Run again with one of the changes that a run offers, under a name that says which."""
    rules = rules_with(run, number)
    name = _("%(run)s, change %(number)d") % {"run": run.called, "number": number + 1}
    return request_run(run.programme, name=str(name), rules=rules, by=by, follows=follows)


def go_on_with(run: Run, *, by: Person, follows: int | None = None) -> Run:
    """Look on for the best plan in a new run, from where an earlier one was ended."""
    if run.finished_at is None and run.failed_at is None:
        raise Refusal(_("This run is still being computed. Look again in a moment."))
    if run.finished_at and not run.was_stopped:
        raise Refusal(_("This run is proven to be the best already. There is nothing to go on to."))
    name = _("%(run)s, gone on") % {"run": run.called}
    rules = RunRules.from_data(run.rules)
    return _soon(
        _note_run(run.programme, name=str(name), rules=rules, by=by, follows=follows, after=run)
    )


@transaction.atomic
def name_run(run: Run, name: str, *, by: Person) -> None:
    """Call a run by a name of its own, or by its number again."""
    Run.objects.filter(pk=run.pk).update(name=name.strip()[:80])
    audit.record("run_named", about=run, by=by)


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
        _compute(run, at + LEASE)
    except TakenOver:
        return False
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
    except Exception:
        # Nobody waits for the end of a lease that nobody holds.
        Run.objects.filter(pk=run.pk).update(claimed_until=None)
        raise
    return True


def _compute(run: Run, claimed_until: datetime) -> None:
    rules = RunRules.from_data(run.rules)
    problem, members = load_with_members(run.programme, rules=rules, salt=run.salt)
    watched = Watched(run, problem, claimed_until)
    plan, _solution = solve_watched(problem, watch=watched.watch, **watched.before())
    if not plan.certificate.is_optimal and not watched.is_stopped:
        raise engine.ProofError(f"{plan.certificate.value} is not {plan.certificate.bound}")
    shown = told(problem, plan)
    is_silent = watched.is_stopped or speaks_of_lives(problem)
    keeping = {} if is_silent else cost_of_keeping(shown.problem, shown.plan)
    save_run(run, shown.problem, shown.plan, members, keeping=keeping)
    if plan.certificate.is_optimal:
        forget_stands(run)
    people = len(problem.mentors) + len(problem.mentees)
    if people <= HELPED_AT_ONCE or not is_tried(problem) or watched.is_stopped:
        work_out_help(run, problem, plan, members)


def run_asked_before(
    programme: Programme, *, name: str, rules: RunRules, by: Person, follows: int | None
) -> Run | None:
    """The run that the first of two taps asked for, from the same page and in the same words."""
    if follows is None:
        return None
    same = Run.objects.filter(programme=programme, requested_by=by, name=name.strip()[:80])
    return same.filter(rules=rules.as_data(), number__gt=follows).first()


@transaction.atomic
def _note_run(
    programme: Programme,
    *,
    name: str,
    rules: RunRules,
    by: Person,
    follows: int | None,
    after: Run | None = None,
) -> Run:
    # Two coordinators who ask at the same moment take turns, so that numbers stay apart.
    Programme.objects.select_for_update().get(pk=programme.pk)
    refuse_when_over(programme, MATCHING, what=_("No new run is made."))
    missing = who_is_missing(programme, only_accepted=rules.only_accepted)
    if missing:
        raise Refusal(missing)
    name = name.strip()[:80]
    runs = Run.objects.filter(programme=programme)
    before = run_asked_before(programme, name=name, rules=rules, by=by, follows=follows)
    if before is not None:
        return before
    run = Run.objects.create(
        programme=programme,
        number=runs.latest_number() + 1,
        name=name,
        rules=rules.as_data(),
        salt=after.salt if after else random_token(),
        goes_on_from=after,
        requested_by=by,
        requested_at=now(),
    )
    audit.record("run_requested", about=run, by=by)
    return run


def _fail(run: Run, sentence: Any) -> None:
    Run.objects.filter(pk=run.pk, finished_at=None).update(
        failed_at=now(), claimed_until=None, trouble=str(sentence)[:300]
    )
