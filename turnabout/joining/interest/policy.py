from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import NOTHING, allows, shows, tells
from turnabout.frame.directory.models import Organisation
from turnabout.joining.interest.models import Poll

POLL = "poll"
ANSWER_SEEN = tells(
    "interest.answer",
    _("Your answer carries no name. It is counted with others and shown only from five people."),
)
READOUT_SEEN = tells(
    "interest.readout",
    _("Totals: seen by those who run programmes here. Single answers: seen by nobody."),
)


@shows(Poll)
def polls(actor: Actor) -> Q:
    """Whoever runs programmes sees their polls; to answer one, its link is enough."""
    if actor.organisation_id is None:
        return NOTHING
    seen = Q(programme_id__in=actor.programmes_as("coordinator"))
    if "coordinator" in actor.appointments:
        seen |= Q(organisation_id=actor.organisation_id)
    return seen


@allows(Organisation, "open_poll")
def open_poll(actor: Actor, organisation: Organisation) -> bool:
    """Whoever runs programmes here may ask, also before a programme exists."""
    runs = "coordinator" in actor.appointments or bool(actor.programmes_as("coordinator"))
    return runs and actor.organisation_id == organisation.pk


@allows(Poll, "read", "send", "close", "hear")
def run_poll(actor: Actor, poll: Poll) -> bool:
    appointed = "coordinator" in actor.appointments
    if poll.programme_id is not None and actor.holds("coordinator", poll.programme_id):
        return True
    return appointed and actor.organisation_id == poll.organisation_id


@allows(Poll, "answer", by_link=(POLL,))
def answer(actor: Actor, poll: Poll) -> bool:
    return actor.came_for(POLL, poll.public_id)
