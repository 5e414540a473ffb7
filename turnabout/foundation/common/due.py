"""What is due is a question to the rows. Rooms register who asks it; the worker asks them all."""

import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from queue import Empty, SimpleQueue

from django.db import DatabaseError, InterfaceError, InternalError, OperationalError
from django.db.models import F, Q

from turnabout.foundation.common.models import Duty
from turnabout.foundation.common.time import now

Job = Callable[[], int]
LEASE = timedelta(seconds=30)
# A job that fails again and again is tried less and less often.
PAUSES = tuple(timedelta(seconds=s) for s in (0, 10, 60, 300, 900))
FAILURES_TOLD = 3
_jobs: dict[str, Job] = {}
_shared: set[str] = set()
# A queue of this kind may be written to while a signal is handled; an event may not.
_calls: SimpleQueue[None] = SimpleQueue()
_asked_to_stop: list[bool] = []
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """What one look at everything did. `database_says` tells why none of it could be done."""

    done: dict[str, int]
    database_says: str = ""


def does_what_is_due(name: str, *, is_shared: bool = False) -> Callable[[Job], Job]:
    """Register a job: it finds what is due, does it safely twice, and returns how much it did.

    One worker at a time does a job. A shared job claims its rows one by one itself, so that
    several workers do it together.
    """

    def declare(job: Job) -> Job:
        _jobs[name] = job
        if is_shared:
            _shared.add(name)
        return job

    return declare


def names_of_jobs() -> list[str]:
    return list(_jobs)


def this_process() -> str:
    """The name under which this process holds what it does."""
    return f"{socket.gethostname()}:{os.getpid()}"[:80]


def stop_soon() -> None:
    """Ask whatever is being done to come to an end after what is in hand."""
    _asked_to_stop.append(True)
    _calls.put(None)


def go_on() -> None:
    _asked_to_stop.clear()
    while not _calls.empty():
        _calls.get()


def is_stopping() -> bool:
    return bool(_asked_to_stop)


def pause(seconds: float) -> None:
    """Wait, but not when it is time to stop."""
    try:
        _calls.get(timeout=seconds)
    except Empty:
        return


def run_due() -> dict[str, int]:
    """Do everything that is due now; one room's failure does not stop the others.

    A job that failed, or rests after failures, is missing from the answer.
    """
    return look_once().done


def look_once() -> Round:
    """Do everything that is due now, and say so once where the database lets nothing be done."""
    done: dict[str, int] = {}
    away: dict[str, str] = {}
    try:
        duties = _duties()
    except (DatabaseError, InterfaceError) as error:
        return _nothing_done(error)
    for name, job in _jobs.items():
        if is_stopping():
            break
        try:
            count = _do(duties[name], job)
        except (DatabaseError, InterfaceError) as error:
            away[name] = _said(error)
        else:
            done |= {} if count is None else {name: count}
    if away and len(away) == len(_jobs):
        return _nothing_done(next(iter(away.values())))
    for name, says in away.items():
        log.error("The job %s will be tried again. The database says: %s", name, says)
    return Round(done)


def let_go() -> None:
    """Give back every job that this process holds."""
    Duty.objects.filter(holder=this_process()).update(holder="", leased_until=None)


def _duties() -> dict[str, Duty]:
    known = {duty.name: duty for duty in Duty.objects.all()}
    missing = [Duty(name=name) for name in _jobs if name not in known]
    if not missing:
        return known
    Duty.objects.bulk_create(missing, ignore_conflicts=True)
    return {duty.name: duty for duty in Duty.objects.all()}


def _do(duty: Duty, job: Job) -> int | None:
    """Do one job unless another worker has it; nothing is returned where it failed or rests."""
    if duty.try_at is not None and duty.try_at > now():
        return None
    if duty.name not in _shared and not _is_mine(duty):
        return 0
    try:
        count = job()
    except Exception as error:
        if _is_about_the_database(error):
            raise
        log.exception("The job %s failed and will be tried again.", duty.name)
        _failed(duty, error)
        return None
    if duty.failures:
        Duty.objects.filter(pk=duty.pk).update(
            failures=0, failing_since=None, try_at=None, last_error=""
        )
    return count


def _is_mine(duty: Duty) -> bool:
    """Whether this process holds the job or can take it. It keeps it as long as its heart beats,
    so that a look at nothing writes nothing."""
    at, me = now(), this_process()
    if duty.holder == me and duty.leased_until is not None and duty.leased_until > at:
        return True
    free = Q(holder=me) | Q(leased_until=None) | Q(leased_until__lte=at)
    rows = Duty.objects.filter(free, pk=duty.pk)
    return bool(rows.update(holder=me, leased_until=at + LEASE))


def _nothing_done(error: Exception | str) -> Round:
    says = error if isinstance(error, str) else _said(error)
    log.error("Nothing could be done; it will be tried again. The database says: %s", says)
    return Round({}, says)


def _said(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _failed(duty: Duty, error: Exception) -> None:
    at = now()
    Duty.objects.filter(pk=duty.pk).update(
        failures=F("failures") + 1,
        failing_since=duty.failing_since or at,
        try_at=at + PAUSES[min(duty.failures, len(PAUSES) - 1)],
        last_error=type(error).__name__[:80],
    )


def _is_about_the_database(error: Exception) -> bool:
    """Whether the database is away or broken, rather than asked something wrong by us."""
    is_away = isinstance(error, InterfaceError | InternalError | OperationalError)
    return is_away or type(error) is DatabaseError
