"""Another time by agreement: up to three are offered, and the other side takes one with one tap."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.together.meetings import emails_moves, queries
from turnabout.together.meetings.models import Meeting, Move, OtherTimes
from turnabout.together.meetings.services import (
    bring_to,
    locked,
    refuse_against_the_rules,
    side_for,
)
from turnabout.together.meetings.slots import is_quiet_at
from turnabout.together.meetings.weeks import quiet_hours
from turnabout.together.pairs.models import Pair

MOST_TIMES = 3
STANDS_FOR = timedelta(days=5)
# The other one keeps a night to answer in before the session itself.
NIGHT_BEFORE = timedelta(hours=12)
BOTH = (Move.Side.PROGRAMME, Move.Side.COORDINATOR)


@transaction.atomic
def offer_times(meeting: Meeting, times: Sequence[datetime], *, by: Person) -> OtherTimes:
    """Offer up to three other times. The session stays where it is until one of them is taken."""
    pair = locked(meeting.pair)
    side, by_delegate = side_for(pair, by)
    meeting = _fresh(meeting, pair)
    if meeting.held_at or meeting.missed_at or meeting.cancelled_at:
        raise Refusal(_("This session is settled already. Look at your page."))
    refuse_against_the_rules(meeting, pair, side)
    if meeting.other_times.open().exists():
        raise Refusal(_("Other times are offered already. Take one of them, or take them back."))
    _refuse_times(meeting, times)
    offer = _offer(meeting, times, side=side, by=by, by_delegate=by_delegate)
    audit.record("times_offered", about=meeting, side=side, by_delegate=by_delegate)
    emails_moves.send_times(offer)
    return offer


@transaction.atomic
def pass_on(meeting: Meeting, to: datetime, *, by: Person, instead_of: datetime | None) -> None:
    """Offer the other side the one hour that a calendar proposed, by the rules of all offers."""
    pair = meeting.pair
    side, _by_delegate = side_for(pair, by)
    asked = pair.mentor if side == Move.Side.MENTEE else pair.mentee
    if is_quiet_at(to, asked.clock_zone, quiet_hours(pair.programme)):
        raise Refusal(_("That hour is in the quiet hours of the other side."))
    forget_what_was_passed_on(meeting, instead_of, side=side)
    offer_times(meeting, [to], by=by)


def forget_what_was_passed_on(meeting: Meeting, hour: datetime | None, *, side: str) -> None:
    """A calendar changed its mind about the hour that it proposed."""
    if hour is not None:
        passed_on = meeting.other_times.open().filter(side=side, times=[hour.isoformat()])
        passed_on.update(withdrawn_at=now())


@transaction.atomic
def offer_times_of_programme(meeting: Meeting) -> OtherTimes | None:
    """Offer both three hours that suit both, so that neither has to look for one.

    None where nothing is free, or where other times are on the table already.
    """
    pair = locked(meeting.pair)
    meeting = _fresh(meeting, pair)
    if not pair.is_together or pair.paused_at is not None or meeting.held_at is not None:
        return None
    if meeting.other_times.open().exists():
        return None
    slots = queries.slots_to_move_to(meeting)
    times = queries.some_of(slots, meeting.starts_at, MOST_TIMES)
    if not times:
        return None
    return _offer(meeting, times, side=Move.Side.PROGRAMME, by=None, by_delegate=False)


@transaction.atomic
def take_time(offer: OtherTimes, to: datetime, *, by: Person) -> None:
    """Take one of the times that were offered. The move counts for the side that offered it."""
    pair = locked(offer.meeting.pair)
    _refuse_own(offer, pair, by)
    if not pair.is_together or pair.paused_at is not None:
        raise Refusal(_("This pair does not meet now, so there is nothing to move."))
    if to not in offer.ahead(now()):
        raise Refusal(_("This time is over or was not offered. Look at the session again."))
    meeting = _fresh(offer.meeting, pair)
    if meeting.starts_at != offer.from_at:
        raise Refusal(_("This session was changed meanwhile. Look at it again."))
    if not OtherTimes.objects.open().filter(pk=offer.pk).update(taken_at=now()):
        raise Refusal(_("These times were answered or taken back. Look at the session again."))
    bring_to(meeting, to, side=offer.side, by=offer.offered_by, by_delegate=offer.by_delegate)
    offer.refresh_from_db()


@transaction.atomic
def decline_times(offer: OtherTimes, *, by: Person) -> None:
    """Say that none of them fits. The session stays where it is, and nobody asks why."""
    _refuse_own(offer, offer.meeting.pair, by)
    if not OtherTimes.objects.open().filter(pk=offer.pk).update(declined_at=now()):
        raise Refusal(_("These times were answered or taken back. Look at the session again."))
    if offer.side not in BOTH:
        emails_moves.send_stays(offer)


@transaction.atomic
def take_times_back(offer: OtherTimes, *, by: Person) -> None:
    """Take back the times that one's own side offered."""
    side, _by_delegate = side_for(offer.meeting.pair, by)
    if side != offer.side:
        raise Refusal(_("Only the side that offered these times takes them back."))
    if not OtherTimes.objects.open().filter(pk=offer.pk).update(withdrawn_at=now()):
        raise Refusal(_("These times were answered or taken back. Look at the session again."))


