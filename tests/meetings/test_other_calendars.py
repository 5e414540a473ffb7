"""What we write, read by software that is not ours: a calendar server, a command-line client."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import vobject

from tests.factories import MONDAY
from tests.meetings.caldav import calendar_server
from tests.meetings.calendar_client import CalendarClient, entry_in
from tests.meetings.factories import make_booked_pair
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import KeptCopy
from turnabout.foundation.notices.services import deliver_due
from turnabout.together.meetings import feeds, jobs, queries, services
from turnabout.together.meetings.calendars import REQUEST, Entry, entry_file
from turnabout.together.meetings.models import BusyCalendar
from turnabout.together.pairs.services import end_pair

YEAR = timedelta(days=366)
TOLD = "{start-date-long} {start-time} {end-time} {title} {location}"


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    with calendar_server(tmp_path_factory.mktemp("dates")) as made:
        yield made


@pytest.fixture(autouse=True)
def _empty_at_first(account):
    account.clear()


def deliver(account, calendar, person):
    """Let the calendar on the server take every mail, as a client does that follows the rules."""
    deliver_due()
    for copy in KeptCopy.objects.filter(to_address__contains=person.address).order_by("pk"):
        entry = entry_in(bytes(copy.message))
        if entry is None:
            continue
        calendar.take(entry)
        if calendar.known[entry.uid] == entry:
            account.put(entry.uid, _calendar_part(copy))
    KeptCopy.objects.all().delete()


def _calendar_part(copy):
    mail = message_from_bytes(bytes(copy.message), policy=policy.default)
    (part,) = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
    return part.get_content()


@pytest.mark.capability("S024")
def test_invitations_moves_and_cancellations_are_read_by_other_software(cast, account):
    cast.programme.sessions = 2
    cast.programme.save(update_fields=["sessions"])
    calendar = CalendarClient()
    with clock(MONDAY):
        pair = make_booked_pair(cast)
        pair.meetings.update(place="https://meet.example.org/fresh")
        first, second = pair.meetings.all()
        deliver(account, calendar, cast.ada)
        invited = account.found(MONDAY, MONDAY + YEAR)
        listed = account.listed("Europe/London", "2026-03-01", form=TOLD)
        subscribed = vobject.readOne(feeds.content_of(feeds.open_feed(cast.ada)).body.decode())
        subscribed.serialize(validate=True)
    with clock(MONDAY + timedelta(hours=1)):
        services.move_meeting(first, queries.slots_to_move_to(first)[0], by=cast.bruno)
        first.refresh_from_db()
        deliver(account, calendar, cast.ada)
        moved = account.found(MONDAY, MONDAY + YEAR)
    with clock(MONDAY + timedelta(hours=2)):
        end_pair(pair, by=cast.ada)
        deliver(account, calendar, cast.ada)
        cancelled = account.found(MONDAY, MONDAY + YEAR)
        struck = account.listed("Europe/London", "2026-03-01", form="{cancelled}{title}")
        fed = feeds.content_of(feeds.open_feed(cast.ada)).body.decode()

    title = "Fresh Eyes, session 1"
    assert [event.summary.value for event in invited] == [title, "Fresh Eyes, session 2"]
    assert [event.status.value for event in invited] == ["CONFIRMED"] * 2
    assert [event.uid.value for event in subscribed.vevent_list] == [
        event.uid.value for event in invited
    ]
    assert {event.url.value for event in invited} == {"https://meet.example.org/fresh"}
    assert listed[0].endswith(f"{title} https://meet.example.org/fresh")
    assert len(listed) == 2
    assert {event.dtstart.value for event in moved} == {first.starts_at, second.starts_at}
    assert [event.status.value for event in cancelled] == ["CANCELLED"] * 2
    assert {event.uid.value for event in cancelled} == {event.uid.value for event in invited}
    assert [int(event.sequence.value) for event in cancelled] == [2, 1]
    assert len(struck) == 2
    assert all("CANCELLED" in line for line in struck)
    assert "BEGIN:VEVENT" not in fed


DENTIST = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Other//Calendar//EN
BEGIN:VEVENT
UID:dentist
SUMMARY:canary dentist
LOCATION:canary street
DTSTAMP:20260301T090000Z
DTSTART;TZID=Europe/Berlin:20260303T100000
DTEND;TZID=Europe/Berlin:20260303T123000
RRULE:FREQ=WEEKLY;COUNT=3
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.capability("S024")
def test_a_calendar_server_says_when_she_is_busy_and_nothing_else_is_kept(
    cast, account, as_person, settings
):
    settings.REACHES_INSIDE = True
    cast.programme.sessions = 1
    cast.programme.save(update_fields=["sessions"])
    calendar = CalendarClient()
    with clock(MONDAY):
        pair = make_booked_pair(cast)
        deliver(account, calendar, cast.ada)
        account.put("dentist", DENTIST)
        account.put("later", DENTIST.replace("20260303", "20270303").replace(":dentist", ":later"))
        free = DENTIST.replace("BEGIN:VEVENT", "BEGIN:VEVENT\nTRANSP:TRANSPARENT")
        account.put("free", free.replace("UID:dentist", "UID:free").replace("T10", "T08"))
        host, port = account.address[:2]
        connected = as_person(cast.ada).post(
            "/meetings/my-time/",
            {
                "connect": "yes",
                "kind": "caldav",
                "address": f"http://{host}:{port}/",
                "user": "ada",
                "password": "canary-password",
            },
        )
        offered = queries.free_slots(pair, after=MONDAY, before=MONDAY + timedelta(days=2))
    busy_calendar = BusyCalendar.objects.get()
    kept = str(list(BusyCalendar.objects.values_list()))

    assert connected.status_code == 302
    assert busy_calendar.blocks == [
        [f"2026-03-{day}T09:00+00:00", f"2026-03-{day}T11:30+00:00"] for day in ("03", "10", "17")
    ]
    assert "canary" not in kept
    tuesday = {start.hour for start in offered if start.day == 3}
    assert tuesday
    assert not tuesday & {9, 10, 11}
    account.ask("DELETE", "/ada/dates/dentist.ics")
    with clock(MONDAY + timedelta(hours=5)):
        assert jobs.read_calendars() == 1
    busy_calendar.refresh_from_db()
    assert (busy_calendar.blocks, busy_calendar.trouble) == ([], "")


# The instant, and what the clocks of some zones show then. Each zone's clock is its own software's.
TRAPS = {
    "before both clock changes": (
        "2026-03-05T14:00Z",
        {"Europe/Berlin": "2026-03-05 15:00", "America/New_York": "2026-03-05 09:00"},
    ),
    "after New York's, before Berlin's": (
        "2026-03-12T14:00Z",
        {"Europe/Berlin": "2026-03-12 15:00", "America/New_York": "2026-03-12 10:00"},
    ),
    "after both": (
        "2026-04-02T13:00Z",
        {"Europe/Berlin": "2026-04-02 15:00", "America/New_York": "2026-04-02 09:00"},
    ),
    "after Berlin's in autumn, before New York's": (
        "2026-10-28T14:00Z",
        {"Europe/Berlin": "2026-10-28 15:00", "America/New_York": "2026-10-28 10:00"},
    ),
    "after both in autumn": (
        "2026-11-05T14:00Z",
        {"Europe/Berlin": "2026-11-05 15:00", "America/New_York": "2026-11-05 09:00"},
    ),
    "half past two that does not exist in Berlin": (
        "2026-03-29T01:30Z",
        {"Europe/Berlin": "2026-03-29 03:30"},
    ),
    "half past two for the first time": (
        "2026-10-25T00:30Z",
        {"Europe/Berlin": "2026-10-25 02:30"},
    ),
    "half past two for the second time": (
        "2026-10-25T01:30Z",
        {"Europe/Berlin": "2026-10-25 02:30"},
    ),
    "the first of June where the day begins": (
        "2026-05-31T19:00Z",
        {"Pacific/Kiritimati": "2026-06-01 09:00", "America/New_York": "2026-05-31 15:00"},
    ),
    "the 29th of February": (
        "2028-02-29T09:00Z",
        {"Europe/Berlin": "2028-02-29 10:00", "Pacific/Kiritimati": "2028-02-29 23:00"},
    ),
    "ten o'clock before a zone changed its rule": (
        "2024-02-29T04:00Z",
        {"Asia/Almaty": "2024-02-29 10:00"},
    ),
    "ten o'clock after it": ("2024-03-07T05:00Z", {"Asia/Almaty": "2024-03-07 10:00"}),
}


@pytest.mark.capability("S024", "S025")
def test_an_hour_is_the_same_instant_in_every_calendar_of_the_world(account):
    starts = {}
    for number, (trap, (instant, _clocks)) in enumerate(TRAPS.items()):
        starts[trap] = start = datetime.fromisoformat(instant.replace("Z", "+00:00"))
        entry = Entry(f"{number}@example.org", 0, MONDAY, start, start + timedelta(hours=1), trap)
        content = entry_file(
            entry, method=REQUEST, organiser="Dates <dates@example.org>", stamped_at=MONDAY
        )
        account.put(entry.uid, content.decode())

    found = account.found(datetime(2024, 1, 1, tzinfo=UTC), datetime(2028, 12, 31, tzinfo=UTC))
    assert {event.summary.value: event.dtstart.value for event in found} == starts
    # A server that is asked for one hour alone finds what is in it and nothing beside.
    around = timedelta(minutes=1)
    second = starts["half past two for the second time"]
    (alone,) = account.found(second + around, second + 2 * around)
    assert alone.summary.value == "half past two for the second time"
    shown = {}
    for zone in sorted({zone for _instant, clocks in TRAPS.values() for zone in clocks}):
        for line in account.listed(
            zone, "2024-01-01", form="{title}|{start-date-long} {start-time}"
        ):
            trap, told = line.split("|")
            shown[trap, zone] = told
    assert {
        (trap, zone): shown[trap, zone] for trap, (_, clocks) in TRAPS.items() for zone in clocks
    } == {
        (trap, zone): told for trap, (_, clocks) in TRAPS.items() for zone, told in clocks.items()
    }
