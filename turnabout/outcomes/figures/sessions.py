"""What became of the sessions of a programme, week by week: facts, one row per session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from turnabout.foundation.common.charts import KEPT, MISSED, MOVED, TO_COME, WeekOfSessions
from turnabout.frame.programmes.models import Programme
from turnabout.together.meetings.models import Meeting, Move

WAITING = "waiting"


@dataclass(frozen=True)
class SessionFact:
    """One session: whose (the senior's id and unit), in which week, and what became of it."""

    mentee: int
    unit: str
    week: int
    outcome: str


def sessions_of(programme: Programme, at: datetime) -> list[SessionFact]:
    """Every session that stands, in two queries. `waiting` is past and nobody has said yet."""
    meetings = list(
        Meeting.objects.promised()
        .filter(pair__programme=programme)
        .select_related("pair__mentee")
        .order_by("starts_at")
    )
    moved = set(
        Move.objects.filter(meeting__pair__programme=programme, is_free=False).values_list(
            "meeting", flat=True
        )
    )
    monday = first_monday(programme)
    zone = ZoneInfo(programme.organisation.zone)
    return [
        SessionFact(
            mentee=meeting.pair.mentee_id,
            unit=meeting.pair.mentee.unit,
            week=_week_number(meeting.starts_at.astimezone(zone).date(), monday),
            outcome=_outcome(meeting, meeting.pk in moved, at),
        )
        for meeting in meetings
    ]


def first_monday(programme: Programme) -> date:
    """The Monday of week 1: of the day the programme starts, or of its first session."""
    begun = programme.starts_on
    if begun is None:
        meetings = Meeting.objects.standing().filter(pair__programme=programme)
        first = meetings.aggregate(first=Min("starts_at"))["first"]
        begun = (first or programme.launched_at or programme.created_at).date()
    return begun - timedelta(days=begun.weekday())


def week_of(programme: Programme, day: date) -> int:
    return _week_number(day, first_monday(programme))


def _week_number(day: date, monday: date) -> int:
    """Sessions before the first day count to week 1."""
    return max((day - monday).days // 7 + 1, 1)


def last_week(programme: Programme) -> int:
    """The number of the week in which the last session falls as it was planned."""
    return max(programme.sessions * programme.gap_days // 7, 1)


def by_week(
    facts: Sequence[SessionFact], *, monday: date, weeks: Sequence[int], now_week: int
) -> list[WeekOfSessions]:
    return [
        _week(number, [fact for fact in facts if fact.week == number], monday, now_week)
        for number in weeks
    ]


def week_title(number: int, monday: date) -> str:
    day = date_format(monday + timedelta(weeks=number - 1), _("j M"))
    return _("%(number)s, from %(day)s") % {"number": number, "day": day}


def _week(number: int, facts: Sequence[SessionFact], monday: date, now_week: int) -> WeekOfSessions:
    def count(outcome: str) -> int:
        return sum(fact.outcome == outcome for fact in facts)

    return WeekOfSessions(
        label=str(number),
        kept=count(KEPT),
        moved=count(MOVED),
        missed=count(MISSED),
        to_come=count(TO_COME),
        is_now=number == now_week,
        title=week_title(number, monday),
    )


def _outcome(meeting: Meeting, is_moved: bool, at: datetime) -> str:
    if meeting.missed_at is not None:
        return MISSED
    if meeting.held_at is not None:
        return MOVED if is_moved else KEPT
    return TO_COME if meeting.starts_at >= at else WAITING
