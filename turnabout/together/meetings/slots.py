"""Hours that suit two people: both weeks, both zones, days off, and nothing that is booked already.

Free and taken times are spans in order, so that one walk along them finds every start, however
full the two calendars are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from turnabout.foundation.common.weeks import WORKING_DAYS
from turnabout.joining.applications.hours import Block, first_moment, free_blocks

Busy = Block
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
USUAL_WEEK = tuple(f"{day}-{hour:02}" for day in WORKING_DAYS for hour in range(9, 17))
# From and until which hour nobody is to meet who has not said so herself.
QUIET = (20, 7)


@dataclass(frozen=True)
class Week:
    """The hours of one person, like `tue-09`, in her own zone; her days off; when she is busy."""

    hours: tuple[str, ...]
    zone: str
    days_off: tuple[tuple[date, date], ...] = ()
    busy: tuple[Busy, ...] = ()


class Stretch(StrEnum):
    """How far from their own hours two people had to be led to find one together."""

    OWN = "own"
    USUAL = "usual"
    MENTORS = "mentors"
    AWAKE = "awake"


@dataclass(frozen=True)
class Found:
    """Every start that suits both, in order and in UTC, and what it took."""

    starts: tuple[datetime, ...] = ()
    stretch: Stretch = Stretch.OWN


@dataclass(frozen=True)
class TwoWeeks:
    """The weeks of both, the length of a session, what is taken, and how long a way there is."""

    mentor: Week
    mentee: Week
    minutes: int
    busy: tuple[Busy, ...] = ()
    travel_minutes: int = 0
    quiet: tuple[int, int] = QUIET

    def free_between(self, first: datetime, last: datetime) -> list[datetime]:
        """Every start from `first` to `last` that suits both, in order and in UTC."""
        return list(self.found_between(first, last).starts)

    def found_between(self, first: datetime, last: datetime) -> Found:
        """Look in both weeks first, and further only where they share nothing.

        Then come the usual working weeks of both, the mentor's own hours, and at last every hour
        that is quiet for neither: the mentor stretches hers only where there is no other way.
        """
        until = last + timedelta(minutes=self.minutes)
        taken = self._taken(first, until)
        for stretch, mentor, mentee in self._attempts():
            free = common(_open(mentor, first, until), _open(mentee, first, until))
            starts = self._starts(without(free, taken), first, last)
            if starts:
                return Found(tuple(starts), stretch)
        return Found()

    def _attempts(self) -> Iterator[tuple[Stretch, Week, Week]]:
        mentor, mentee = self.mentor, self.mentee
        awake = self._awake_week()
        yield Stretch.OWN, mentor, mentee
        usual = (replace(mentor, hours=USUAL_WEEK), replace(mentee, hours=USUAL_WEEK))
        yield Stretch.USUAL, *usual
        yield Stretch.MENTORS, mentor, replace(mentee, hours=awake)
        yield Stretch.AWAKE, replace(mentor, hours=awake), replace(mentee, hours=awake)

    def _awake_week(self) -> tuple[str, ...]:
        begins, ends = self.quiet
        hours = [hour for hour in range(24) if not _is_quiet(hour, begins, ends)]
        return tuple(f"{day}-{hour:02}" for day in WORKING_DAYS for hour in hours)

    def _taken(self, first: datetime, until: datetime) -> list[Busy]:
        """What both are kept from, with the way there and back round it, merged."""
        way = timedelta(minutes=self.travel_minutes)
        spans = [*self.busy, *self.mentor.busy, *self.mentee.busy]
        padded = [(begins - way, ends + way) for begins, ends in spans]
        for week in (self.mentor, self.mentee):
            padded += _off(week)
        return merged(span for span in padded if span[1] > first and span[0] < until)

    def _starts(self, free: Iterable[Block], first: datetime, last: datetime) -> list[datetime]:
        """Whole hours of the mentor's clock at which a session fits into a free span."""
        zone, length = ZoneInfo(self.mentor.zone), timedelta(minutes=self.minutes)
        found = []
        for opens, closes in free:
            start = _whole_hour(max(opens, first), zone)
            while start + length <= closes and start <= last:
                found.append(start)
                start = _whole_hour(start + HOUR, zone)
        return found


def nearest(starts: Sequence[datetime], target: datetime) -> datetime | None:
    """The start closest to a moment; the earlier of two that are equally close."""
    return min(starts, key=lambda start: (abs(start - target), start), default=None)


def merged(spans: Iterable[Block]) -> list[Block]:
    """Spans in order, those that touch as one."""
    found: list[Block] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found


def common(one: Sequence[Block], other: Sequence[Block]) -> list[Block]:
    """What two rows of spans, each in order, have in common."""
    found = []
    at = beside = 0
    while at < len(one) and beside < len(other):
        begins = max(one[at][0], other[beside][0])
        ends = min(one[at][1], other[beside][1])
        if begins < ends:
            found.append((begins, ends))
        if one[at][1] <= other[beside][1]:
            at += 1
        else:
            beside += 1
    return found


def without(free: Iterable[Block], taken: Sequence[Block]) -> list[Block]:
    """What is left of spans in order when others, merged and in order, are taken out."""
    found = []
    at = 0
    for opens, closes in free:
        while at < len(taken) and taken[at][1] <= opens:
            at += 1
        beside = at
        while beside < len(taken) and taken[beside][0] < closes:
            begins, ends = taken[beside]
            if opens < begins:
                found.append((opens, begins))
            opens = max(opens, ends)
            beside += 1
        if opens < closes:
            found.append((opens, closes))
    return found


def is_quiet_at(moment: datetime, zone: str, quiet: tuple[int, int] = QUIET) -> bool:
    """Whether somebody in this zone is to be left alone then."""
    return _is_quiet(moment.astimezone(ZoneInfo(zone)).hour, *quiet)


def _is_quiet(hour: int, begins: int, ends: int) -> bool:
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends


def _open(week: Week, first: datetime, until: datetime) -> list[Block]:
    return free_blocks(week.hours, zone=week.zone, first=first, last=until)


def _off(week: Week) -> list[Busy]:
    return [
        (first_moment(first, 0, week.zone), first_moment(last + DAY, 0, week.zone))
        for first, last in week.days_off
    ]


def _whole_hour(moment: datetime, zone: ZoneInfo) -> datetime:
    """The first moment from this one on at which the clock there shows a whole hour."""
    shown = moment.astimezone(zone)
    past = timedelta(minutes=shown.minute, seconds=shown.second, microseconds=shown.microsecond)
    return (moment + (HOUR - past if past else timedelta())).astimezone(UTC)
