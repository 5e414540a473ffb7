"""What calendars answer (RFC 5546: REPLY, COUNTER), read from a mail. Anybody may write to us.

Reading is plain: bytes in, a reply or nothing out. A mail that is no answer, is too large, or is
made to do harm is nothing. Whoever looks after an entry says what an answer to it means.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any

from icalendar import Calendar, Event

from turnabout.foundation.common.time import now
from turnabout.together.meetings.reply_addresses import tokens_in

LARGEST_PART = 64 * 1024
MOST_PARTS = 20
MOST_SEQUENCE = 32_767
FIRST_YEAR, LAST_YEAR = 2000, 2199
ADDRESSED = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
UID = re.compile(r"[A-Za-z0-9_-]{22}@[^\s@]{1,253}")
ANSWERS = ("accepted", "tentative", "declined")


@dataclass(frozen=True)
class Reply:
    """One answer: to which entry in which state, by whom as the tokens prove, and when."""

    uid: str
    sequence: int
    stamped_at: datetime
    answer: str
    tokens: tuple[str, ...]
    proposed_at: datetime | None = None
    # Who says that she answers for somebody else; it proves nothing.
    sent_by: str = ""

    @property
    def about(self) -> str:
        """The public id of what the entry stands for."""
        return self.uid.partition("@")[0]


Taker = Callable[[Reply], bool]
_takers: list[Taker] = []


def takes_replies(taker: Taker) -> Taker:
    """Register who looks after entries: true where the answer was to one of hers."""
    _takers.append(taker)
    return taker


def take(reply: Reply) -> bool:
    """Hand an answer to whoever looks after its entry."""
    return any(taker(reply) for taker in _takers)


def read_reply(raw: bytes) -> Reply | None:
    """The answer in a mail; None where there is none that can be believed."""
    try:
        mail = message_from_bytes(raw, policy=policy.default)
        return _reply_in(mail)
    except Exception:
        # Whatever strangers send must not stop the mails behind it, and no parser promises that.
        return None


def _reply_in(mail: EmailMessage) -> Reply | None:
    for part in _calendar_parts(mail):
        calendar = Calendar.from_ical(part)
        method = str(calendar.get("method", "")).upper()
        events = [one for one in calendar.walk("VEVENT") if isinstance(one, Event)]
        if method in ("REPLY", "COUNTER") and len(events) == 1:
            return _reply(mail, events[0], is_counter=method == "COUNTER")
    return None


def _calendar_parts(mail: EmailMessage) -> Iterator[bytes]:
    for number, part in enumerate(mail.walk()):
        if number >= MOST_PARTS:
            return
        if part.get_content_type() in ("text/calendar", "application/ics"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and len(content) <= LARGEST_PART:
                yield content


def _reply(mail: EmailMessage, event: Event, *, is_counter: bool) -> Reply | None:
    uid, sequence = str(event.get("uid", "")), int(event.get("sequence", 0))
    tokens = tokens_in(_addresses(mail, event))
    answer = "declined" if is_counter else _answer(event)
    is_sound = UID.fullmatch(uid) and 0 <= sequence <= MOST_SEQUENCE
    if not (is_sound and tokens and answer):
        return None
    stamped_at = _instant(event, "dtstamp") or now()
    return Reply(
        uid=uid,
        sequence=sequence,
        # A clock that runs ahead must not outvote every later answer.
        stamped_at=min(stamped_at, now()),
        answer=answer,
        tokens=tokens,
        proposed_at=_instant(event, "dtstart") if is_counter else None,
        sent_by=_sent_by(event),
    )


def _addresses(mail: EmailMessage, event: Event) -> list[str]:
    headers = [str(value) for name in ADDRESSED for value in mail.get_all(name, [])]
    named = [address for _name, address in getaddresses(headers)]
    organiser = str(event.get("organizer", ""))
    return [*named, organiser.lower().removeprefix("mailto:")]


def _answer(event: Event) -> str:
    """What the one attendee of an answer says; an answer in the name of many is none."""
    said = [str(one.params.get("partstat", "")).lower() for one in _attendees(event)]
    return said[0] if len(said) == 1 and said[0] in ANSWERS else ""


def _sent_by(event: Event) -> str:
    named = [str(one.params.get("sent-by", "")).lower() for one in _attendees(event)]
    return named[0].removeprefix("mailto:") if len(named) == 1 else ""


def _attendees(event: Event) -> list[Any]:
    attendees = event.get("attendee", [])
    return attendees if isinstance(attendees, list) else [attendees]


def _instant(event: Event, name: str) -> datetime | None:
    """A moment that an answer names; none where every clock on earth could not show it."""
    value = getattr(event.get(name), "dt", None)
    if not isinstance(value, datetime) or value.tzinfo is None:
        return None
    return value.astimezone(UTC) if FIRST_YEAR <= value.year <= LAST_YEAR else None
