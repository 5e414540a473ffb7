"""Help that somebody asks for, and what becomes of the two after an ending."""

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.frame.programmes.services import (
    end_membership,
    pause_membership,
    resume_membership,
)
from turnabout.joining.matching.models import Bond
from turnabout.together.pairs import ending_emails
from turnabout.together.pairs.models import Mediation, Pair

AGAIN, REST, LEAVE = "again", "rest", "leave"


@transaction.atomic
def ask_for_mediation(pair: Pair, *, by: Person) -> Mediation:
    """Ask the coordinator for a conversation of three. The partner hears nothing before she agrees.

    Asking twice is asking once.
    """
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if not pair.is_together or not pair.has(by):
        raise Refusal(_("Only the two people of a pair that is together can ask for this."))
    mediation, is_new = Mediation.objects.get_or_create(
        pair=pair, asked_by=by, withdrawn_at=None, settled_at=None, defaults={"asked_at": now()}
    )
    if is_new:
        for coordinator in _coordinators(pair):
            ending_emails.send_mediation_asked(mediation, to=coordinator)
    return mediation


@transaction.atomic
def withdraw_mediation(mediation: Mediation, *, by: Person) -> None:
    """Take the wish back. It is not told to anybody who did not know of it."""
    own = Mediation.objects.filter(pk=mediation.pk, asked_by=by, settled_at=None)
    if not own.filter(withdrawn_at=None).update(withdrawn_at=now()):
        raise Refusal(_("This is settled already."))


@transaction.atomic
def settle_mediation(mediation: Mediation, *, by: Person) -> None:
    """The coordinator says that it is taken care of. What was said is kept nowhere."""
    waiting = Mediation.objects.filter(pk=mediation.pk, settled_at=None, withdrawn_at=None)
    if not waiting.update(settled_at=now()):
        raise Refusal(_("This is settled already."))
    audit.record("mediation_settled", about=mediation, by=by)


@transaction.atomic
def raise_a_broken_rule(bond: Bond) -> None:
    """Tell both in private that a rule speaks against them now, and what each can do."""
    theirs = Pair.objects.together().filter(
        programme=bond.programme_id, mentor=bond.mentor_id, mentee=bond.mentee_id
    )
    for pair in theirs.select_related("programme__organisation", "mentor", "mentee"):
        for person in (pair.mentor, pair.mentee):
            ending_emails.send_rule_changed(pair, to=person)


@transaction.atomic
def choose_what_next(pair: Pair, wish: str, *, by: Person) -> None:
    """After an ending each decides for herself: somebody else, a rest, or to leave it at that."""
    if pair.ended_at is None or not pair.has(by):
        raise Refusal(_("This pair has not ended."))
    membership = pair.membership_of(by)
    membership.refresh_from_db()
    if wish != AGAIN and has_another(pair, by):
        raise Refusal(_("You have another partner in this programme. Pause or end there first."))
    if wish == LEAVE:
        end_membership(membership, by=by)
    elif wish == REST and membership.paused_at is None:
        pause_membership(membership, by=by)
    elif wish == AGAIN and membership.paused_at is not None:
        resume_membership(membership, by=by)


def has_another(pair: Pair, person: Person, *, as_she_knows: bool = True) -> bool:
    """Whether somebody is together with, or asked about, somebody else by the same role.

    A no that is not told yet still counts as waiting, and a mentee knows of a question once the
    mentor has said yes.
    """
    hers = Pair.objects.as_told(now()).filter(
        **{f"{pair.side_of(person)}_membership": pair.membership_of(person)}
    )
    if as_she_knows and person.pk == pair.mentee_id:
        hers = hers.exclude(mentor_accepted_at=None)
    return hers.exclude(pk=pair.pk).exists()


def _coordinators(pair: Pair) -> list[Person]:
    """Who runs the programme, but for the two themselves."""
    members = Membership.objects.coordinating(pair.programme_id)
    theirs = members.exclude(person__in=(pair.mentor_id, pair.mentee_id))
    return [member.person for member in theirs.select_related("person__organisation")]
