"""The painted hours of a week as instants. Values are hours like `tue-09`, in a person's zone."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from turnabout.foundation.common.weeks import DAYS

STEP_MINUTES = 15
STEPS_PER_HOUR = 60 // STEP_MINUTES
STEPS_PER_WEEK = 7 * 24 * STEPS_PER_HOUR


def possible_starts(hours: Iterable[str], *, zone: str, week_of: date, minutes: int) -> int:
    """The quarter hours of the week, in UTC, at which a session of so many minutes can begin.

    One bit per quarter hour from Monday 00:00; the week is the one of the given day, because
    summer time moves people in different zones apart.
    """
    free = _free_steps(hours, zone=zone, week_of=week_of)
    needed = -(-minutes // STEP_MINUTES)
    starts = 0
    for step in free:
        if all((step + more) % STEPS_PER_WEEK in free for more in range(needed)):
            starts |= 1 << step
    return starts


def start_times(starts: int, *, zone: str, week_of: date) -> tuple[datetime, ...]:
    """The possible starts as instants of that week, told in a zone."""
    monday = _monday(week_of)
    begin = datetime.combine(monday, time(), UTC)
    return tuple(
        (begin + timedelta(minutes=STEP_MINUTES * step)).astimezone(ZoneInfo(zone))
        for step in range(STEPS_PER_WEEK)
        if starts >> step & 1
    )


def _free_steps(hours: Iterable[str], *, zone: str, week_of: date) -> frozenset[int]:
    monday = _monday(week_of)
    begin = datetime.combine(monday, time(), UTC)
    steps: set[int] = set()
    for value in hours:
        day, hour = value.split("-")
        local = datetime.combine(
            monday + timedelta(days=DAYS.index(day)), time(int(hour)), ZoneInfo(zone)
        )
        first = int((local.astimezone(UTC) - begin).total_seconds() // 60 // STEP_MINUTES)
        steps.update((first + more) % STEPS_PER_WEEK for more in range(STEPS_PER_HOUR))
    return frozenset(steps)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
