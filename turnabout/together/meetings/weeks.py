"""The two weeks of a pair: painted hours, days off, what is booked and when somebody is busy."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import chain

from django.db.models import Q

from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes import defaults
from turnabout.frame.programmes.models import Programme
from turnabout.joining.applications.models import Application
from turnabout.together.meetings.models import BusyCalendar, DaysAway, Holiday, Meeting
from turnabout.together.meetings.slots import USUAL_WEEK, Busy, TwoWeeks, Week
from turnabout.together.pairs.models import Pair

# Dates further away than this are asked for by nobody.
FURTHEST = timedelta(days=2 * 366)
Days = tuple[date, date]


def two_weeks(
    pair: Pair, *, way: str = Meeting.Way.OPEN, without: Meeting | None = None
) -> TwoWeeks:
    """Both weeks of a pair, for sessions to which the two come in this way.

    `without` is a session that may go to another hour, so that its own does not stand in the way.
    """
    programme = pair.programme
    travel = travel_minutes(programme)
    people = (pair.mentor, pair.mentee)
    off = days_off(people)
    busy = busy_times(people)
    hours = dict(
        Application.objects.filter(
            membership__in=(pair.mentor_membership_id, pair.mentee_membership_id)
        ).values_list("membership_id", "hours")
    )
    mentor, mentee = (
        Week(
            tuple(hours.get(membership) or USUAL_WEEK),
            person.clock_zone,
            days_off=off[person.pk],
            busy=busy[person.pk],
        )
        for person, membership in (
            (pair.mentor, pair.mentor_membership_id),
            (pair.mentee, pair.mentee_membership_id),
        )
    )
    return TwoWeeks(
        mentor=mentor,
        mentee=mentee,
        minutes=without.minutes if without else programme.session_minutes,
        busy=_booked(pair, travel if way != Meeting.Way.ON_SITE else 0, without),
        travel_minutes=travel if way == Meeting.Way.ON_SITE else 0,
        quiet=quiet_hours(programme),
    )


def travel_minutes(programme: Programme) -> int:
    return int(defaults.current(programme, "travel_minutes"))


def quiet_hours(programme: Programme) -> tuple[int, int]:
    """From and until which hour nobody is to meet who has not said so herself."""
    current = defaults.current
    return int(current(programme, "quiet_from")), int(current(programme, "quiet_until"))


def days_off(people: Sequence[Person]) -> dict[int, tuple[Days, ...]]:
    """The days on which each of these people is not to be booked, by key."""
    today = now().date()
    furthest = today + FURTHEST
    off: dict[int, list[Days]] = {person.pk: [] for person in people}
    organisations = {person.organisation_id for person in people}
    holidays: dict[tuple[int, str], list[Days]] = defaultdict(list)
    listed = Holiday.objects.filter(organisation__in=organisations, day__range=(today, furthest))
    for organisation, place, day in listed.values_list("organisation", "place", "day"):
        holidays[organisation, place].append((day, day))
    for person in people:
        places = {"", person.place}
        off[person.pk] += chain(*(holidays[person.organisation_id, place] for place in places))
        if person.away_until is not None and person.away_until > today:
            last = min(person.away_until - timedelta(days=1), furthest)
            off[person.pk].append((today, last))
    away = DaysAway.objects.filter(person__in=people, last_on__gte=today, first_on__lte=furthest)
    for key, first, last in away.values_list("person", "first_on", "last_on"):
        off[key].append((first, min(last, furthest)))
    return {key: tuple(days) for key, days in off.items()}


def busy_times(people: Sequence[Person]) -> dict[int, tuple[Busy, ...]]:
    """When the calendars that these people let us look into say that they are busy, by key."""
    busy: dict[int, tuple[Busy, ...]] = {person.pk: () for person in people}
    told = BusyCalendar.objects.filter(person__in=people).values_list("person", "blocks")
    for person, blocks in told:
        busy[person] = tuple(
            (datetime.fromisoformat(begins), datetime.fromisoformat(ends))
            for begins, ends in blocks
        )
    return busy


def _booked(pair: Pair, travel: int, without: Meeting | None) -> tuple[Busy, ...]:
    """What either of the two has booked with anybody, with the way to it where there is one."""
    people = (pair.mentor_id, pair.mentee_id)
    taken = Meeting.objects.to_come(now()).filter(
        Q(pair__mentor__in=people) | Q(pair__mentee__in=people)
    )
    if without is not None:
        taken = taken.exclude(pk=without.pk)
    spans = []
    for meeting in taken:
        way = timedelta(minutes=travel if meeting.way == Meeting.Way.ON_SITE else 0)
        spans.append((meeting.starts_at - way, meeting.ends_at + way))
    return tuple(spans)
