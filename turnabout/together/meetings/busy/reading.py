"""A calendar file becomes busy times: no title, no place, nobody’s name leaves this module."""

import json
import resource
import sys
from base64 import b64decode
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar
from icalendar.cal import Component

from turnabout.joining.applications.hours import Block
from turnabout.together.meetings.slots import merged

DAY = timedelta(days=1)
MOST_EVENTS = 20_000
MOST_BLOCKS = 5_000
MOST_MEMORY = 1024 * 1024 * 1024
# A calendar in which something repeats by the minute is none that people keep.
TOO_OFTEN = {"SECONDLY", "MINUTELY"}


class UnreadableError(Exception):
    """What came is no calendar, or one that cannot be read with care."""


def busy_times(
    files: Iterable[bytes], *, first: datetime, last: datetime, zone: str, own_host: str
) -> list[Block]:
    """When these calendars say that somebody is busy, merged and in UTC.

    Our own sessions are left out: they are known, and one that moves is not in its own way.
    """
    found: list[Block] = []
    for content in files:
        found += _busy_in(_read(content), first, last, ZoneInfo(zone), own_host)
        found = merged(found)
        if len(found) > MOST_BLOCKS:
            raise UnreadableError
    return found


def _read(content: bytes) -> list[Component]:
    try:
        calendars = Calendar.from_ical(content, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise UnreadableError from error
    if not calendars or any(one.name != "VCALENDAR" for one in calendars):
        raise UnreadableError
    return list(calendars)


def _busy_in(
    calendars: list[Component], first: datetime, last: datetime, zone: ZoneInfo, own_host: str
) -> Iterator[Block]:
    for calendar in calendars:
        events = calendar.walk("VEVENT")
        if len(events) > MOST_EVENTS or any(map(_repeats_too_often, events)):
            raise UnreadableError
        try:
            yield from _of_events(calendar, first, last, zone, own_host)
            yield from _of_free_busy(calendar, first, last, zone)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise UnreadableError from error


def _of_events(
    calendar: Component, first: datetime, last: datetime, zone: ZoneInfo, own_host: str
) -> Iterator[Block]:
    for event in recurring_ical_events.of(calendar, skip_bad_series=True).between(first, last):
        is_free = str(event.get("TRANSP", "OPAQUE")).upper() == "TRANSPARENT"
        is_off = str(event.get("STATUS", "")).upper() == "CANCELLED"
        is_ours = str(event.get("UID", "")).endswith(f"@{own_host}")
        if is_free or is_off or is_ours:
            continue
        begins = event.decoded("DTSTART")
        ends = event.decoded("DTEND", None)
        if ends is None:
            ends = begins if isinstance(begins, datetime) else begins + DAY
        yield from _within(_instant(begins, zone), _instant(ends, zone), first, last)


def _of_free_busy(
    calendar: Component, first: datetime, last: datetime, zone: ZoneInfo
) -> Iterator[Block]:
    for told in calendar.walk("VFREEBUSY"):
        periods = told.get("FREEBUSY", [])
        for period in periods if isinstance(periods, list) else [periods]:
            kind = str(getattr(period, "params", {}).get("FBTYPE", "BUSY")).upper()
            if kind != "FREE":
                begins, ends = period.start, period.end
                yield from _within(_instant(begins, zone), _instant(ends, zone), first, last)


def _within(begins: datetime, ends: datetime, first: datetime, last: datetime) -> Iterator[Block]:
    if max(begins, first) < min(ends, last):
        yield max(begins, first), min(ends, last)


def _instant(told: date, zone: ZoneInfo) -> datetime:
    """A moment in UTC. What names no zone, and a whole day, is told by the person’s own clock."""
    if not isinstance(told, datetime):
        told = datetime(told.year, told.month, told.day)  # noqa: DTZ001 - its zone follows
    return (told if told.tzinfo else told.replace(tzinfo=zone)).astimezone(UTC)


def _repeats_too_often(event: Any) -> bool:
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if {str(one).upper() for one in rule.get("FREQ", [])} & TOO_OFTEN:
            return True
        if any(name in rule for name in ("BYSECOND", "BYMINUTE")) and "BYHOUR" not in rule:
            return True
    return False


def _answer() -> None:
    """Read what another process asks for, with no more memory than that takes."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    asked = json.load(sys.stdin)
    blocks = busy_times(
        map(b64decode, asked["files"]),
        first=datetime.fromisoformat(asked["first"]),
        last=datetime.fromisoformat(asked["last"]),
        zone=asked["zone"],
        own_host=asked["own_host"],
    )
    json.dump([[begins.isoformat(), ends.isoformat()] for begins, ends in blocks], sys.stdout)


if __name__ == "__main__":
    _answer()