@transaction.atomic
def let_times_lapse(offer: OtherTimes) -> int:
    """Nobody answered in time: the session stays, and whoever offered hears so before its hour."""
    if not OtherTimes.objects.open().filter(pk=offer.pk).update(lapsed_at=now()):
        return 0
    if offer.side not in BOTH and offer.from_at > now():
        emails_moves.send_stays(offer)
    return 1


def why_it_stays(meeting: Meeting, *, by: Person) -> str:
    """Why this person can give a session no other time now; nothing where she can."""
    if meeting.held_at or meeting.missed_at or meeting.cancelled_at:
        return _("This session is settled already. Look at your page.")
    try:
        side, _by_delegate = side_for(meeting.pair, by)
        refuse_against_the_rules(meeting, meeting.pair, side)
    except Refusal as refusal:
        return str(refusal)
    return ""


def may_answer(offer: OtherTimes, pair: Pair, by: Person) -> bool:
    """Whether this person is of the side that was asked."""
    side, _by_delegate = side_for(pair, by)
    is_of_the_two = side in (Move.Side.MENTOR, Move.Side.MENTEE)
    return is_of_the_two and side != offer.side


def _refuse_own(offer: OtherTimes, pair: Pair, by: Person) -> None:
    if not may_answer(offer, pair, by):
        raise Refusal(_("These times wait for the other side."))


def _refuse_times(meeting: Meeting, times: Sequence[datetime]) -> None:
    if not 1 <= len(set(times)) == len(times) <= MOST_TIMES:
        raise Refusal(_("Offer one, two or three different times."))
    first, last = queries.room_to_move(meeting)
    if any(not first <= time <= last or time == meeting.starts_at for time in times):
        raise Refusal(
            _(
                "A time has to leave enough notice, lie between the sessions before and after, "
                "and within four weeks."
            )
        )


def _offer(
    meeting: Meeting,
    times: Sequence[datetime],
    *,
    side: str,
    by: Person | None,
    by_delegate: bool,
) -> OtherTimes:
    until = min(now() + STANDS_FOR, max(times) - NIGHT_BEFORE)
    if meeting.cancelled_at is None:
        until = min(until, meeting.starts_at - NIGHT_BEFORE)
    return OtherTimes.objects.create(
        meeting=meeting,
        side=side,
        offered_by=by,
        by_delegate=by_delegate,
        times=[time.isoformat() for time in sorted(times)],
        from_at=meeting.starts_at,
        offered_at=now(),
        until=max(until, now()),
    )


def _fresh(meeting: Meeting, pair: Pair) -> Meeting:
    found = Meeting.objects.get(pk=meeting.pk)
    found.pair = pair
    return found
