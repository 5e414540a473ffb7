"""Reads that feed the pages of sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.together.meetings.models import Absence, Meeting, Move, OtherTimes
from turnabout.together.meetings.slots import Stretch, nearest
from turnabout.together.meetings.weeks import two_weeks
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.page import SessionFacts

FIRST_AFTER_DAYS = 5
LOOK_DAYS = 28
MOVE_WITHIN_DAYS = 10
TALK_WITHIN_DAYS = 28
CHOICES_PER_SESSION = 8
CHOICES_WITHIN_DAYS = 7
CHOICES_TO_MOVE = 12
MORNING = time(10, 0)


@dataclass(frozen=True)
class Proposed:
    """One session without a date: the one that fits best, and others near it."""

    number: int
    best: datetime
    choices: tuple[datetime, ...]


def numbers_without_a_date(pair: Pair) -> list[int]:
    taken = set(pair.meetings.standing().values_list("number", flat=True))
    return [number for number in range(1, pair.programme.sessions + 1) if number not in taken]


@dataclass(frozen=True)
class Dates:
    """A date for every session that has none, and how far from their own hours the two are led."""

    sessions: list[Proposed]
    stretch: Stretch = Stretch.OWN


def propose_sessions(pair: Pair) -> list[Proposed]:
    """A date for every session that has none, in the programme's rhythm, with others near it."""
    return look_for_dates(pair).sessions


def look_for_dates(pair: Pair, *, way: str = Meeting.Way.OPEN) -> Dates:
    """A date for every session that has none, for two who come in this way."""
    numbers = numbers_without_a_date(pair)
    gap = timedelta(days=pair.programme.gap_days)
    first = _first_moment(pair, gap)
    last = first + gap * len(numbers) + timedelta(days=LOOK_DAYS)
    found = two_weeks(pair, way=way).found_between(first, last)
    free = found.starts
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
    return Dates(proposed, found.stretch)


def propose_dates(pair: Pair) -> list[datetime]:
    """The dates that fit best for all sessions without one."""
    return [session.best for session in propose_sessions(pair)]


def free_slots(pair: Pair, *, after: datetime, before: datetime) -> list[datetime]:
    """Every start between two moments that suits both."""
    return two_weeks(pair).free_between(after, before)


def slots_to_move_to(meeting: Meeting) -> list[datetime]:
    """Where a session may go: with notice, within ten days, between its neighbours."""
    near = timedelta(days=MOVE_WITHIN_DAYS)
    first, last = room_to_move(meeting)
    first = max(first, meeting.starts_at - near)
    last = min(last, meeting.starts_at + near)
    weeks = two_weeks(meeting.pair, way=meeting.way, without=meeting)
    return [start for start in weeks.free_between(first, last) if start != meeting.starts_at]


def room_to_move(meeting: Meeting) -> tuple[datetime, datetime]:
    """From and until when a session may lie: with notice, and between its neighbours."""
    pair = meeting.pair
    others = pair.meetings.standing().exclude(pk=meeting.pk)
    before = others.filter(number__lt=meeting.number).order_by("-starts_at").first()
    following = others.filter(number__gt=meeting.number).order_by("starts_at").first()
    first = now() + timedelta(hours=pair.programme.notice_hours)
    last = max(meeting.starts_at, now()) + timedelta(days=TALK_WITHIN_DAYS)
    if before is not None:
        first = max(first, before.ends_at)
    if following is not None:
        last = min(last, following.starts_at - timedelta(minutes=meeting.minutes))
    return first, last


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
    """How many of its moves a side has used; giving a session up late uses one, too."""
    moves = Move.objects.filter(meeting__pair=pair, side=side, is_free=False)
    late = Absence.objects.filter(meeting__pair=pair, side=side, kind=Absence.Kind.LATE)
    return moves.count() + late.count()


def free_to_move_until(pair: Pair) -> datetime | None:
    """Until when dates that the programme put in move freely: the first notice period."""
    put_in = pair.meetings.filter(is_from_programme=True)
    first: datetime | None = put_in.aggregate(first=Min("first_booked_for"))["first"]
    return first - timedelta(hours=pair.programme.notice_hours) if first else None


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
    ahead = Q(cancelled_at=None, starts_at__gte=now(), held_at=None)
    may_come_back = Q(cancelled_at__isnull=False, missed_at__isnull=False)
    offers = OtherTimes.objects.open().filter(meeting=OuterRef("pk"))
    return (
        Meeting.objects.visible_to(actor)
        .annotate(is_offered=Exists(offers))
        .filter(ahead | may_come_back & Q(is_offered=True))
        .filter(pair__mentee__in=delegations_of(actor.person_id).values("principal"))
        .filter(pair__paused_at=None)
        .select_related("pair__programme", "pair__mentee")
        .order_by("starts_at")
    )


def place_for_others(meeting: Meeting) -> str:
    """Where a session is, for whoever arranges it: the link of a call stays with the two."""
    if meeting.way == Meeting.Way.VIDEO or "://" in meeting.place:
        return _("by video")
    return meeting.place


def session_facts(pairs: Sequence[Pair]) -> dict[int, SessionFacts]:
    """Held, moved, missed and to come, for many pairs in two queries."""
    keys = [pair.pk for pair in pairs]
    counts = (
        Meeting.objects.promised()
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
    """The best hour and others around it, on several days."""
    near = timedelta(days=CHOICES_WITHIN_DAYS)
    around = [start for start in free if abs(start - best) <= near]
    return tuple(sorted({best, *some_of(around, best, CHOICES_PER_SESSION - 1)}))
