"""The painted hours of a week as instants. Values are hours like `tue-09`, in a person's zone.

Clocks jump: an hour that a day does not have gives no time, and one that it has twice gives both.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from turnabout.foundation.common.weeks import DAYS

STEP_MINUTES = 15
STEPS_PER_HOUR = 60 // STEP_MINUTES
STEPS_PER_WEEK = 7 * 24 * STEPS_PER_HOUR
HOURS_PER_DAY = 24
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)

Block = tuple[datetime, datetime]


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


def free_blocks(hours: Iterable[str], *, zone: str, first: datetime, last: datetime) -> list[Block]:
    """The painted hours that touch the time from `first` to `last`, as spans of UTC in order."""
    spans = _spans(hours)
    place = ZoneInfo(zone)
    day = first.astimezone(place).date() - DAY
    until = last.astimezone(place).date() + DAY
    blocks: list[Block] = []
    while day <= until:
        for begin, end in spans.get(day.weekday(), ()):
            opens, closes = first_moment(day, begin, zone), first_moment(day, end, zone)
            if closes <= first or opens > last or opens >= closes:
                continue
            if blocks and blocks[-1][1] >= opens:
                blocks[-1] = (blocks[-1][0], closes)
            else:
                blocks.append((opens, closes))
        day += DAY
    return blocks


@lru_cache(maxsize=20_000)
def first_moment(day: date, hour: int, zone: str) -> datetime:
    """The instant at which a clock there first shows this hour of this day, or a later one.

    Where clocks go forward over the hour, that is the moment at which they do.
    """
    if hour == HOURS_PER_DAY:
        day, hour = day + DAY, 0
    return moments_of(datetime.combine(day, time(hour)), zone)[0] or _jump(day, hour, zone)


def moments_of(wall: datetime, zone: str) -> tuple[datetime | None, datetime | None]:
    """When a clock there shows this: an instant, or two where it shows it twice, or none."""
    there = wall.replace(tzinfo=ZoneInfo(zone))
    earlier, later = there.utcoffset(), there.replace(fold=1).utcoffset()
    assert earlier is not None
    assert later is not None
    if earlier < later:
        return None, None
    known = wall.replace(tzinfo=UTC)
    return known - earlier, known - later if later < earlier else None


def _jump(day: date, hour: int, zone: str) -> datetime:
    """When the clocks of a zone jump over an hour, to the second."""
    place = ZoneInfo(zone)
    wall = datetime.combine(day, time(hour))
    after, before = (wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    while after - before > SECOND:
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if middle.astimezone(place).replace(tzinfo=None) < wall:
            before = middle
        else:
            after = middle
    return after


def _spans(hours: Iterable[str]) -> Mapping[int, list[tuple[int, int]]]:
    """Hours that follow each other as one span, by weekday."""
    by_day: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for weekday, hour in sorted(_day_and_hour(value) for value in set(hours)):
        spans = by_day[weekday]
        if spans and spans[-1][1] == hour:
            spans[-1] = (spans[-1][0], hour + 1)
        else:
            spans.append((hour, hour + 1))
    return by_day


@cache
def _day_and_hour(value: str) -> tuple[int, int]:
    day, hour = value.split("-")
    return DAYS.index(day), int(hour)


def _free_steps(hours: Iterable[str], *, zone: str, week_of: date) -> frozenset[int]:
    monday = _monday(week_of)
    begin = datetime.combine(monday, time(), UTC)
    steps: set[int] = set()
    for value in hours:
        weekday, hour = _day_and_hour(value)
        opens = first_moment(monday + timedelta(days=weekday), hour, zone)
        closes = first_moment(monday + timedelta(days=weekday), hour + 1, zone)
        first = int((opens - begin).total_seconds() // 60 // STEP_MINUTES)
        count = int((closes - opens).total_seconds() // 60 // STEP_MINUTES)
        steps.update((first + more) % STEPS_PER_WEEK for more in range(count))
    return frozenset(steps)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
