"""Pausing, coming back, ending: no reason asked, no fault recorded, nobody named."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now, today
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.joining.matching.services import end_bond, resume_bond
from turnabout.together.pairs import emails, ending_emails
from turnabout.together.pairs.events import pair_ended, pair_paused, pair_resumed
from turnabout.together.pairs.models import Pair, Turn
from turnabout.together.pairs.page import SessionFacts, session_facts
from turnabout.together.pairs.services.consent import close_unanswered


@transaction.atomic
def pause_pair(pair: Pair, *, by: Person, back_on: date | None = None) -> None:
    """Pause a pair. Both hear the same neutral sentence, never who paused it or why.

    On the day both are asked whether they are ready; without a day, after some weeks.
    """
    if back_on is not None and back_on <= today(pair.programme.organisation.zone):
        raise Refusal(_("This day is over. Choose a later one, or leave it open."))
    running = Pair.objects.meeting_now().filter(pk=pair.pk)
    if not running.update(
        paused_at=now(),
        back_on=back_on,
        mentor_ready_at=None,
        mentee_ready_at=None,
        closes_on=None,
    ):
        raise Refusal(_("This pair is not meeting now, so there is nothing to pause."))
    pair.refresh_from_db()
    _note(pair, Turn.Kind.PAUSED, until=back_on)
    audit.record("pair_paused", about=pair)
    for person in (pair.mentor, pair.mentee):
        emails.send_paused(pair, to=person)
        ending_emails.send_ask_whether_back(pair, to=person)
    pair_paused.send(sender=None, pair=pair, by=by)


@transaction.atomic
def say_ready(pair: Pair, *, by: Person) -> bool:
    """Say that one is ready to go on. It goes on once both have said so; says whether it does.

    Neither is told whether the other has said it, so that nobody is pressed.
    """
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    field = f"{pair.side_of(by)}_ready_at"
    if not pair.is_together or pair.paused_at is None or not pair.has(by):
        raise Refusal(_("This pair is not paused."))
    Pair.objects.filter(pk=pair.pk, **{field: None}).update(**{field: now()})
    both = Pair.objects.filter(pk=pair.pk).exclude(mentor_ready_at=None)
    if not both.exclude(mentee_ready_at=None).update(
        paused_at=None, back_on=None, mentor_ready_at=None, mentee_ready_at=None
    ):
        return False
    pair.refresh_from_db()
    _note(pair, Turn.Kind.RESUMED)
    audit.record("pair_resumed", about=pair)
    for person in (pair.mentor, pair.mentee):
        emails.send_resumed(pair, to=person)
    pair_resumed.send(sender=None, pair=pair)
    return True


@transaction.atomic
def end_pair(pair: Pair, *, by: Person) -> None:
    """End an open pair. Both hear the same neutral sentence, never who ended it or why.

    Whoever has nobody now comes first in the next matching, whoever of the two it is.
    """
    if not Pair.objects.together().filter(pk=pair.pk).update(ended_at=now()):
        raise Refusal(_("This pair has already ended."))
    end_bond(pair.programme, pair.mentor, pair.mentee, comes_first=True)
    _part(pair, Turn.Kind.ENDED, by=by)
    audit.record("pair_ended", about=pair)
    for person in (pair.mentor, pair.mentee):
        emails.send_ended(pair, to=person)


@transaction.atomic
def complete_pair(pair: Pair, *, by: Person | None) -> None:
    """End a pair as planned, once at most one session is left. Both are thanked.

    `by` is nobody where it closes by itself.
    """
    if not may_complete(pair):
        raise Refusal(_("There are sessions to come. You can pause or end at any time."))
    if not Pair.objects.together().filter(pk=pair.pk).update(ended_at=now(), completed_at=now()):
        raise Refusal(_("This pair has already ended."))
    end_bond(pair.programme, pair.mentor, pair.mentee)
    _part(pair, Turn.Kind.COMPLETED, by=by)
    audit.record("pair_completed", about=pair)
    for person in (pair.mentor, pair.mentee):
        ending_emails.send_completed(pair, to=person)


def may_complete(pair: Pair) -> bool:
    """Whether the two are near enough to the end that was planned.

    A session that did not take place is behind them as well.
    """
    facts = session_facts([pair]).get(pair.pk, SessionFacts())
    is_near = facts.settled >= max(pair.programme.sessions - 1, 1)
    return pair.is_together and facts.held > 0 and is_near


@transaction.atomic
def leave_pairs(membership: Membership) -> None:
    """Somebody left the programme: her pairs end, and her open questions close, as for any reason.

    She is free at once; the other hears the neutral sentence as always.
    """
    hers = Pair.objects.open().filter(
        Q(mentor_membership=membership) | Q(mentee_membership=membership)
    )
    people = "programme__organisation", "mentor__organisation", "mentee__organisation"
    for pair in hers.select_related(*people):
        if pair.mentee_accepted_at is None:
            close_unanswered(pair)
        else:
            end_pair(pair, by=membership.person)


@transaction.atomic
def return_to_pairs(membership: Membership, left_at: datetime) -> None:
    """Somebody had left by mistake: the pairs that ended with her go on, and both hear of it.

    Not where one of the two was asked about somebody else since. A question that was open then
    stays closed.
    """
    ended_with_her = Pair.objects.filter(
        Q(mentor_membership=membership) | Q(mentee_membership=membership),
        mentor_membership__ended_at=None,
        mentee_membership__ended_at=None,
        ended_at__gte=left_at,
        completed_at=None,
    )
    people = "programme__organisation", "mentor__organisation", "mentee__organisation", "proposal"
    for pair in ended_with_her.select_related(*people):
        if not _is_taken(pair):
            _go_on(pair)


def _is_taken(pair: Pair) -> bool:
    theirs = Q(mentor_membership=pair.mentor_membership_id) | Q(
        mentee_membership=pair.mentee_membership_id
    )
    return Pair.objects.open().filter(theirs, proposed_at__gte=pair.ended_at).exists()


def _go_on(pair: Pair) -> None:
    if not Pair.objects.filter(pk=pair.pk, ended_at=pair.ended_at).update(
        ended_at=None, closes_on=None
    ):
        return
    pair.refresh_from_db(fields=["ended_at"])
    resume_bond(pair.programme, pair.mentor, pair.mentee, pair.proposal)
    _note(pair, Turn.Kind.WENT_ON)
    audit.record("pair_went_on", about=pair)
    for person in (pair.mentor, pair.mentee):
        emails.send_goes_on(pair, to=person)
    pair_resumed.send(sender=None, pair=pair)


def _part(pair: Pair, kind: Turn.Kind, *, by: Person | None) -> None:
    """What belongs to every ending: the dated fact, open requests, and the rooms after this one."""
    pair.refresh_from_db()
    _note(pair, kind)
    pair.mediations.filter(settled_at=None, withdrawn_at=None).update(settled_at=now())
    pair_ended.send(sender=None, pair=pair, by=by)


def _note(pair: Pair, kind: Turn.Kind, *, until: date | None = None) -> None:
    Turn.objects.create(pair=pair, kind=kind, at=now(), until=until)
