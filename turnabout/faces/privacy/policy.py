from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.faces.privacy.models import Erasure
from turnabout.foundation.common.actors import Actor
from turnabout.foundation.notices.rendering import NOTICES
from turnabout.foundation.trust.policy import NOTHING, allows, can, shows, tells
from turnabout.frame.directory.models import Person

WHO_SEES_OWN = tells(
    "privacy.own",
    _("Seen only by you. Nobody is told that you looked, or that you took a copy."),
)
WHO_SEES_ASKS = tells(
    "privacy.asks",
    _(
        "That you ask to be erased is seen by those who run programmes for the whole organisation"
        " and by the owner, and by nobody else."
    ),
)


@allows(Person, "see_own", "ask_erasure", by_link=(NOTICES,))
def is_she_herself(actor: Actor, person: Person) -> bool:
    """Herself, signed in or by the link of a mail to her."""
    by_mail = actor.scope is None or actor.came_for(NOTICES, person.public_id)
    return by_mail and actor.person_id == person.pk


@allows(Person, "take_copy")
def may_take_copy(actor: Actor, person: Person) -> bool:
    """A link does not know who holds it, so what only she reads takes a password of her own."""
    return actor.person_id == person.pk


@allows(Person, "erase")
def may_erase(actor: Actor, person: Person) -> bool:
    """Whoever brings in the staff list, but nobody erases herself."""
    runs_all = can(actor, "import_people", person.organisation)
    return runs_all and person.erased_at is None and actor.person_id != person.pk


def may_see_asks(actor: Actor) -> bool:
    return actor.is_owner or "coordinator" in actor.appointments


@shows(Erasure)
def asks_seen_by(actor: Actor) -> Q:
    if not may_see_asks(actor):
        return NOTHING
    if actor.organisation_id is None:
        return Q()
    return Q(person__organisation_id=actor.organisation_id)
