"""What can happen to sessions: book, move, hold, miss, take out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.frame.programmes.over import SESSIONS, refuse_when_over
from turnabout.together.meetings import emails, queries
from turnabout.together.meetings.events import meeting_held, meeting_missed, meeting_moved
from turnabout.together.meetings.gate import gate_of
from turnabout.together.meetings.models import Absence, Meeting, Move, OtherTimes
from turnabout.together.meetings.places import place_for
from turnabout.together.pairs.models import Pair


@transaction.atomic
def book_meetings(
    pair: Pair,
    starts: Sequence[datetime],
    *,
    by: Person,
    place: str = "",
    way: str = Meeting.Way.OPEN,
) -> list[Meeting]:
    """Book the sessions that have no date yet, for both, in the order of their numbers."""
    pair = locked(pair)
    numbers = queries.numbers_without_a_date(pair)
    if not pair.is_together or pair.paused_at is not None or not pair.has(by):
        raise Refusal(_("Sessions are booked by the two people of a pair that meets now."))
    refuse_when_over(pair.programme, SESSIONS, what=_("No new session is booked."))
    if not starts or len(starts) > len(numbers):
        raise Refusal(_("These dates are booked already. Look at your page."))
    if list(starts) != sorted(set(starts)) or any(start <= now() for start in starts):
        raise Refusal(_("The dates have to follow each other and lie ahead."))
    where = place_for(pair, way=way, typed=place)
    booked = [
        _book(pair, number, start, place=where, way=way)
        for number, start in zip(numbers, starts, strict=False)
    ]
    pair.meetings.exclude(next_date_asked_at=None).update(next_date_asked_at=None)
    audit.record("meetings_booked", about=pair, number=len(booked))
    emails.send_booked(pair, booked)
    return booked


@transaction.atomic
def move_meeting(meeting: Meeting, to: datetime, *, by: Person) -> None:
    """Move a session to an hour that suits both. The side is kept, never a reason."""
    pair = locked(meeting.pair)
    side, by_delegate = side_for(pair, by)
    refuse_against_the_rules(meeting, pair, side)
    if to not in queries.slots_to_move_to(meeting):
        raise Refusal(_("This hour no longer suits both. Choose another."))
    bring_to(meeting, to, side=side, by=by, by_delegate=by_delegate)


def bring_to(
    meeting: Meeting, to: datetime, *, side: str, by: Person | None, by_delegate: bool
) -> None:
    """Give a session another time, with one entry in both calendars and one row for who did it."""
    unchanged = Meeting.objects.filter(
        pk=meeting.pk,
        starts_at=meeting.starts_at,
        held_at=None,
        missed_at=meeting.missed_at,
        cancelled_at=meeting.cancelled_at,
    )
    is_free = is_moved_freely(meeting)
    changed = unchanged.update(
        starts_at=to,
        sequence=F("sequence") + 1,
        changed_at=now(),
        reminded_at=None,
        asked_at=None,
        missed_at=None,
        cancelled_at=None,
    )
    if not changed:
        raise Refusal(_("This session was changed meanwhile. Look at it again."))
    Move.objects.create(
        meeting=meeting,
        from_at=meeting.starts_at,
        to_at=to,
        side=side,
        moved_by=by,
        by_delegate=by_delegate,
        is_free=is_free,
        moved_at=now(),
    )
    close_offers(meeting)
    meeting.refresh_from_db()
    audit.record("meeting_moved", about=meeting, side=side, by_delegate=by_delegate)
    emails.send_moved(meeting)
    meeting_moved.send(sender=None, meeting=meeting, side=side)


def is_moved_freely(meeting: Meeting) -> bool:
    """Whether it is a date of the programme that both may still move without counting."""
    until = queries.free_to_move_until(meeting.pair) if meeting.is_from_programme else None
    return until is not None and now() < until


def close_offers(*meetings: Meeting) -> None:
    """Take back the other times that somebody offered for these sessions; they are settled."""
    OtherTimes.objects.open().filter(meeting__in=meetings).update(withdrawn_at=now())


@transaction.atomic
def mark_held(meeting: Meeting, *, by: Person) -> None:
    """Say that the two met. Said after “we did not meet”, it puts that right."""
    _refuse_too_early(meeting, by)
    if gate_of(meeting.pair, "en") is not None:
        raise Refusal(
            _(
                "Your first session waits until both of you have finished the training. If you "
                "met all the same, ask your coordinator for an exception, then say so here."
            )
        )
    if not Meeting.objects.standing().filter(pk=meeting.pk).exists():
        raise Refusal(_("This session is in no calendar any more, so it was not held."))
    unheld = Meeting.objects.standing().filter(pk=meeting.pk, held_at=None)
    if not unheld.update(held_at=now(), missed_at=None):
        raise Refusal(_("That you met is noted already. Thank you."))
    meeting.absences.filter(kind=Absence.Kind.ALONE).delete()
    close_offers(meeting)
    meeting.refresh_from_db()
    meeting_held.send(sender=None, meeting=meeting)


@transaction.atomic
def mark_missed(meeting: Meeting, *, by: Person) -> None:
    """Say that the session did not take place; no reason and no side."""
    _refuse_too_early(meeting, by)
    standing = Meeting.objects.standing().filter(pk=meeting.pk, held_at=None, missed_at=None)
    if not standing.update(missed_at=now()):
        raise Refusal(_("This session is settled already. Thank you."))
    close_offers(meeting)
    meeting.refresh_from_db()
    meeting_missed.send(sender=None, meeting=meeting)


@transaction.atomic
def cancel_meetings_to_come(pair: Pair, *, by: Person | None) -> int:
    """Take the sessions to come out of both calendars, when a pair pauses or ends."""
    close_offers(*Meeting.objects.filter(pair=pair))
    coming = Meeting.objects.to_come(now()).filter(pair=pair, missed_at=None)
    meetings = list(coming.select_related("pair__programme__organisation"))
    for meeting in meetings:
        Meeting.objects.filter(pk=meeting.pk, cancelled_at=None).update(
            cancelled_at=now(), sequence=F("sequence") + 1
        )
        meeting.refresh_from_db(fields=["cancelled_at", "sequence"])
        emails.send_cancelled(meeting, by=by)
    return len(meetings)


def _book(pair: Pair, number: int, start: datetime, *, place: str, way: str) -> Meeting:
    """A new session, or one that was taken out and comes back with its calendar entry."""
    new = new_meeting(pair, number, start, place=place, way=way)
    again = Meeting.objects.filter(pair=pair, number=number).exclude(cancelled_at=None)
    changed = again.update(
        starts_at=start,
        first_booked_for=start,
        booked_at=new.booked_at,
        minutes=new.minutes,
        place=place,
        way=way,
        is_from_programme=False,
        sequence=F("sequence") + 1,
        cancelled_at=None,
        missed_at=None,
        reminded_at=None,
        asked_at=None,
    )
    if changed:
        meeting = Meeting.objects.get(pair=pair, number=number)
        close_offers(meeting)
        return meeting
    new.save()
    return new


def new_meeting(
    pair: Pair, number: int, start: datetime, *, place: str, way: str, **fields: bool
) -> Meeting:
    """A session as it is booked first; not saved yet."""
    kind = Meeting.Kind.CLOSING if number == pair.programme.sessions else Meeting.Kind.TALK
    return Meeting(
        pair=pair,
        number=number,
        kind=kind,
        starts_at=start,
        first_booked_for=start,
        booked_at=now(),
        minutes=pair.programme.session_minutes,
        place=place,
        way=way,
        **fields,
    )


def side_for(pair: Pair, by: Person) -> tuple[str, bool]:
    """For which side somebody moves, and whether as an assistant."""
    if by.pk == pair.mentor_id:
        return Move.Side.MENTOR, False
    if by.pk == pair.mentee_id:
        return Move.Side.MENTEE, False
    if queries.delegates_of(pair).filter(person=by).exists():
        return Move.Side.MENTEE, True
    if Membership.objects.coordinating(pair.programme_id).filter(person=by).exists():
        return Move.Side.COORDINATOR, False
    raise Refusal(_("Only the two people and whoever arranges for them move a session."))


def refuse_against_the_rules(meeting: Meeting, pair: Pair, side: str) -> None:
    programme = pair.programme
    if not pair.is_together or pair.paused_at is not None:
        raise Refusal(_("This pair does not meet now, so there is nothing to move."))
    if is_too_late_to_move(meeting):
        raise Refusal(
            _("This one stays where it is. It is less than %(hours)s hours away.")
            % {"hours": programme.notice_hours}
        )
    if side == Move.Side.COORDINATOR or is_moved_freely(meeting):
        return
    left = programme.moves_allowed - queries.moves_by_side(pair, side)
    if left <= 0:
        raise Refusal(
            _("This one stays where it is. All moves are used. The coordinator can help.")
        )
    # What is offered may be taken at any moment, so it is a move already.
    offered = OtherTimes.objects.open().filter(meeting__pair=pair, side=side)
    if offered.exclude(meeting=meeting).count() >= left:
        raise Refusal(
            _(
                "Times are offered for as many sessions as there are moves left. Wait for an "
                "answer, or take some back."
            )
        )


def is_too_late_to_move(meeting: Meeting) -> bool:
    return meeting.starts_at < now() + timedelta(hours=meeting.pair.programme.notice_hours)


def _refuse_too_early(meeting: Meeting, by: Person) -> None:
    if not meeting.pair.has(by):
        raise Refusal(_("Only the two who meet say whether they met."))
    if meeting.starts_at > now():
        raise Refusal(_("This session lies ahead. Say after it whether you met."))


def locked(pair: Pair) -> Pair:
    """The pair, held so that two people who book or move follow each other."""
    Pair.objects.select_for_update().get(pk=pair.pk)
    return Pair.objects.select_related(
        "programme__organisation", "mentor__organisation", "mentee__organisation"
    ).get(pk=pair.pk)
