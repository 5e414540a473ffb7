"""Who plans an hour with many, who leads it, who is invited. Nobody sees what is said in it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import NOTHING, allows, shows, tells
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.together.gatherings.models import Gathering, Invitation
from turnabout.together.pairs.policy import PRESENT

INVITED, LEADS, FEED = "gathering", "lead-gathering", "feed"
tells(
    "gatherings.plan",
    _("The coordinators see who is invited, who comes and who was there. Nothing else is kept."),
)
tells(
    "gatherings.answer",
    _("Seen by the coordinators and by whoever leads the hour. Nobody asks why."),
)
tells(
    "gatherings.circle",
    _("What is said in the circle stays there. There is no place here to write it down."),
)
tells(
    "gatherings.attendance",
    _("You note who was there, nothing more. The coordinators and each person herself see it."),
)


@shows(Gathering, by_link=(INVITED, LEADS, FEED))
def gatherings(actor: Actor) -> Q:
    if actor.scope is None or actor.scope.purpose == FEED:
        seen = _invited(actor) | _led(actor)
        if actor.scope is None:
            seen |= Q(programme_id__in=actor.programmes_as("coordinator"))
        return seen
    own = _invited(actor) if actor.scope.purpose == INVITED else _led(actor)
    return own & Q(public_id=actor.scope.about)


@shows(Invitation, by_link=(INVITED, LEADS))
def invitations(actor: Actor) -> Q:
    """Her own; all of an hour to whoever leads or plans it."""
    own = Q(person_id=actor.person_id, gathering__in=Gathering.objects.visible_to(actor))
    if actor.scope is not None and actor.scope.purpose == INVITED:
        return own
    led = Q(gathering__in=Gathering.objects.filter(_led(actor)))
    if actor.scope is not None:
        return led & Q(gathering__public_id=actor.scope.about)
    return own | led | Q(gathering__programme_id__in=actor.programmes_as("coordinator"))


@allows(Programme, "gather")
def may_gather(actor: Actor, programme: Programme) -> bool:
    return actor.holds("coordinator", programme.pk)


@allows(Gathering, "change")
def may_change(actor: Actor, gathering: Gathering) -> bool:
    return actor.holds("coordinator", gathering.programme_id)


@allows(Gathering, "answer", by_link=(INVITED,))
def may_answer(actor: Actor, gathering: Gathering) -> bool:
    invited = Q(person_id=actor.person_id) if actor.person_id is not None else NOTHING
    return gathering.invitations.filter(invited).exists()


@allows(Gathering, "note", by_link=(LEADS,))
def may_note(actor: Actor, gathering: Gathering) -> bool:
    """Whoever leads it notes who was there; the coordinator only where nobody leads it now."""
    if actor.holds("facilitator", gathering.programme_id):
        return gathering.facilitator_id == actor.person_id
    if actor.scope is not None or not actor.holds("coordinator", gathering.programme_id):
        return False
    leading = Membership.objects.active().filter(
        programme=gathering.programme_id, role="facilitator", person=gathering.facilitator_id
    )
    return gathering.facilitator_id is None or not leading.exists()


def _invited(actor: Actor) -> Q:
    present = actor.programmes_as("mentor", "mentee", standings=PRESENT)
    if actor.person_id is None or not present:
        return NOTHING
    return Q(invitations__person_id=actor.person_id, programme_id__in=present)


def _led(actor: Actor) -> Q:
    leading = actor.programmes_as("facilitator")
    if actor.person_id is None or not leading:
        return NOTHING
    return Q(facilitator_id=actor.person_id, programme_id__in=leading)
