"""Calendar files (RFC 5545, 5546): one session, one entry; times and places, never content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from turnabout.together.meetings.models import Meeting

PRODUCT = "-//Turnabout//Sessions//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


@dataclass(frozen=True)
class Guest:
    """Somebody whose calendar gets the entry."""

    name: str
    address: str


def session_file(
    meeting: Meeting,
    *,
    organiser: str,
    host: str,
    guests: Sequence[Guest],
    method: str,
    stamped_at: datetime,
) -> bytes:
    """One session as a calendar file. The UID stays, the sequence rises with every change."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(meeting, organiser, host, guests, method, stamped_at))
    content: bytes = calendar.to_ical()
    return content


def neutral_title(meeting: Meeting) -> str:
    """What stands in calendars that others may read: the programme and a number."""
    return _("%(programme)s, session %(number)s") % {
        "programme": meeting.pair.programme.name,
        "number": meeting.number,
    }


def _event(
    meeting: Meeting,
    organiser: str,
    host: str,
    guests: Sequence[Guest],
    method: str,
    stamped_at: datetime,
) -> Event:
    event = Event()
    event.add("uid", f"{meeting.public_id}@{host}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", neutral_title(meeting))
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("class", "PRIVATE")
    if meeting.place:
        event.add("location", meeting.place)
    name, address = parseaddr(organiser)
    event["organizer"] = _mailbox(name, address)
    for guest in guests:
        attendee = _mailbox(guest.name, guest.address)
        attendee.params["partstat"] = vText("ACCEPTED")
        event.add("attendee", attendee, encode=False)
    return event


def _mailbox(name: str, address: str) -> vCalAddress:
    mailbox = vCalAddress(f"mailto:{address}")
    if name:
        mailbox.params["cn"] = vText(name)
    return mailbox
