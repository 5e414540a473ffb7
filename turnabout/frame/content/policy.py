from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import NOTHING, allows, shows, tells
from turnabout.frame.content.models import Completion, TextVersion, TrainingException
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.programmes.policy import PARTICIPANTS_LINKS

FINISHED_SEEN = tells(
    "content.finished", _("The coordinators see that you finished, not how long you took.")
)


EXCEPTIONS_SEEN = tells(
    "content.exceptions",
    _(
        "Seen by the coordinators of this programme and by the person it is about. The partner "
        "sees only that the first session no longer waits."
    ),
)
TRAINING_SEEN = tells(
    "content.training", _("The coordinators see done or not done, and nothing else.")
)


@allows(Person, "finish_module", by_link=PARTICIPANTS_LINKS)
def finish_module(actor: Actor, person: Person) -> bool:
    return actor.person_id == person.pk


@allows(Completion, "see")
def see_completion(actor: Actor, completion: Completion) -> bool:
    return actor.person_id == completion.person_id


@allows(Programme, "see_training")
def see_training(actor: Actor, programme: Programme) -> bool:
    return actor.holds("coordinator", programme.pk)


@allows(Membership, "excuse_from_training")
def excuse(actor: Actor, membership: Membership) -> bool:
    return actor.holds("coordinator", membership.programme_id)


@shows(TrainingException)
def exceptions(actor: Actor) -> Q:
    """Whoever coordinates the programme, and the person it is about."""
    coordinated = Q(membership__programme_id__in=actor.programmes_as("coordinator"))
    if actor.person_id is None:
        return NOTHING
    return coordinated | Q(membership__person_id=actor.person_id)


@allows(TrainingException, "take_back")
def take_back(actor: Actor, exception: TrainingException) -> bool:
    return actor.holds("coordinator", exception.membership.programme_id)


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


@shows(TextVersion)
def versions(actor: Actor) -> Q:
    """Versions of the whole organisation to who edits them; of a programme's words to hers."""
    if "coordinator" in actor.appointments:
        return Q(organisation_id=actor.organisation_id)
    run = actor.programmes_as("coordinator")
    if not run:
        return NOTHING
    here = Q(pk__in=[])
    for public_id in Programme.objects.filter(pk__in=run).values_list("public_id", flat=True):
        here |= Q(kind__endswith=f"@{public_id}")
    return here
