"""Reads that feed the pages of sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.joining.applications.models import Application
from turnabout.together.meetings.models import Meeting, Move
from turnabout.together.meetings.slots import USUAL_WEEK, TwoWeeks, Week, nearest
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.page import SessionFacts

FIRST_AFTER_DAYS = 5
LOOK_DAYS = 28
MOVE_WITHIN_DAYS = 10
CHOICES_PER_SESSION = 8
CHOICES_TO_MOVE = 12
MORNING = time(10, 0)


@dataclass(frozen=True)
class Proposed:
    """One session without a date: the one that fits best, and others near it."""

    number: int
    best: datetime
    choices: tuple[datetime, ...]


def two_weeks(pair: Pair) -> TwoWeeks:
    """Both weeks of a pair as their applications say, and what both have booked already."""
    hours = dict(
        Application.objects.filter(
            membership__in=(pair.mentor_membership_id, pair.mentee_membership_id)
        ).values_list("membership_id", "hours")
    )
    return TwoWeeks(
        mentor=_week(hours.get(pair.mentor_membership_id), pair.mentor),
        mentee=_week(hours.get(pair.mentee_membership_id), pair.mentee),
        minutes=pair.programme.session_minutes,
        busy=_busy(pair),
    )


def numbers_without_a_date(pair: Pair) -> list[int]:
    taken = set(pair.meetings.standing().values_list("number", flat=True))
    return [number for number in range(1, pair.programme.sessions + 1) if number not in taken]


def propose_sessions(pair: Pair) -> list[Proposed]:
    """A date for every session that has none, in the programme's rhythm, with others near it."""
    numbers = numbers_without_a_date(pair)
    gap = timedelta(days=pair.programme.gap_days)
    first = _first_moment(pair, gap)
    last = first + gap * len(numbers) + timedelta(days=LOOK_DAYS)
    free = two_weeks(pair).free_between(first, last)
    proposed: list[Proposed] = []
    target = _preferred_start(free, pair.mentee)
    for number in numbers:
        if target is None:
            break
        after = [start for start in free if not proposed or start > proposed[-1].best]
        best = nearest(after, target)
        if best is None:
            break
        proposed.append(Proposed(number, best, _near(after, best)))
        # The hour of the clock stays when summer time comes; the instant does not.
        target = _same_hour_later(best, gap, pair.mentee)
    return proposed


def propose_dates(pair: Pair) -> list[datetime]:
    """The dates that fit best for all sessions without one."""
    return [session.best for session in propose_sessions(pair)]


def free_slots(pair: Pair, *, after: datetime, before: datetime) -> list[datetime]:
    """Every start between two moments that suits both."""
    return two_weeks(pair).free_between(after, before)


def slots_to_move_to(meeting: Meeting) -> list[datetime]:
    """Where a session may go: with notice, within ten days, between its neighbours."""
    pair = meeting.pair
    near = timedelta(days=MOVE_WITHIN_DAYS)
    others = pair.meetings.standing().exclude(pk=meeting.pk)
    before = others.filter(number__lt=meeting.number).order_by("-starts_at").first()
    following = others.filter(number__gt=meeting.number).order_by("starts_at").first()
    first = max(now() + timedelta(hours=pair.programme.notice_hours), meeting.starts_at - near)
    last = meeting.starts_at + near
    if before is not None:
        first = max(first, before.ends_at)
    if following is not None:
        last = min(last, following.starts_at)
    free = free_slots(pair, after=first, before=last)
    return [start for start in free if start != meeting.starts_at]


