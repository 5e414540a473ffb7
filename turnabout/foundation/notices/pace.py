"""When a notice may leave. Plain facts in, a moment out; nothing here asks a clock or a table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

FORTNIGHT = timedelta(days=14)
SATURDAY = 5
HOURS_OF_A_DAY = 24
# After so many nudges in a row without an answer, the next one waits at least this long.
PAUSES = {3: timedelta(days=2), 4: timedelta(days=4), 5: timedelta(days=7)}
LONGEST_PAUSE = timedelta(days=14)
# Hours that somebody painted are taken for her working day if they span this much of it.
LEAST_SPAN = 4


@dataclass(frozen=True)
class Pace:
    """How often and when people are written to. Without a digest's day nothing is gathered."""

    asks: int
    quiet_from: int
    quiet_until: int
    rests_at_weekends: bool
    digest_day: int | None
    digest_hour: int
    fewer_when_ignored: bool


SHIPPED = Pace(
    asks=4,
    quiet_from=19,
    quiet_until=8,
    rests_at_weekends=True,
    digest_day=1,
    digest_hour=9,
    fewer_when_ignored=True,
)


def in_her_hours(pace: Pace, hours: tuple[int, int] | None) -> Pace:
    """The pace for somebody who works between these hours, if they say that much."""
    if hours is None or hours[1] - hours[0] < LEAST_SPAN or pace.quiet_from == pace.quiet_until:
        return pace
    return replace(pace, quiet_from=hours[1] % HOURS_OF_A_DAY, quiet_until=hours[0])


def is_quiet(pace: Pace, hour: int) -> bool:
    if pace.quiet_from <= pace.quiet_until:
        return pace.quiet_from <= hour < pace.quiet_until
    return hour >= pace.quiet_from or hour < pace.quiet_until


def first_loud(pace: Pace, at: datetime, zone: str) -> datetime:
    """The first moment from `at` on that is in nobody's evening, night or weekend."""
    local = at.astimezone(ZoneInfo(zone))
    while True:
        if pace.rests_at_weekends and local.weekday() >= SATURDAY:
            local = _at_hour(local, pace.quiet_until, days=7 - local.weekday())
        elif is_quiet(pace, local.hour):
            later = 1 if local.hour >= pace.quiet_until else 0
            local = _at_hour(local, pace.quiet_until, days=later)
        else:
            return max(local, at)


def next_digest(pace: Pace, at: datetime, zone: str) -> datetime:
    """The first moment after `at` at which a digest leaves."""
    if pace.digest_day is None:
        return at
    local = at.astimezone(ZoneInfo(zone))
    found = _at_hour(local, pace.digest_hour, days=(pace.digest_day - local.weekday()) % 7)
    return found if found > at else _at_hour(found, pace.digest_hour, days=7)


def first_with_room(pace: Pace, at: datetime, nudged: Sequence[datetime], ignored: int) -> datetime:
    """The first moment from `at` on at which one more nudge is not one too many.

    `nudged` are the nudges of the last fortnight, the oldest first. In no fortnight there are more
    than the pace allows, and the pause grows while nothing is answered.
    """
    first = at
    if len(nudged) >= pace.asks:
        first = max(first, nudged[-pace.asks] + FORTNIGHT)
    if nudged and pace.fewer_when_ignored:
        first = max(first, nudged[-1] + pause_after(ignored))
    return first


def pause_after(ignored: int) -> timedelta:
    """How long nothing is asked of somebody who did not answer the last nudges."""
    if ignored > max(PAUSES):
        return LONGEST_PAUSE
    return PAUSES.get(ignored, timedelta())


def _at_hour(local: datetime, hour: int, *, days: int) -> datetime:
    # The wall clock is asked anew: an hour that a zone skips or repeats is still one moment.
    day = local.date() + timedelta(days=days)
    return datetime.combine(day, time(hour), tzinfo=local.tzinfo)
