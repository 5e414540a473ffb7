"""A pulse is its author's. That it was given is seen by nobody else either."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import NOTHING, allows, shows, tells
from turnabout.listening.checkins.models import Pulse
from turnabout.together.meetings.models import Meeting
from turnabout.together.meetings.policy import may_mark

tells("checkins.pulse", _("Seen only by you. Not even that you answered is seen by anybody else."))


@shows(Pulse)
def pulses(actor: Actor) -> Q:
    return Q(author_id=actor.person_id) if actor.person_id is not None else NOTHING


@allows(Meeting, "give_pulse", by_link=("pulse", "held", "pair"))
def may_give(actor: Actor, meeting: Meeting) -> bool:
    return may_mark(actor, meeting)
