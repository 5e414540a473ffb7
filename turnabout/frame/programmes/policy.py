from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor, Standing
from turnabout.foundation.trust.policy import NOTHING, allows, shows, tells
from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes.models import (
    Initiative,
    Membership,
    OwnPreset,
    Phase,
    Priority,
    Programme,
)

LINKS = ("join", "apply")
PARTICIPANTS_LINKS = (*LINKS, "answer-pair", "pair", "book", "move", "held", "offers")
READING = (Standing.INVITED, Standing.ACTIVE, Standing.PAUSED)
ROLES = tuple(Membership.Role.values)
TAKING_PART = tuple(role for role in ROLES if role != Membership.Role.DELEGATE)
MEMBERS_SEEN = tells(
    "programmes.members", _("Roles and standing: seen by the coordinators of this programme.")
)
READINESS_SEEN = tells(
    "programmes.readiness",
    _("Seen by the coordinators of this programme. The briefing shows the advice to the sponsor."),
)
RULES_SEEN = tells(
    "programmes.rules",
    _(
        "Changed by the coordinators of this programme. Each change is kept with its day. Those "
        "who take part read the rules in the guidelines."
    ),
)
GUEST_SEEN = tells(
    "programmes.guest",
    _(
        "You see the people of your own organisation here: their roles and whether they take part."
        " Nobody else’s, no partners, and nothing that anybody writes."
    ),
)
AUDIT_SEEN = tells(
    "programmes.audit",
    _("An auditor sees the rules and whether the record of acts is whole, and no content."),
)
INITIATIVES_SEEN = tells(
    "programmes.initiatives",
    _("Written by the coordinators, seen by everybody who takes part. Pairs choose by themselves."),
)
AIM_SEEN = tells("programmes.aim", _("Seen by everybody who is invited or takes part."))


@shows(Programme)
def programmes(actor: Actor) -> Q:
    """Whoever takes part sees a programme; so does whoever runs programmes here.

    Not an assistant: she sees times and places, and for her nothing else is there.
    """
    seen = Q(pk__in=actor.programmes_as(*TAKING_PART))
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


@allows(Programme, "audit")
def audit(actor: Actor, programme: Programme) -> bool:
    return actor.holds("auditor", programme.pk)


@shows(Priority)
def priorities(actor: Actor) -> Q:
    """Whoever runs programmes sees what its organisation wants to reach."""
    if not _runs_programmes(actor):
        return NOTHING
    return Q(organisation_id=actor.organisation_id)


@allows(Organisation, "set_priorities", "see_presets")
def set_priorities(actor: Actor, organisation: Organisation) -> bool:
    return _runs_programmes(actor) and actor.organisation_id == organisation.pk


@shows(Initiative, by_link=PARTICIPANTS_LINKS)
def initiatives(actor: Actor) -> Q:
    """Everybody who takes part knows what a programme works for."""
    standings = (Standing.ACTIVE, Standing.PAUSED)
    return Q(programme_id__in=actor.programmes_as(*TAKING_PART, standings=standings))


@allows(Initiative, "change", "retire", "bring_back")
def change_initiative(actor: Actor, initiative: Initiative) -> bool:
    return actor.holds("coordinator", initiative.programme_id)


@allows(Priority, "rename", "retire", "bring_back")
def change_priority(actor: Actor, priority: Priority) -> bool:
    return _runs_programmes(actor) and actor.organisation_id == priority.organisation_id


@shows(OwnPreset)
def own_presets(actor: Actor) -> Q:
    """Presets of the organisation, to whoever runs programmes in it."""
    return Q(organisation_id=actor.organisation_id) if _runs_programmes(actor) else NOTHING


@allows(OwnPreset, "change", "rename", "retire", "bring_back")
def change_own_preset(actor: Actor, own: OwnPreset) -> bool:
    return _runs_programmes(actor) and actor.organisation_id == own.organisation_id


def _runs_programmes(actor: Actor) -> bool:
    return "coordinator" in actor.appointments or bool(actor.programmes_as("coordinator"))


@allows(Programme, "read_guidelines", by_link=PARTICIPANTS_LINKS)
def read_guidelines(actor: Actor, programme: Programme) -> bool:
    """Whoever is invited or takes part may read what holds here."""
    return programme.pk in actor.programmes_as(*TAKING_PART, standings=READING)


@allows(Programme, "read_briefing")
def read_briefing(actor: Actor, programme: Programme) -> bool:
    return programme.pk in actor.programmes_as("coordinator", "sponsor")


@allows(Programme, "manage", "invite", "launch", "see_members")
def manage(actor: Actor, programme: Programme) -> bool:
    return actor.holds("coordinator", programme.pk)


@allows(Programme, "see_own_people", "invite_own_people")
def look_after_guests(actor: Actor, programme: Programme) -> bool:
    """Whoever looks after the people of a guest organisation, as far as they are its own."""
    return actor.holds("guest_contact", programme.pk)


@shows(Phase)
def phases(actor: Actor) -> Q:
    return Q(programme_id__in=actor.programmes_as(*TAKING_PART))


@allows(Phase, "open", "close", "skip", "repeat", "plan")
def run_phase(actor: Actor, phase: Phase) -> bool:
    return actor.holds("coordinator", phase.programme_id)


@shows(Membership, by_link=PARTICIPANTS_LINKS)
def memberships(actor: Actor) -> Q:
    """Everybody sees her own roles, the invited too; coordinators see all of their programmes.

    The contact of a guest organisation sees those of its own people.
    """
    if actor.person_id is None:
        return NOTHING
    own = Q(person_id=actor.person_id)
    if actor.scope is not None:
        is_about = Q(public_id=actor.scope.about) if actor.scope.purpose in LINKS else Q()
        return own & is_about
    guests = Q(
        programme_id__in=actor.programmes_as("guest_contact"),
        person__organisation_id=actor.organisation_id,
    )
    return own | guests | Q(programme_id__in=actor.programmes_as("coordinator"))


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
