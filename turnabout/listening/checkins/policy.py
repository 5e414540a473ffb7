"""A pulse is its author's. That it was given is seen by nobody else either."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import NOTHING, allows, shows, tells
from turnabout.frame.programmes.models import Programme
from turnabout.listening.checkins.models import Pulse, Round, RoundTicket
from turnabout.together.meetings.models import Meeting
from turnabout.together.meetings.policy import may_mark
from turnabout.together.pairs.models import Pair

tells(
    "checkins.round",
    _(
        "Counted without your name. That you answered is noted apart from what you answered, and "
        "seen by nobody. A code that only your own key makes matches what you say before and after;"
        " it is erased once both are counted, and shows nobody how far you moved."
    ),
)
tells(
    "checkins.round_figures",
    _(
        "Seen by everybody who was asked, the coordinators and the sponsors, once the round is "
        "closed. Nothing appears about fewer than five people."
    ),
)
tells("checkins.pulse", _("Seen only by you. Not even that you answered is seen by anybody else."))


@shows(Pulse)
def pulses(actor: Actor) -> Q:
    return Q(author_id=actor.person_id) if actor.person_id is not None else NOTHING


@allows(Meeting, "give_pulse", by_link=("pulse", "held", "pair"))
def may_give(actor: Actor, meeting: Meeting) -> bool:
    return may_mark(actor, meeting)


@shows(Round, by_link=("round", "pair"))
def rounds(actor: Actor) -> Q:
    """Whoever was asked; and without a link, who runs the programme or stands for it."""
    if actor.person_id is None:
        return NOTHING
    asked = RoundTicket.objects.filter(person_id=actor.person_id)
    own = Q(pk__in=asked.values("round"))
    if actor.scope is None:
        return own | Q(programme_id__in=actor.programmes_as("coordinator", "sponsor"))
    if actor.scope.purpose == "round":
        return own & Q(public_id=actor.scope.about)
    theirs = Pair.objects.filter(public_id=actor.scope.about)
    return own & Q(programme__in=theirs.values("programme"))


@allows(Round, "answer", by_link=("round", "pair"))
def may_answer(actor: Actor, round_: Round) -> bool:
    if actor.person_id is None:
        return False
    return round_.tickets.filter(person_id=actor.person_id).exists()


@allows(Programme, "see_rounds")
def may_see_rounds(actor: Actor, programme: Programme) -> bool:
    return programme.pk in actor.programmes_as("coordinator", "sponsor")


@allows(Programme, "open_round")
def may_open_round(actor: Actor, programme: Programme) -> bool:
    return actor.holds("coordinator", programme.pk)
