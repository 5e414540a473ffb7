"""Hours that suit two people: both weeks, both zones, and nothing that is booked already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from turnabout.joining.applications.hours import possible_starts, start_times

Busy = tuple[datetime, datetime]
WEEK = timedelta(days=7)
WORKING_DAYS = ("mon", "tue", "wed", "thu", "fri")
USUAL_WEEK = tuple(f"{day}-{hour:02}" for day in WORKING_DAYS for hour in range(9, 17))


@dataclass(frozen=True)
class Week:
    """The hours of one person, like `tue-09`, in her own zone."""

    hours: tuple[str, ...]
    zone: str


@dataclass(frozen=True)
class TwoWeeks:
    """The weeks of both, the length of a session, and what is taken."""

    mentor: Week
    mentee: Week
    minutes: int
    busy: tuple[Busy, ...] = ()

    def free_between(self, first: datetime, last: datetime) -> list[datetime]:
        """Every start from `first` to `last` that suits both, in order and in UTC.

        Where the two weeks share nothing, the usual working week of both is looked at, and then
        the mentor's own hours: she never has to stretch hers.
        """
        for mentor, mentee in self._attempts():
            found = [
                start
                for start in _shared(mentor, mentee, first, last, self.minutes)
                if first <= start <= last and not self._is_taken(start)
            ]
            if found:
                return found
        return []

    def _attempts(self) -> Iterable[tuple[Week, Week]]:
        usual = Week(USUAL_WEEK, self.mentor.zone), Week(USUAL_WEEK, self.mentee.zone)
        return (self.mentor, self.mentee), usual, (self.mentor, self.mentor)

    def _is_taken(self, start: datetime) -> bool:
        end = start + timedelta(minutes=self.minutes)
        return any(begins < end and start < ends for begins, ends in self.busy)


def nearest(starts: Sequence[datetime], target: datetime) -> datetime | None:
    """The start closest to a moment; the earlier of two that are equally close."""
    return min(starts, key=lambda start: (abs(start - target), start), default=None)


def _shared(
    mentor: Week, mentee: Week, first: datetime, last: datetime, minutes: int
) -> Iterable[datetime]:
    """Starts of whole hours, told by one of the two clocks, that both weeks allow."""
    week_of = first.astimezone(UTC).date()
    while week_of - timedelta(days=week_of.weekday()) <= last.astimezone(UTC).date():
        both = possible_starts(mentor.hours, zone=mentor.zone, week_of=week_of, minutes=minutes)
        both &= possible_starts(mentee.hours, zone=mentee.zone, week_of=week_of, minutes=minutes)
        for start in start_times(both, zone=mentor.zone, week_of=week_of):
            if start.minute == 0:
                yield start.astimezone(UTC)
        week_of += WEEK
