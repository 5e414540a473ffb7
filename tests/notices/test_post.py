"""A mail server that is away for a day costs nothing but the day."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest

from tests.factories import MONDAY, make_person
from tests.smtp_sink import Sink
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices import outbox as notices
from turnabout.foundation.notices import post, services
from turnabout.foundation.notices.models import OutboxMessage, PostOffice, Reader

ACT, ASK, NEWS = "pairs/resumed", "checkins/pulse", "recognition/thanks"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _without_rows_to_be_about(monkeypatch):
    monkeypatch.setattr(notices, "_wanted", {})


@pytest.fixture
def by_smtp(settings):
    """Send over a real socket to whoever listens on a port."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"

    def to(port):
        settings.EMAIL_PORT = port

    return to


def add(person, kind=ACT, **options):
    context = {"programme_name": "Fresh Eyes", "organisation_name": "Northmere", "number": 1}
    notices.add(kind, to=person, context=context, **options)


def test_a_server_away_for_a_day_loses_nothing_and_is_given_the_backlog_politely(
    cast, by_smtp, settings
):
    settings.MAILS_PER_MINUTE = 5
    people = [make_person(cast.organisation, name=f"Person {number}") for number in range(4)]
    with Sink() as gone:
        by_smtp(gone.port)
    with clock(MONDAY):
        for person in people:
            add(person, NEWS)
            add(person, ASK)
            add(person, ACT)
        add(people[0], ASK, stale_after=timedelta(hours=6))
    looks = 0
    for minutes in range(0, 24 * 60, 60):
        with clock(MONDAY + minutes * MINUTE):
            assert services.deliver_due() == 0
            looks += 1
    office = PostOffice.objects.get()
    assert office.away_since == MONDAY
    # Each look asked with one mail; none of them is to blame.
    assert office.failures == looks
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {0}

    at = MONDAY + timedelta(days=1)
    with Sink() as server:
        by_smtp(server.port)
        by_minute = []
        for minute in range(4):
            with clock(at + minute * MINUTE):
                by_minute.append((services.deliver_due(), services.deliver_due()))
        mails = server.mails()

    assert len(mails) == len({mail["Message-ID"] for mail in mails}) == 12
    # First one, to see whether the server is back; then no more than five in a minute.
    assert by_minute == [(1, 4), (5, 0), (2, 0), (0, 0)]
    subjects = [mail["Subject"] for mail in mails]
    assert subjects.index("Thanks for you") >= 2 * len(people)
    assert OutboxMessage.objects.exclude(dropped_at=None).count() == 1
    assert PostOffice.objects.get().away_since is None


def test_what_arrives_is_what_a_mail_program_understands(cast, by_smtp, client):
    """By a real conversation with a real server, read as a client reads it."""
    with Sink() as server, clock(MONDAY):
        by_smtp(server.port)
        add(cast.ada, ASK)
        services.deliver_due()
        (mail,) = server.mails()
    assert b"\nList-Unsubscribe: <http://testserver/" in server.taken[0].replace(b"\r\n", b"\n")
    way_out = mail["List-Unsubscribe"].strip(" <>").removeprefix("http://testserver")

    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert [(to.display_name, to.addr_spec) for to in mail["To"].addresses] == [
        (cast.ada.name, cast.ada.address)
    ]
    assert (mail["Auto-Submitted"], mail.defects) == ("auto-generated", [])
    with clock(MONDAY):
        assert client.post(way_out, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Reader.objects.get().asks_by == Reader.Asks.DIGEST


def test_a_server_that_hangs_up_after_some_mails_is_called_again(cast, by_smtp, monkeypatch):
    with Sink() as server:
        by_smtp(server.port)
        line = services.Line()
        with clock(MONDAY):
            add(cast.ada)
            add(cast.bruno)
            first, second = OutboxMessage.objects.order_by("pk").values_list("pk", flat=True)
            assert services._deliver(first, line) is services.Outcome.SENT
            line.connection.connection.sock.close()
            line.connection.connection.sock = None
            assert services._deliver(second, line) is services.Outcome.SENT
        line.close()

        assert len(server.mails()) == 2


def test_one_mail_that_is_not_welcome_holds_up_no_other(cast, monkeypatch):
    class Picky:
        open = close = staticmethod(lambda: None)

        def send_messages(self, mails):
            if cast.ada.address in mails[0].to[0]:
                raise SMTPRecipientsRefused({cast.ada.address: (550, b"nobody")})

    monkeypatch.setattr(services, "get_connection", Picky)
    with clock(MONDAY):
        add(cast.ada)
        add(cast.bruno)
        sent = services.deliver_due()

    assert sent == 1
    assert OutboxMessage.objects.get(sent_at=None).recipient == cast.ada.public_id
    assert not PostOffice.objects.exclude(away_since=None).exists()


def test_a_server_that_falls_silent_costs_one_mail_a_try_and_ends_the_look(cast, monkeypatch):
    class Silent:
        open = close = staticmethod(lambda: None)

        def send_messages(self, _mails):
            raise TimeoutError

    monkeypatch.setattr(services, "get_connection", Silent)
    with clock(MONDAY):
        add(cast.ada)
        add(cast.bruno)
        services.deliver_due()

    assert list(OutboxMessage.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 0]


def test_two_workers_share_what_the_server_is_to_have_in_a_minute(settings):
    settings.MAILS_PER_MINUTE = 30

    with_both = [post.grant(20, MONDAY), post.grant(20, MONDAY), post.grant(20, MONDAY)]
    post.give_back(4)

    assert with_both == [20, 10, 0]
    assert post.grant(20, MONDAY) == 4
    assert post.grant(20, MONDAY + MINUTE) == 20


def test_what_was_given_up_is_tried_again_on_request(cast):
    with clock(MONDAY):
        add(cast.ada)
        OutboxMessage.objects.update(parked_at=MONDAY, attempts=9)
        assert services.deliver_due() == 0
        assert services.retry_parked() == 1
        assert services.deliver_due() == 1
