"""Two who press at once, and a worker that is killed: real transactions, real processes."""

import os
import signal
from contextvars import copy_context
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connections

from tests.factories import make_programme
from tests.matching.factories import make_mentee, make_mentor
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock, now
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.trust.models import AuditEntry
from turnabout.joining.matching import services
from turnabout.joining.matching.jobs import compute_what_waits
from turnabout.joining.matching.models import HOLD, Run
from turnabout.joining.matching.services import runs, watching
from turnabout.together.pairs.models import Pair

committed = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
AT_ONCE = 4


@pytest.fixture
def programme(cast):
    return make_programme(cast.organisation)


def at_once(act):
    """Let several people do the same at the same moment; what each of them got."""
    start, got = Barrier(AT_ONCE), []

    def one():
        start.wait()
        try:
            got.append(act())
        except Refusal as refusal:
            got.append(str(refusal))
        finally:
            connections.close_all()

    # Each lives at the hour of whoever began them.
    threads = [Thread(target=copy_context().run, args=(one,)) for _number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


@committed
def test_pressing_publish_at_once_gives_one_publication_and_one_set_of_letters(cast, programme):
    for number in range(3):
        make_mentor(programme, f"Mentor {number}")
        make_mentee(programme, f"Mentee {number}")
    run = services.request_run(programme, by=cast.chidi)
    services.approve_rest(run, by=cast.chidi)

    got = at_once(lambda: services.publish_run(Run.objects.get(pk=run.pk), by=cast.chidi))

    refused = "This run was published. Its pairs can no longer be changed here."
    assert sorted(got, key=str) == [None, *[refused] * (AT_ONCE - 1)]
    assert AuditEntry.objects.filter(event="run_published").count() == 1
    assert Pair.objects.count() == 0

    with clock(now() + HOLD):
        handed_on = at_once(lambda: services.hand_on(Run.objects.get(pk=run.pk)))

    assert sorted(handed_on) == [*[False] * (AT_ONCE - 1), True]
    assert Pair.objects.count() == 3
    assert OutboxMessage.objects.filter(kind="pairs/ask-mentor").count() == 3


@committed
def test_undoing_while_the_worker_hands_on_is_one_or_the_other_and_never_half(cast, programme):
    make_mentor(programme, "Ada")
    make_mentee(programme, "Bruno")
    run = services.request_run(programme, by=cast.chidi)
    services.approve_rest(run, by=cast.chidi)
    services.publish_run(run, by=cast.chidi)
    acts = [services.hand_on, partial(services.undo_publication, by=cast.chidi)] * 2

    with clock(now() + HOLD):
        at_once(lambda: acts.pop()(Run.objects.get(pk=run.pk)))

    run.refresh_from_db()
    is_published = run.published_at is not None
    assert (run.handed_on_at is not None) == is_published
    assert Pair.objects.count() == OutboxMessage.objects.filter(kind="pairs/ask-mentor").count()
    assert Pair.objects.count() == int(is_published)


@committed
def test_workers_who_find_one_run_compute_it_once(cast, programme, monkeypatch):
    monkeypatch.setattr(runs, "AT_ONCE", 0)
    make_mentor(programme, "Ada")
    make_mentee(programme, "Bruno")
    run = services.request_run(programme, by=cast.chidi)

    got = at_once(lambda: services.compute_run(Run.objects.get(pk=run.pk)))

    assert sorted(got) == [*[False] * (AT_ONCE - 1), True]
    assert run.proposals.count() == 1
    assert AuditEntry.objects.filter(event="run_computed").count() == 1


@committed
def test_asking_for_runs_at_once_gives_each_a_number_of_its_own(cast, programme):
    make_mentor(programme, "Ada")
    make_mentee(programme, "Bruno")

    got = at_once(lambda: services.request_run(programme, by=cast.chidi).number)

    assert sorted(got) == [1, 2, 3, 4]


@committed
@pytest.mark.parametrize("dies_at", ["at a look", "before saving", "while saving", "after saving"])
def test_a_killed_worker_leaves_no_run_or_a_whole_run(cast, programme, monkeypatch, dies_at):
    monkeypatch.setattr(runs, "AT_ONCE", 0)
    make_mentor(programme, "Ada")
    make_mentee(programme, "Bruno")
    run = services.request_run(programme, by=cast.chidi)
    connections.close_all()

    child = os.fork()
    if child == 0:
        _compute_and_die(run.pk, dies_at)
    _child, status = os.waitpid(child, 0)

    run.refresh_from_db()
    is_whole = dies_at == "after saving"
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert (run.proposals.count(), run.finished_at is not None) == (int(is_whole), is_whole)
    assert compute_what_waits() == 0
    with clock(now() + runs.LEASE + timedelta(minutes=1)):
        assert compute_what_waits() == int(not is_whole)
    assert run.proposals.count() == 1
    assert AuditEntry.objects.filter(event="run_computed").count() == 1


def _compute_and_die(pk, dies_at):
    """In a process of its own: compute the run and be killed on the way."""

    def die(*_arguments, **_named):
        os.kill(os.getpid(), signal.SIGKILL)

    where = {
        "at a look": (watching.Stand.objects, "update_or_create"),
        "before saving": (runs, "save_run"),
        "while saving": (services.saving.audit, "record"),
        "after saving": (runs, "work_out_help"),
    }
    watching.QUIET_FOR = watching.KEEP_EVERY = -1
    setattr(*where[dies_at], die)
    try:
        services.compute_run(Run.objects.get(pk=pk))
    finally:
        os._exit(1)
