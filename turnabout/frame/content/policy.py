from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import allows, tells
from turnabout.frame.content.models import Completion
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Programme

FINISHED_SEEN = tells(
    "content.finished", _("The coordinators see that you finished, not how long you took.")
)


@allows(Person, "finish_module")
def finish_module(actor: Actor, person: Person) -> bool:
    return actor.person_id == person.pk


@allows(Completion, "see")
def see_completion(actor: Actor, completion: Completion) -> bool:
    return actor.person_id == completion.person_id


@allows(Organisation, "edit_pages")
def edit_pages(actor: Actor, organisation: Organisation) -> bool:
    return "coordinator" in actor.appointments and actor.organisation_id == organisation.pk


@allows(Programme, "edit_pages")
def edit_pages_of_programme(actor: Actor, programme: Programme) -> bool:
    """Whoever coordinates the programme, or runs programmes for the whole organisation."""
    is_here = actor.organisation_id == programme.organisation_id
    return actor.holds("coordinator", programme.pk) or (
        is_here and "coordinator" in actor.appointments
    )
