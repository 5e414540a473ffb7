"""Calendar files (RFC 5545, 5546, 6047): one UID, one entry; times and places, never content.

An entry is plain data, so that sessions and gatherings are told in the same way. Every instant is
in UTC: no client has to know our zones, and no change of a zone's rules moves what was agreed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr

from icalendar import Calendar, Event, vCalAddress, vText

from turnabout.foundation.common.one_line import one_line

PRODUCT = "-//Turnabout//Sessions//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
UNANSWERED, ACCEPTED = "NEEDS-ACTION", "ACCEPTED"


@dataclass(frozen=True)
class Guest:
    """Somebody whose calendar gets the entry, and what it has answered."""

    name: str
    address: str
    answer: str = ACCEPTED
    is_asked: bool = False


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar. The UID stays for ever, the sequence rises with every change."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    url: str = ""
    guests: tuple[Guest, ...] = ()
    is_cancelled: bool = False


def entry_file(entry: Entry, *, method: str, organiser: str, stamped_at: datetime) -> bytes:
    """One entry as a file to be mailed or taken home; `organiser` is a mailbox with a name.

    What is published asks nobody, so it names no guests.
    """
    calendar = _calendar()
    calendar.add("method", method)
    event = _event(entry, stamped_at, is_cancelled=entry.is_cancelled or method == CANCEL)
    name, address = parseaddr(organiser)
    event["organizer"] = _mailbox(name, address)
    for guest in entry.guests if method != PUBLISH else ():
        event.add("attendee", _attendee(guest), encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed_file(entries: Sequence[Entry], *, name: str) -> bytes:
    """Many entries to subscribe to: no method, no people, the same bytes until one changes."""
    calendar = _calendar()
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar["refresh-interval"] = vText("PT1H")
    calendar["refresh-interval"].params["value"] = "DURATION"
    calendar["x-published-ttl"] = vText("PT1H")
    for entry in sorted(entries, key=lambda one: (one.starts_at, one.uid)):
        calendar.add_component(_event(entry, entry.changed_at, is_cancelled=entry.is_cancelled))
    return bytes(calendar.to_ical())


def link_in(place: str) -> str:
    """The address of a call where a place is one."""
    is_link = place.startswith(("https://", "http://")) and " " not in place
    return place if is_link else ""


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(entry: Entry, stamped_at: datetime, *, is_cancelled: bool) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", one_line(entry.title))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    if entry.place:
        event.add("location", one_line(entry.place))
    if entry.url:
        event.add("url", entry.url)
    return event


def _attendee(guest: Guest) -> vCalAddress:
    attendee = _mailbox(guest.name, guest.address)
    attendee.params["cutype"] = vText("INDIVIDUAL")
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    attendee.params["partstat"] = vText(guest.answer)
    attendee.params["rsvp"] = vText("TRUE" if guest.is_asked else "FALSE")
    return attendee


def _mailbox(name: str, address: str) -> vCalAddress:
    mailbox = vCalAddress(f"mailto:{address}")
    if name:
        # Some readers take a backslash here for the beginning of a sign.
        mailbox.params["cn"] = vText(one_line(name).replace("\\", ""))
    return mailbox
