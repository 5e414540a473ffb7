"""A calendar as a mail client keeps one: what arrives is weighed by RFC 5546, section 2.1.4.

An entry is known by its UID. The higher SEQUENCE wins, whatever came first; of two with the same,
the later DTSTAMP. What was cancelled stays known, so that an older invitation cannot bring it back.
"""

from dataclasses import dataclass
from email import message_from_bytes, policy

from icalendar import Calendar


@dataclass(frozen=True)
class Entry:
    uid: str
    sequence: int
    stamped_at: object
    starts_at: object
    ends_at: object
    title: str
    organiser: str
    is_cancelled: bool

    @property
    def weight(self):
        return self.sequence, self.stamped_at


def entry_in(mail):
    """The one entry that a mail brings, as a client reads it; None where it brings none."""
    message = message_from_bytes(mail, policy=policy.default)
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return None
    (part,) = parts
    calendar = Calendar.from_ical(part.get_content())
    (event,) = calendar.walk("VEVENT")
    assert part.get_param("method") == calendar["METHOD"]
    return Entry(
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        stamped_at=event.decoded("DTSTAMP"),
        starts_at=event.decoded("DTSTART"),
        ends_at=event.decoded("DTEND"),
        title=str(event["SUMMARY"]),
        organiser=str(event["ORGANIZER"]),
        is_cancelled=calendar["METHOD"] == "CANCEL",
    )


class CalendarClient:
    """Takes entries in whatever order they arrive."""

    def __init__(self):
        self.known = {}

    def take(self, entry):
        before = self.known.get(entry.uid)
        if before is None or entry.weight >= before.weight:
            self.known[entry.uid] = entry

    @property
    def shown(self):
        """What the calendar shows."""
        return [entry for entry in self.known.values() if not entry.is_cancelled]
