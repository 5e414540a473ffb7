"""A mail is a row first: claimed with a lease, sent at least once, never lost, never stale."""

from datetime import timedelta
from email import message_from_bytes, policy
from smtplib import SMTPDataError

import pytest

from tests.factories import MONDAY, make_user
from turnabout.foundation.accounts.emails import send_password_reset
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices import outbox as notices
from turnabout.foundation.notices import services
from turnabout.foundation.notices.models import KeptCopy, OutboxMessage


@pytest.fixture
def waiting(cast):
    with clock(MONDAY):
        send_password_reset(cast.ada.user)
    return OutboxMessage.objects.get()


def test_a_message_leaves_once_as_text_first_and_html_second(waiting, cast):
    with clock(MONDAY):
        first, second = services.deliver_due(), services.deliver_due()

    copy = KeptCopy.objects.get()
    mail = message_from_bytes(bytes(copy.message), policy=policy.default)
    assert (first, second) == (1, 0)
    assert mail["To"] == f'"Ada Nowak" <{cast.ada.address}>' or cast.ada.address in mail["To"]
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Message-ID"] == f"<{waiting.public_id}@testserver>"


def test_a_sent_message_keeps_no_links(waiting):
    with clock(MONDAY):
        services.deliver_due()

    waiting.refresh_from_db()
    assert (waiting.links, waiting.context, waiting.sent_at) == ({}, {}, MONDAY)


def test_a_message_that_a_living_worker_holds_is_left_alone(waiting):
    OutboxMessage.objects.update(leased_until=MONDAY + timedelta(minutes=1))

    with clock(MONDAY):
        assert services.deliver(waiting.pk) is False
    with clock(MONDAY + timedelta(minutes=2)):
        assert services.deliver(waiting.pk) is True


def test_a_message_waits_longer_after_each_failure_and_is_parked_in_the_end(waiting, monkeypatch):
    def unwelcome():
        raise SMTPDataError(550, b"not here")

    monkeypatch.setattr(services, "get_connection", unwelcome)
    at = MONDAY
    waits = []
    while not OutboxMessage.objects.parked().exists():
        with clock(at):
            services.deliver(waiting.pk)
        waiting.refresh_from_db()
        waits.append(waiting.due_at - at)
        at = waiting.due_at

    assert tuple(waits[:-1]) == services.PAUSES
    assert waiting.last_error == "SMTPDataError"


def test_nobody_writes_to_somebody_who_left_meanwhile(waiting, cast):
    cast.ada.left_on = MONDAY.date()
    cast.ada.save(update_fields=["left_on"])

    with clock(MONDAY):
        sent = services.deliver_due()

    waiting.refresh_from_db()
    assert (sent, waiting.dropped_at, KeptCopy.objects.count()) == (0, MONDAY, 0)


def test_a_stale_message_is_dropped(cast):
    with clock(MONDAY):
        notices.add("accounts/password_reset", to=cast.ada, stale_after=timedelta(hours=1))
    with clock(MONDAY + timedelta(hours=2)):
        sent = services.deliver_due()

    assert sent == 0
    assert OutboxMessage.objects.get().dropped_at == MONDAY + timedelta(hours=2)


def test_two_schedulers_that_add_the_same_notice_add_one(cast):
    for _scheduler in range(2):
        notices.add("accounts/password_reset", to=cast.ada, dedupe="reset:ada:1")

    assert OutboxMessage.objects.count() == 1


def test_an_address_with_a_line_break_in_the_name_cannot_add_headers(cast):
    cast.ada.name = 'Ada"\r\nBcc: all@example.org'
    cast.ada.save(update_fields=["name"])
    with clock(MONDAY):
        send_password_reset(cast.ada.user)
        services.deliver_due()

    mail = message_from_bytes(bytes(KeptCopy.objects.get().message), policy=policy.default)
    assert mail["Bcc"] is None


def test_an_owner_without_a_person_is_not_written_to(cast):
    send_password_reset(make_user(is_owner=True))

    assert OutboxMessage.objects.count() == 0
