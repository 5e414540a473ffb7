"""What is due around a session."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from turnabout.foundation.common.due import does_what_is_due
from turnabout.foundation.common.time import now
from turnabout.together.meetings import emails, mailbox
from turnabout.together.meetings.models import Meeting

REPLIES = mailbox
REMIND_BEFORE = timedelta(days=2)
LONGEST_SESSION = timedelta(hours=4)
ASK_FOR = timedelta(days=14)


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
