"""What is due around a session."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet

from turnabout.foundation.common.due import does_what_is_due
from turnabout.foundation.common.time import now
from turnabout.together.meetings import busy, emails, keeping, mailbox, moving, rounds
from turnabout.together.meetings.models import Meeting, OtherTimes
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.services import announce_closing

REPLIES = mailbox
REMIND_BEFORE = timedelta(days=2)
LONGEST_SESSION = timedelta(hours=4)
ASK_FOR = timedelta(days=14)
NEXT_DATE_AFTER, NEXT_DATE_WITHIN = timedelta(days=3), timedelta(days=28)
# A pair has this long to close together before it is told on which day it closes by itself.
CLOSE_AFTER = timedelta(days=14)


@does_what_is_due("meetings.remind")
def remind() -> int:
    """Remind both two days before a session."""
    soon = Meeting.objects.to_come(now()).filter(
        starts_at__lte=now() + REMIND_BEFORE, reminded_at=None
    )
    return sum(_remind(meeting) for meeting in _of_meeting_pairs(soon))


@does_what_is_due("meetings.ask_whether_held")
def ask_whether_held() -> int:
    """Ask both, once, whether they met; one tap of either is enough."""
    past = Meeting.objects.unanswered(now()).filter(
        asked_at=None, starts_at__gte=now() - ASK_FOR - LONGEST_SESSION
    )
    over = [meeting for meeting in _of_meeting_pairs(past) if meeting.ends_at <= now()]
    return sum(_ask(meeting) for meeting in over)


@does_what_is_due("meetings.ask_for_next_dates")
def ask_for_next_dates() -> int:
    """Ask both for a next date a few days after a session that none follows."""
    days = now() - NEXT_DATE_WITHIN, now() - NEXT_DATE_AFTER
    unasked = Meeting.objects.filter(starts_at__range=days, next_date_asked_at=None)
    alone = list(unasked.last_before_nothing().order_by().values_list("pk", flat=True))
    meetings = _of_meeting_pairs(Meeting.objects.filter(pk__in=alone)) if alone else ()
    return sum(keeping.ask_for_next_date(meeting) for meeting in meetings)


@does_what_is_due("meetings.let_times_lapse")
def let_times_lapse() -> int:
    """Other times that nobody took: the session stays, and whoever offered them is told."""
    over = OtherTimes.objects.open().filter(until__lte=now())
    with_people = over.select_related(
        "offered_by", "meeting__pair__programme__organisation", "meeting__pair__mentor"
    )
    return sum(moving.let_times_lapse(offer) for offer in with_people)


@does_what_is_due("meetings.book_all")
def book_all() -> int:
    """Dates that a coordinator asked for, for all pairs that have none."""
    return rounds.book_what_waits()


@does_what_is_due("meetings.read_calendars")
def read_calendars() -> int:
    """Calendars that people connected: read them again, and forget those of nobody’s pair."""
    return busy.read_due() + busy.forget_what_is_over()


@does_what_is_due("meetings.announce_ends")
def announce_ends() -> int:
    """Tell pairs whose sessions have all been behind them for a while when they close."""
    known = Q(meetings__cancelled_at=None)
    settled = Q(meetings__held_at__isnull=False) | Q(meetings__missed_at__isnull=False)
    unsettled = Q(meetings__held_at=None, meetings__missed_at=None)
    through = (
        Pair.objects.meeting_now()
        .filter(closes_on=None)
        .order_by()
        .annotate(
            settled=Count("meetings", filter=known & settled),
            open=Count("meetings", filter=known & unsettled),
            held=Count("meetings", filter=known & Q(meetings__held_at__isnull=False)),
            last=Max("meetings__starts_at", filter=known),
        )
        .filter(
            settled__gte=F("programme__sessions"), open=0, held__gt=0, last__lte=now() - CLOSE_AFTER
        )
    )
    people = "programme__organisation", "mentor__organisation", "mentee__organisation"
    found = Pair.objects.filter(pk__in=list(through.values_list("pk", flat=True)))
    return sum(announce_closing(pair) for pair in found.select_related(*people))


@transaction.atomic
def _remind(meeting: Meeting) -> int:
    if not Meeting.objects.filter(pk=meeting.pk, reminded_at=None).update(reminded_at=now()):
        return 0
    emails.send_reminder(meeting)
    return 1


@transaction.atomic
def _ask(meeting: Meeting) -> int:
    if not Meeting.objects.filter(pk=meeting.pk, asked_at=None).update(asked_at=now()):
        return 0
    emails.send_did_you_meet(meeting)
    return 1


def _of_meeting_pairs(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return meetings.filter(pair__ended_at=None, pair__paused_at=None).select_related(
        "pair__programme__organisation", "pair__mentor", "pair__mentee"
    )
