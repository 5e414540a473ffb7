from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import allows, shows, tells
from turnabout.listening.signals.models import Task

tells(
    "signals.facts",
    _(
        "The coordinator sees that sessions happen, not what is said. Notes and answers are "
        "closed to her."
    ),
)


@shows(Task)
def coordinators_tasks(actor: Actor) -> Q:
    return Q(programme__in=actor.programmes_as("coordinator"))


@allows(Task, "finish")
def finishes_tasks(actor: Actor, task: Task) -> bool:
    return actor.holds("coordinator", task.programme_id)
