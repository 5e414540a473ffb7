"""What becomes of a session that one side cannot keep: facts, new times, and nobody is blamed."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.over import SESSIONS, over
from turnabout.together.meetings import emails_moves, queries
from turnabout.together.meetings.events import meeting_missed
from turnabout.together.meetings.models import Absence, Meeting, Move
from turnabout.together.meetings.moving import offer_times_of_programme
from turnabout.together.meetings.services import close_offers, is_too_late_to_move, locked
from turnabout.together.pairs.clauses import senior_sides

SLIPS_BEFORE_NEW_TIMES = 2


@transaction.atomic
def give_up_late(meeting: Meeting, *, by: Person) -> None:
    """Say that one cannot come, too late to move it. Both are free, and both get new times.

    It is no end of the session: it comes back with its entry as soon as one of them is taken.
    """
    pair = locked(meeting.pair)
    if not pair.has(by):
        raise Refusal(_("Only the two who meet say that they cannot come."))
    if not pair.is_together or pair.paused_at is not None:
        raise Refusal(_("This pair does not meet now, so there is nothing to give up."))
    if not is_too_late_to_move(meeting):
        raise Refusal(_("There is time to move this one. Choose another hour instead."))
    if meeting.starts_at <= now():
        raise Refusal(_("The hour of this session has begun. Say after it whether you met."))
    standing = Meeting.objects.to_come(now()).filter(
        pk=meeting.pk, starts_at=meeting.starts_at, missed_at=None
    )
    if not standing.update(cancelled_at=now(), missed_at=now(), sequence=F("sequence") + 1):
        raise Refusal(_("This session was changed meanwhile. Look at it again."))
    side = pair.side_of(by)
    Absence.objects.create(meeting=meeting, kind=Absence.Kind.LATE, side=side, said_at=now())
    close_offers(meeting)
    audit.record("meeting_given_up", about=meeting, side=side)
    meeting.refresh_from_db()
    meeting.pair = pair
    offer = offer_times_of_programme(meeting)
    emails_moves.send_given_up(meeting, offer)
    meeting_missed.send(sender=None, meeting=meeting)


@transaction.atomic
def say_one_was_alone(meeting: Meeting, *, by: Person) -> None:
    """Say that one was there and the other was not. The partner does not learn who said so."""
    pair = locked(meeting.pair)
    if not pair.has(by):
        raise Refusal(_("Only the two who meet say whether they met."))
    if meeting.starts_at > now():
        raise Refusal(_("This session lies ahead. Say after it whether you met."))
    unheld = Meeting.objects.standing().filter(pk=meeting.pk, held_at=None)
    is_new = unheld.filter(missed_at=None).update(missed_at=now())
    if not is_new and not unheld.exists():
        raise Refusal(_("This session is settled already. Thank you."))
    other = Move.Side.MENTEE if pair.side_of(by) == "mentor" else Move.Side.MENTOR
    _row, was_made = Absence.objects.get_or_create(
        meeting=meeting, kind=Absence.Kind.ALONE, side=other, defaults={"said_at": now()}
    )
    if not was_made:
        raise Refusal(_("That is noted already. Thank you."))
    close_offers(meeting)
    meeting.refresh_from_db()
    meeting_missed.send(sender=None, meeting=meeting)


@transaction.atomic
def offer_new_times_after_moves(meeting: Meeting, side: str) -> None:
    """After the second move of the senior’s side, both get three times without asking for any."""
    latest = meeting.moves.order_by("moved_at").last()
    if side not in senior_sides(meeting.pair.programme) or latest is None or latest.is_free:
        return
    if queries.moves_by_side(meeting.pair, side) != SLIPS_BEFORE_NEW_TIMES:
        return
    offer = offer_times_of_programme(meeting)
    if offer is not None:
        emails_moves.send_times_of_programme(offer, senior=side)


@transaction.atomic
def ask_for_next_date(meeting: Meeting) -> int:
    """Both hear before anybody else that the next date is missing, with hours that suit both."""
    last = Meeting.objects.last_before_nothing().filter(pk=meeting.pk, next_date_asked_at=None)
    if not last.update(next_date_asked_at=now()):
        return 0
    pair = meeting.pair
    proposed = [] if over(pair.programme, SESSIONS) else queries.propose_sessions(pair)
    if proposed:
        emails_moves.send_next_date(meeting, proposed[0])
    return 1


def other_side_was_away(meeting: Meeting, person: Person) -> bool:
    """Whether it is noted that this person waited in vain; she alone is shown that."""
    other = Move.Side.MENTEE if meeting.pair.side_of(person) == "mentor" else Move.Side.MENTOR
    return meeting.absences.filter(kind=Absence.Kind.ALONE, side=other).exists()
