from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import allows, shows, tells
from turnabout.frame.programmes.models import Programme
from turnabout.outcomes.figures.models import Release

tells(
    "figures.sponsor",
    _(
        "Seen by the sponsors and the coordinators of this programme. Nothing appears about "
        "fewer than five people, and Turnabout has no way to show who answered what."
    ),
)


@shows(Release)
def releases(actor: Actor) -> Q:
    return Q(programme__in=actor.programmes_as("sponsor", "coordinator"))


@allows(Programme, "see_figures")
def sees_figures(actor: Actor, programme: Programme) -> bool:
    return programme.pk in actor.programmes_as("sponsor", "coordinator")


@allows(Programme, "publish_figures")
def publishes_figures(actor: Actor, programme: Programme) -> bool:
    return actor.holds("coordinator", programme.pk)
