"""What somebody outside hears of the installation, and the owner inside."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.urls import reverse

from tests.factories import MONDAY, make_user
from turnabout.config import doctor, work_once
from turnabout.faces.home import jobs
from turnabout.foundation.common import due, workers
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.models import Duty, Worker
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices import outbox as notices
from turnabout.foundation.notices import services
from turnabout.foundation.notices.models import OutboxMessage, PostOffice
from turnabout.foundation.trust.models import WrappedKey

MINUTE = timedelta(minutes=1)


def health(client, at, query=""):
    with clock(at):
        answer = client.get(f"/health{query}")
    return answer.status_code, answer.json()


def add_message(**fields):
    return OutboxMessage.objects.create(
        kind="pairs/resumed", recipient="x", created_at=MONDAY, due_at=MONDAY, **fields
    )


def test_the_outside_hears_whether_pages_and_work_go_on(client, monkeypatch):
    well = {"ok": True, "database": True, "keys": True}
    assert health(client, MONDAY) == (
        200,
        {**well, "worker_seconds": None, "oldest_due_seconds": 0},
    )
    with clock(MONDAY):
        workers.beat()
    add_message()
    assert health(client, MONDAY + MINUTE) == (
        200,
        {**well, "worker_seconds": 60, "oldest_due_seconds": 60},
    )
    assert health(client, MONDAY + 3 * MINUTE)[0] == 503
    assert health(client, MONDAY + 3 * MINUTE, "?web") == (200, well)
    with clock(MONDAY + 40 * MINUTE):
        workers.beat()
    assert health(client, MONDAY + 40 * MINUTE)[0] == 503
    with clock(MONDAY + 41 * MINUTE):
        workers.stop()
    OutboxMessage.objects.all().delete()
    # Who stopped in good order is not missed.
    assert health(client, MONDAY + 90 * MINUTE)[0] == 200

    def away(*_fields):
        raise OperationalError("secret of the connection")

    monkeypatch.setattr(WrappedKey.objects, "values", away)
    status, told = health(client, MONDAY, "?web")
    assert (status, told) == (503, {**well, "ok": False, "keys": False})
    monkeypatch.setattr(OutboxMessage.objects, "values", away)
    assert health(client, MONDAY, "?web")[1] == {"ok": False, "database": False, "keys": False}


def test_a_job_is_done_by_one_worker_until_its_heart_stops(monkeypatch):
    did = []
    monkeypatch.setattr(due, "_jobs", {"letters": lambda: did.append(1) or 1, "mail": lambda: 2})
    monkeypatch.setattr(due, "_shared", {"mail"})
    names = iter(["one"] * 2 + ["two"] * 2)
    monkeypatch.setattr(due, "this_process", lambda: next(names, "two"))
    with clock(MONDAY):
        assert due.run_due() == {"letters": 1, "mail": 2}
        assert due.run_due() == {"letters": 1, "mail": 2}
        # Another one: the first holds the letters, the mail is shared.
        assert due.run_due() == {"letters": 0, "mail": 2}
    with clock(MONDAY + due.LEASE + MINUTE):
        assert due.run_due() == {"letters": 1, "mail": 2}
    assert len(did) == 3

    due.let_go()

    assert not Duty.objects.exclude(holder="").exists()


def test_a_job_that_fails_rests_longer_each_time_and_its_owner_is_told(
    monkeypatch, cast, outbox, client
):
    fails = [True]

    def letters():
        if fails:
            raise ValueError("private words")
        return 1

    monkeypatch.setattr(due, "_jobs", {"letters": letters})
    at, gaps = MONDAY, []
    for _look in range(6):
        with clock(at):
            assert due.run_due() == {}
        duty = Duty.objects.get()
        gaps.append(duty.try_at - at)
        with clock(at):
            # It rests: nobody asks it before its time.
            assert (due.run_due() == {}, Duty.objects.get().failures > 0) == (True, True)
        at = max(Duty.objects.get().try_at, at) + MINUTE
    assert gaps == sorted(gaps)
    assert gaps[-1] == due.PAUSES[-1]
    with clock(at), pytest.raises(Refusal, match="Not done, and due again: letters"):
        work_once.run(None)

    cast.chidi.user.is_owner = True
    cast.chidi.user.save(update_fields=["is_owner"])
    add_message(parked_at=MONDAY)
    assert (jobs.alert_owners(), jobs.alert_owners()) == (1, 0)
    (mail,) = outbox()
    assert (mail.subject, mail.to_mailbox) == ("Turnabout needs you", cast.chidi.address)
    assert "private words" not in bytes(mail.message).decode()
    client.force_login(make_user(is_owner=True))
    page = client.get(reverse("home:owner")).content.decode()
    assert "The job “letters” has failed" in page
    said = " ".join(doctor.advice())
    assert "1 mail was given up" in said
    assert "The job “letters” has failed" in said

    answer = client.post(reverse("home:retry_mails"), follow=True)

    assert "1 mail is tried again." in answer.content.decode()
    fails.clear()
    with clock(at + timedelta(hours=1)):
        assert due.run_due() == {"letters": 1}
    assert Duty.objects.get().failing_since is None


def test_the_owner_reads_of_a_silent_worker_and_a_server_that_is_away(client, settings):
    client.force_login(make_user(is_owner=True))
    with clock(MONDAY):
        workers.beat()
        fresh = client.get(reverse("home:owner")).content.decode()
    PostOffice.objects.create(name="mail", away_since=MONDAY, last_error="TimeoutError")
    with clock(MONDAY + 10 * MINUTE):
        page = client.get(reverse("home:owner")).content.decode()

    assert "Working since 2 March, 09:00, heard of just now" in fresh
    assert "Working since 2 March, 09:00, <b>silent since 2 March, 09:00</b>" in page
    assert "No worker has been heard of since" in page
    assert "The mail server has taken nothing since" in page
    settings.MODE = "production"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert "The mail server 127.0.0.1:9 does not let us in" in doctor.advice()[-1]


def test_what_is_in_hand_is_finished_when_it_is_time_to_stop(cast, monkeypatch):
    with clock(MONDAY):
        for _number in range(3):
            notices.add("pairs/resumed", to=cast.ada, context={"partner_name": "Bruno"})
        monkeypatch.setattr(services, "is_stopping", lambda: True)
        assert services.deliver_due() == 1

    assert OutboxMessage.objects.exclude(leased_until=None).count() == 0
    assert Worker.objects.count() == 0
