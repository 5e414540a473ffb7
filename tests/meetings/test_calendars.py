"""Invitations, moves and cancellations as calendars take them: one session, one entry."""

from datetime import timedelta
from email import message_from_bytes, policy
from itertools import permutations

import pytest
from icalendar import Calendar

from tests.factories import MONDAY
from tests.meetings.calendar_client import CalendarClient, entry_in
from tests.meetings.factories import make_booked_pair
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import KeptCopy
from turnabout.foundation.notices.services import deliver_due
from turnabout.together.meetings import queries, services
from turnabout.together.meetings.calendars import PUBLISH, REQUEST, Entry, Guest, entry_file
from turnabout.together.pairs.services import pause_pair, say_ready

EVERY_PROPERTY = [
    "ATTENDEE",
    "CLASS",
    "DTEND",
    "DTSTAMP",
    "DTSTART",
    "LAST-MODIFIED",
    "LOCATION",
    "ORGANIZER",
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
    "TRANSP",
    "UID",
    "URL",
]


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


@pytest.fixture
def with_replies(settings):
    settings.REPLIES_ADDRESS = "dates@example.org"


def make_entry(**fields):
    settled = {
        "uid": "one@example.org",
        "sequence": 3,
        "changed_at": MONDAY,
        "starts_at": MONDAY,
        "ends_at": MONDAY + timedelta(hours=1),
        "title": "Fresh Eyes, session 1",
    }
    return Entry(**{**settled, **fields})


def calendar_of(copy):
    return entry_in(bytes(copy.message))


def mails_to(person, at):
    """What has been mailed to somebody until then, oldest first."""
    with clock(at):
        deliver_due()
    return KeptCopy.objects.filter(to_address__contains=person.address).order_by("pk")


def test_an_entry_tells_time_and_place_only():
    entry = make_entry(
        place="https://meet.example.org/fresh",
        url="https://meet.example.org/fresh",
        guests=(Guest("Ada Nowak", "ada@example.org", "NEEDS-ACTION", is_asked=True),),
    )

    content = entry_file(
        entry, method=REQUEST, organiser="Turnabout <dates@example.org>", stamped_at=MONDAY
    )
    published = entry_file(entry, method=PUBLISH, organiser="t@localhost", stamped_at=MONDAY)
    bare = entry_file(make_entry(), method=REQUEST, organiser="t@localhost", stamped_at=MONDAY)

    read = Calendar.from_ical(content)
    (event,) = read.walk("VEVENT")
    assert (read["METHOD"], event["SEQUENCE"], event["CLASS"]) == ("REQUEST", 3, "PRIVATE")
    assert event["ORGANIZER"] == "mailto:dates@example.org"
    assert dict(event["ATTENDEE"].params) == {
        "CN": "Ada Nowak",
        "CUTYPE": "INDIVIDUAL",
        "PARTSTAT": "NEEDS-ACTION",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "TRUE",
    }
    assert sorted(event) == EVERY_PROPERTY
    assert b"DTSTART:20260302T090000Z\r\n" in content
    assert b"ATTENDEE" not in published
    assert b"LOCATION" not in bare
    assert b"CN=" not in bare


@pytest.mark.capability("S024", "S025")
def test_one_session_is_one_entry_whatever_the_order_in_which_mails_arrive(cast, with_replies):
    cast.programme.sessions = 1
    cast.programme.save(update_fields=["sessions"])
    pair = make_booked_pair(cast)
    meeting = pair.meetings.get()
    mails_to(cast.ada, MONDAY)
    for hours in (1, 2):
        with clock(MONDAY + timedelta(hours=hours)):
            meeting.refresh_from_db()
            services.move_meeting(meeting, queries.slots_to_move_to(meeting)[3], by=cast.bruno)
            mails_to(cast.ada, MONDAY + timedelta(hours=hours))
    with clock(MONDAY + timedelta(hours=3)):
        pause_pair(pair, by=cast.ada)
        mails_to(cast.ada, MONDAY + timedelta(days=1))
        cancelled = [calendar_of(copy) for copy in mails_to(cast.bruno, MONDAY + timedelta(days=1))]
    with clock(MONDAY + timedelta(days=2)):
        for person in (cast.bruno, cast.ada):
            say_ready(pair, by=person)
        (again,) = services.book_meetings(pair, queries.propose_dates(pair), by=cast.bruno)
        entries = {
            person: [
                one
                for copy in mails_to(person, MONDAY + timedelta(days=2))
                if (one := calendar_of(copy))
            ]
            for person in (cast.ada, cast.bruno)
        }

    for received in entries.values():
        assert [one.sequence for one in received] == [0, 1, 2, 3, 4]
        assert {one.uid for one in received} == {f"{meeting.public_id}@testserver"}
        for order in permutations([*received, received[1]]):
            calendar = CalendarClient()
            for entry in order:
                calendar.take(entry)
            (shown,) = calendar.shown
            assert (shown.starts_at, shown.ends_at) == (again.starts_at, again.ends_at)
    before_that = CalendarClient()
    for entry in filter(None, cancelled):
        before_that.take(entry)
    assert before_that.shown == []
    organisers = {one.organiser for received in entries.values() for one in received}
    assert len(organisers) == 2


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Bru\x0bno", "Bru no"),
        ("Bru\r\nBcc: x@x.example", "Bru Bcc: x@x.example"),
        ("Bruno\\", "Bruno"),
        ("\u202eBruno", "Bruno"),
    ],
)
def test_a_name_from_any_list_reaches_mail_and_calendar_on_one_line(
    cast, with_replies, name, shown
):
    cast.bruno.name = cast.programme.name = name
    cast.bruno.save(update_fields=["name"])
    cast.programme.save(update_fields=["name"])
    make_booked_pair(cast)

    invitation = mails_to(cast.bruno, MONDAY).filter(subject__contains="ession 1").first()
    mail = message_from_bytes(bytes(invitation.message), policy=policy.default)
    (part,) = (one for one in mail.walk() if one.get_content_type() == "text/calendar")
    (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")

    assert [one.addr_spec for one in mail["to"].addresses] == [cast.bruno.address]
    assert "bcc" not in mail
    assert event["SUMMARY"].replace("\\", "") == f"{shown}, session 1"
    assert [one.params["CN"] for one in event["ATTENDEE"]] == ["Ada Nowak", shown]