def some_of(
    starts: Sequence[datetime], around: datetime, number: int = CHOICES_TO_MOVE
) -> list[datetime]:
    """A few starts near a moment, two to a day, so that a phone shows them at once."""
    by_day: dict[date, list[datetime]] = {}
    for start in starts:
        by_day.setdefault(start.date(), []).append(start)
    chosen = [day[index] for day in by_day.values() for index in sorted({0, len(day) // 2})]
    return sorted(sorted(chosen, key=lambda start: abs(start - around))[:number])


def moves_by_side(pair: Pair, side: str) -> int:
    return Move.objects.filter(meeting__pair=pair, side=side).count()


def next_meeting(pair: Pair) -> Meeting | None:
    """The session that comes next or has just begun; an unanswered one comes first."""
    unsettled = pair.meetings.standing().filter(held_at=None, missed_at=None)
    return unsettled.order_by("starts_at").first()


def delegations_of(person_id: int | None) -> QuerySet[Membership]:
    """For whom somebody may move sessions, and in which programme."""
    if person_id is None:
        return Membership.objects.none()
    return Membership.objects.active().filter(person_id=person_id, role="delegate")


def delegates_of(pair: Pair) -> QuerySet[Membership]:
    """Who may move sessions for the mentee of a pair."""
    return (
        Membership.objects.active()
        .filter(programme_id=pair.programme_id, role="delegate", principal_id=pair.mentee_id)
        .select_related("person__organisation")
    )


def meetings_to_arrange(actor: Actor) -> QuerySet[Meeting]:
    """What a delegate sees: the sessions to come of those she arranges for."""
    return (
        Meeting.objects.visible_to(actor)
        .to_come(now())
        .filter(pair__mentee__in=delegations_of(actor.person_id).values("principal"))
        .filter(pair__paused_at=None)
        .select_related("pair__programme", "pair__mentee")
        .order_by("starts_at")
    )


def session_facts(pairs: Sequence[Pair]) -> dict[int, SessionFacts]:
    """Held, moved, missed and to come, for many pairs in two queries."""
    keys = [pair.pk for pair in pairs]
    counts = (
        Meeting.objects.standing()
        .filter(pair__in=keys)
        .order_by()
        .values("pair_id")
        .annotate(
            held=Count("pk", filter=Q(held_at__isnull=False)),
            missed=Count("pk", filter=Q(missed_at__isnull=False)),
            to_come=Count("pk", filter=Q(held_at=None, missed_at=None)),
        )
    )
    moved = dict(
        Move.objects.filter(meeting__pair__in=keys)
        .order_by()
        .values_list("meeting__pair_id")
        .annotate(Count("pk"))
    )
    return {
        row["pair_id"]: SessionFacts(
            held=row["held"],
            moved=moved.get(row["pair_id"], 0),
            missed=row["missed"],
            to_come=row["to_come"],
        )
        for row in counts
    }


def _week(hours: list[str] | None, person: Person) -> Week:
    return Week(tuple(hours or USUAL_WEEK), person.clock_zone)


def _busy(pair: Pair) -> tuple[tuple[datetime, datetime], ...]:
    people = (pair.mentor_id, pair.mentee_id)
    taken = Meeting.objects.to_come(now()).filter(
        Q(pair__mentor__in=people) | Q(pair__mentee__in=people)
    )
    return tuple((meeting.starts_at, meeting.ends_at) for meeting in taken)


def _first_moment(pair: Pair, gap: timedelta) -> datetime:
    """Not before there is notice, not before the programme begins, and a gap after the last."""
    begin = now() + timedelta(days=FIRST_AFTER_DAYS)
    starts_on = pair.programme.starts_on
    if starts_on is not None:
        zone = ZoneInfo(pair.programme.organisation.zone)
        begin = max(begin, datetime.combine(starts_on, time(), tzinfo=zone))
    held = pair.meetings.exclude(held_at=None).order_by("-starts_at").first()
    return max(begin, held.starts_at + gap / 2) if held else begin


def _preferred_start(free: Sequence[datetime], person: Person) -> datetime | None:
    """The first day that has an hour, and on it the hour closest to the middle of the morning."""
    if not free:
        return None
    zone = ZoneInfo(person.clock_zone)
    day = free[0].astimezone(zone).date()
    same_day = [start for start in free if start.astimezone(zone).date() == day]
    return nearest(same_day, datetime.combine(day, MORNING, tzinfo=zone))


def _same_hour_later(start: datetime, gap: timedelta, person: Person) -> datetime:
    local = start.astimezone(ZoneInfo(person.clock_zone))
    return (local + gap).astimezone(UTC)


def _near(free: Sequence[datetime], best: datetime) -> tuple[datetime, ...]:
    close = sorted(free, key=lambda start: (abs(start - best), start))[:CHOICES_PER_SESSION]
    return tuple(sorted(close))
