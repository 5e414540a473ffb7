"""How one reader wants to be written to, and the nudges that she has had."""

from dataclasses import replace
from datetime import datetime

from django.db.models import F

from turnabout.foundation.notices import pace as paces
from turnabout.foundation.notices.models import OutboxMessage, OwnPace, Reader
from turnabout.foundation.notices.outbox import hours_of
from turnabout.foundation.notices.pace import FORTNIGHT, Pace


def reader_of(person: str) -> Reader:
    """The row of this reader, made when something is first asked of her or told to her."""
    reader, _made = Reader.objects.get_or_create(person=person)
    return reader


def reader_as_known(person: str) -> Reader:
    """The same for looking only: nothing is written."""
    return Reader.objects.filter(person=person).first() or Reader(person=person)


def pace_in(organisation: str) -> Pace:
    """The pace of an organisation: its own, or the shipped one."""
    own = OwnPace.objects.filter(organisation=organisation).first() if organisation else None
    if own is None:
        return paces.SHIPPED
    return Pace(
        asks=own.asks,
        quiet_from=own.quiet_from,
        quiet_until=own.quiet_until,
        rests_at_weekends=own.rests_at_weekends,
        digest_day=own.digest_day,
        digest_hour=own.digest_hour,
        fewer_when_ignored=own.fewer_when_ignored,
    )


def pace_around(person: str, organisation: str) -> Pace:
    """The pace for somebody who chose nothing: her working hours, else her organisation's."""
    return paces.in_her_hours(pace_in(organisation), hours_of(person))


def pace_of(reader: Reader, organisation: str) -> Pace:
    """The pace for one reader: what she chose comes first."""
    pace = pace_around(reader.person, organisation)
    chosen = {
        name: value
        for name in ("quiet_from", "quiet_until", "digest_day", "digest_hour")
        if (value := getattr(reader, name)) is not None
    }
    return replace(pace, **chosen)


def room_for(reader: Reader, pace: Pace, at: datetime) -> datetime:
    """The first moment at which one more nudge is not one too many for this reader."""
    lately = OutboxMessage.objects.filter(recipient=reader.person, nudged_at__gt=at - FORTNIGHT)
    nudged = sorted(row for row in lately.values_list("nudged_at", flat=True) if row)
    return paces.first_with_room(pace, at, nudged, reader.ignored)


def take_turn(reader: Reader) -> bool:
    """Be the only one who writes to her at this moment; false when another worker was first."""
    mine = Reader.objects.filter(pk=reader.pk, turn=reader.turn)
    return bool(mine.update(turn=F("turn") + 1))
