"""Applications are their authors'. Coordinators and readers see what is sent, never what is sealed.

Nothing here shows `Boundaries`: no rule is declared for it, so nobody sees a row of it.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor, Standing
from turnabout.foundation.trust.policy import NOTHING, allows, shows, tells
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.applications.models import Application

APPLY = "apply"
MAY_APPLY = (Standing.INVITED, Standing.ACTIVE)

SEEN_OFFERS = tells(
    "applications.offers",
    _(
        "What you offer is seen by the coordinator and by your partner. Ask first and off limits"
        " are seen only by you: the matching uses them and says nothing."
    ),
)
SEEN_ONLY_BY_YOU = tells(
    "applications.private",
    _("Seen only by you. The matching uses it and says nothing."),
)
SEEN_AVOID = tells(
    "applications.avoid",
    _(
        "Seen only by you. Not by the coordinator, not by the person. They will not be proposed,"
        " and nobody learns why."
    ),
)
SEEN_PARTNER = tells(
    "applications.partner",
    _("Seen by the coordinator, and by your partner once you have both said yes."),
)
SEEN_COORDINATOR = tells("applications.coordinator", _("Seen by the coordinator."))
SEEN_DELEGATE = tells(
    "applications.hours",
    _("You see and fill the hours. Nothing else of the application is shown here."),
)


@shows(Application, by_link=(APPLY,))
def applications(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOTHING
    if actor.scope is not None:
        return Q(membership__public_id=actor.scope.about, membership__person_id=actor.person_id)
    own = Q(membership__person_id=actor.person_id, membership__ended_at=None)
    read = actor.programmes_as("coordinator", "reader")
    sent = Q(membership__programme_id__in=read, sent_at__isnull=False, withdrawn_at=None)
    return own | sent


@allows(Membership, "apply", by_link=(APPLY,))
def may_apply(actor: Actor, membership: Membership) -> bool:
    """The member herself, as long as she is invited or takes part."""
    if actor.person_id is None or actor.person_id != membership.person_id:
        return False
    if actor.scope is not None and not actor.came_for(APPLY, membership.public_id):
        return False
    return membership.standing in MAY_APPLY


@allows(Membership, "fill_hours", by_link=(APPLY,))
def may_fill_hours(actor: Actor, membership: Membership) -> bool:
    """The member, or the delegate she named: a delegate fills times and nothing else."""
    if may_apply(actor, membership):
        return True
    if actor.scope is not None or membership.standing not in MAY_APPLY:
        return False
    if actor.person_id is None or not actor.holds("delegate", membership.programme_id):
        return False
    return (
        Membership.objects.active()
        .filter(
            programme_id=membership.programme_id,
            person_id=actor.person_id,
            role=Membership.Role.DELEGATE,
            principal_id=membership.person_id,
        )
        .exists()
    )


@allows(Programme, "see_topics")
def may_see_topics(actor: Actor, programme: Programme) -> bool:
    """Offers, wants and hours are named to the coordinator and the partner, to no reader."""
    return actor.holds("coordinator", programme.pk)


@allows(Application, "decline", "welcome_back")
def may_select(actor: Actor, application: Application) -> bool:
    """A coordinator, but not over her own application."""
    membership = application.membership
    return (
        actor.holds("coordinator", membership.programme_id)
        and actor.person_id != membership.person_id
    )


@allows(Application, "withdraw", by_link=(APPLY,))
def may_withdraw(actor: Actor, application: Application) -> bool:
    return may_apply(actor, application.membership)
