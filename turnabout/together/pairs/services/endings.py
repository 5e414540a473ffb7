"""Pausing, coming back, ending: no reason asked, no fault recorded, nobody named."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.joining.matching.services import end_bond, resume_bond
from turnabout.together.pairs import emails
from turnabout.together.pairs.events import pair_ended, pair_paused, pair_resumed
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.services.consent import close_unanswered


@transaction.atomic
def pause_pair(pair: Pair, *, by: Person, back_on: date | None = None) -> None:
    """Pause a pair. The other hears the neutral sentence, never who paused it or why."""
    running = Pair.objects.meeting_now().filter(pk=pair.pk)
    if not running.update(paused_at=now(), back_on=back_on):
        raise Refusal(_("This pair is not meeting now, so there is nothing to pause."))
    pair.refresh_from_db()
    audit.record("pair_paused", about=pair)
    for person in _others(pair, by):
        emails.send_paused(pair, to=person)
    pair_paused.send(sender=None, pair=pair, by=by)


@transaction.atomic
def resume_pair(pair: Pair, *, by: Person) -> None:
    """Go on after a pause. The dates are booked anew, on one screen."""
    paused = Pair.objects.together().filter(pk=pair.pk).exclude(paused_at=None)
    if not paused.update(paused_at=None, back_on=None):
        raise Refusal(_("This pair is not paused."))
    pair.refresh_from_db()
    audit.record("pair_resumed", about=pair)
    for person in _others(pair, by):
        emails.send_resumed(pair, to=person)
    pair_resumed.send(sender=None, pair=pair)


@transaction.atomic
def end_pair(pair: Pair, *, by: Person) -> None:
    """End an open pair. The other hears the neutral sentence, never who ended it or why."""
    if not Pair.objects.together().filter(pk=pair.pk).update(ended_at=now()):
        raise Refusal(_("This pair has already ended."))
    pair.refresh_from_db()
    end_bond(pair.programme, pair.mentor, pair.mentee)
    audit.record("pair_ended", about=pair)
    for person in _others(pair, by):
        emails.send_ended(pair, to=person)
    pair_ended.send(sender=None, pair=pair, by=by)


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
    if not Pair.objects.filter(pk=pair.pk, ended_at=pair.ended_at).update(ended_at=None):
        return
    pair.refresh_from_db(fields=["ended_at"])
    resume_bond(pair.programme, pair.mentor, pair.mentee, pair.proposal)
    audit.record("pair_went_on", about=pair)
    for person in (pair.mentor, pair.mentee):
        emails.send_goes_on(pair, to=person)
    pair_resumed.send(sender=None, pair=pair)


def _others(pair: Pair, by: Person) -> list[Person]:
    """Whoever has not done this herself: the partner, or both when the programme did it."""
    return [person for person in (pair.mentor, pair.mentee) if person.pk != by.pk]
