from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import NOTHING, allows, shows, tells
from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes.models import Membership, Phase, Programme

LINKS = ("join", "apply")
ROLES = tuple(Membership.Role.values)
MEMBERS_SEEN = tells(
    "programmes.members", _("Roles and standing: seen by the coordinators of this programme.")
)
AIM_SEEN = tells("programmes.aim", _("Seen by everybody who is invited or takes part."))


@shows(Programme)
def programmes(actor: Actor) -> Q:
    """Whoever takes part sees a programme; so does whoever runs programmes here."""
    seen = Q(pk__in=actor.programmes_as(*ROLES))
    if "coordinator" in actor.appointments:
        seen |= Q(organisation_id=actor.organisation_id)
    return seen


@allows(Organisation, "create_programme")
def create_programme(actor: Actor, organisation: Organisation) -> bool:
    return "coordinator" in actor.appointments and actor.organisation_id == organisation.pk


@allows(Programme, "take_up")
def take_up(actor: Actor, programme: Programme) -> bool:
    """Whoever runs programmes for the whole organisation; only where nobody runs this one."""
    is_here = actor.organisation_id == programme.organisation_id
    return is_here and "coordinator" in actor.appointments


@allows(Programme, "manage", "invite", "launch", "see_members")
def manage(actor: Actor, programme: Programme) -> bool:
    return actor.holds("coordinator", programme.pk)


@shows(Phase)
def phases(actor: Actor) -> Q:
    return Q(programme_id__in=actor.programmes_as(*ROLES))


@allows(Phase, "open", "close", "skip", "repeat")
def run_phase(actor: Actor, phase: Phase) -> bool:
    return actor.holds("coordinator", phase.programme_id)


@shows(Membership, by_link=LINKS)
def memberships(actor: Actor) -> Q:
    """Everybody sees her own roles, the invited too; coordinators see all of their programmes."""
    if actor.person_id is None:
        return NOTHING
    own = Q(person_id=actor.person_id)
    if actor.scope is not None:
        return own & Q(public_id=actor.scope.about)
    return own | Q(programme_id__in=actor.programmes_as("coordinator"))


@allows(Membership, "accept", by_link=LINKS)
def accept(actor: Actor, membership: Membership) -> bool:
    is_hers = actor.person_id == membership.person_id
    by_link = any(actor.came_for(purpose, membership.public_id) for purpose in LINKS)
    return is_hers and (actor.scope is None or by_link)


@allows(Membership, "pause", "resume", "end")
def change_standing(actor: Actor, membership: Membership) -> bool:
    """Everybody may rest or leave; the coordinator may do it for her."""
    is_hers = actor.person_id is not None and actor.person_id == membership.person_id
    return is_hers or actor.holds("coordinator", membership.programme_id)
