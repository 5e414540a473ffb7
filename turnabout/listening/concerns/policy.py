"""A concern is read at the guardians' desk and nowhere else."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor, Standing
from turnabout.foundation.trust.policy import allows, shows, tells
from turnabout.frame.programmes.models import Programme
from turnabout.listening.concerns.models import Concern

PARTICIPANTS = ("mentor", "mentee", "delegate")
PRESENT = (Standing.ACTIVE, Standing.PAUSED)
# Help is one tap away from wherever a link of the programme led.
LINKS = ("pair", "answer-pair", "book", "move", "held", "pulse", "delegate", "gathering")

tells(
    "concerns.raise",
    _("Sealed for the guardian. Nobody who runs or pays for the programme can open it."),
)
tells("concerns.desk", _("Seen only at the guardians' desk."))


@shows(Concern)
def concerns(actor: Actor) -> Q:
    return Q(programme_id__in=actor.programmes_as("guardian"))


@allows(Concern, "settle")
def may_settle(actor: Actor, concern: Concern) -> bool:
    return actor.holds("guardian", concern.programme_id)


@allows(Programme, "raise_concern", by_link=LINKS)
def may_raise(actor: Actor, programme: Programme) -> bool:
    return programme.pk in actor.programmes_as(*PARTICIPANTS, standings=PRESENT)


@allows(Programme, "sit_at_desk")
def may_sit_at_desk(actor: Actor, programme: Programme) -> bool:
    return actor.holds("guardian", programme.pk)
