from django.db.models import Q

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import NOTHING, allows, shows
from turnabout.frame.directory.models import Organisation
from turnabout.frame.topics.models import Topic


@shows(Topic, by_link=("apply",))
def topics(actor: Actor) -> Q:
    """Everybody of an organisation sees what its people choose from."""
    if actor.organisation_id is None:
        return NOTHING
    return Q(organisation_id=actor.organisation_id)


@allows(Topic, "edit")
def edit(actor: Actor, topic: Topic) -> bool:
    return "coordinator" in actor.appointments and actor.organisation_id == topic.organisation_id


@allows(Organisation, "edit_topics")
def edit_topics(actor: Actor, organisation: Organisation) -> bool:
    return "coordinator" in actor.appointments and actor.organisation_id == organisation.pk
