from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.listening.signals import emails, queries, rules
from turnabout.listening.signals.events import promises_slip
from turnabout.listening.signals.models import Round, Task
from turnabout.listening.signals.rules import Finding
from turnabout.together.pairs.models import Pair

ASK_AGAIN_AFTER = timedelta(hours=1)
QUIET_AFTER = {
    Task.Outcome.DONE: timedelta(days=7),
    Task.Outcome.NOT_REACHED: timedelta(days=1),
    Task.Outcome.NOT_NEEDED: timedelta(days=28),
}


@transaction.atomic
def check_signals(programme: Programme) -> int:
    """Ask the rules about every open pair: open what is found, clear what is gone.

    Returns how many tasks were opened or cleared. A pair has at most one open task.
    """
    at = now()
    changed = _clear_closed_pairs(programme, at)
    pairs = queries.open_pairs(programme)
    standing = queries.standing_of(pairs)
    for pair in queries.lately_ended(programme, at):
        changed += _care_for(pair, at)
    return changed + sum(_check(pair, at, standing.get(pair.pk)) for pair in pairs)


def check_due() -> int:
    """Ask the rules about each programme that was not asked within the last hour."""
    at = now()
    running = Programme.objects.filter(closed_at=None, pairs__isnull=False).distinct()
    for programme in running.filter(signal_round=None):
        Round.objects.get_or_create(
            programme=programme, defaults={"asked_at": at - ASK_AGAIN_AFTER}
        )
    due = Round.objects.filter(programme__in=running, asked_at__lte=at - ASK_AGAIN_AFTER)
    changed = 0
    for round_ in due.select_related("programme"):
        if due.filter(pk=round_.pk).update(asked_at=at):
            changed += check_signals(round_.programme)
    return changed


def ask_again(programme_id: int) -> None:
    """Let the next round ask the rules about this programme, whenever they were asked last."""
    asked_at = now() - ASK_AGAIN_AFTER
    Round.objects.filter(programme=programme_id, asked_at__gt=asked_at).update(asked_at=asked_at)


@transaction.atomic
def finish_task(task: Task, outcome: str, *, by: Person) -> None:
    """Say how a task ended. It stays closed for a while even if its fact remains."""
    if outcome not in Task.Outcome.values:
        raise Refusal(_("A task ends as done, not reached or not needed."))
    finished = Task.objects.open().filter(pk=task.pk).update(done_at=now(), outcome=outcome)
    if not finished:
        raise Refusal(_("This task is closed already."))
    audit.record("task_finished", about=task, by=by, signal=task.signal, outcome=outcome)


def _clear_closed_pairs(programme: Programme, at: datetime) -> int:
    together = Pair.objects.filter(programme=programme).together().values("pk")
    long_ago = at - timedelta(days=rules.CARED_FOR_WITHIN_DAYS)
    is_after = Q(signal=rules.CARED_FOR)
    is_over = Q(~Q(pair__in=together), ~is_after | Q(pair__ended_at__lte=long_ago))
    went_on = Q(is_after, pair__in=together)
    of_pairs = Task.objects.filter(pair__programme=programme).open()
    return of_pairs.filter(is_over | went_on).update(cleared_at=at)


def _care_for(pair: Pair, at: datetime) -> int:
    """Open the task that looks after both, once for an ending."""
    if any(task.signal == rules.CARED_FOR for task in pair.tasks.all()):
        return 0
    _open(pair, rules.CARED_FOR, Finding({}), at)
    return 1


def _check(pair: Pair, at: datetime, known: queries.Standing | None) -> int:
    facts = queries.facts_of(pair, at, known)
    found = rules.find(facts, at)
    if rules.asks_the_sponsor(facts):
        promises_slip.send(sender=None, programme=pair.programme)
    standing = next(
        (task for task in pair.tasks.all() if task.done_at is None and task.cleared_at is None),
        None,
    )
    is_first_of_all = rules.FIRST_OF_ALL in found
    if standing is not None and is_first_of_all and standing.signal != rules.FIRST_OF_ALL:
        Task.objects.open().filter(pk=standing.pk).update(cleared_at=at)
        standing = None
    if standing is not None:
        return _keep_or_clear(standing, found.get(standing.signal), at)
    for signal, finding in found.items():
        if not _is_quiet(pair, signal, at):
            _open(pair, signal, finding, at)
            return 1
    return 0


def _keep_or_clear(task: Task, finding: Finding | None, at: datetime) -> int:
    if finding is None:
        return Task.objects.open().filter(pk=task.pk).update(cleared_at=at)
    if finding.facts != task.facts or finding.is_urgent != task.is_urgent:
        Task.objects.filter(pk=task.pk).update(facts=finding.facts, is_urgent=finding.is_urgent)
        if finding.is_urgent and not task.is_urgent:
            emails.send_needs_you(task)
    return 0


def _is_quiet(pair: Pair, signal: str, at: datetime) -> bool:
    return any(
        task.done_at is not None and at < task.done_at + QUIET_AFTER[Task.Outcome(task.outcome)]
        for task in pair.tasks.all()
        if task.signal == signal
    )


def _open(pair: Pair, signal: str, finding: Finding, at: datetime) -> None:
    task = Task.objects.create(
        programme=pair.programme,
        pair=pair,
        signal=signal,
        facts=finding.facts,
        is_urgent=finding.is_urgent,
        opened_at=at,
        due_on=at.date() + timedelta(days=finding.due_in_days),
    )
    if task.is_urgent:
        emails.send_needs_you(task)
