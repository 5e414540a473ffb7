from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import NOTHING, allows, shows, tells
from turnabout.frame.directory.models import ImportBatch, Organisation, Person

WHO_SEES_PEOPLE = tells(
    "directory.people",
    _("Seen by those who run programmes here, and by the owner of this installation."),
)
WHO_SEES_IMPORTS = tells(
    "directory.imports",
    _("The file is seen only by those who run programmes for the whole organisation."),
)
WHO_SEES_WORDS = tells(
    "directory.words",
    _("Changed only by those who run programmes for the whole organisation, and by the owner."),
)


def _appointed(actor: Actor) -> bool:
    return actor.is_owner or "coordinator" in actor.appointments


def _runs_programmes(actor: Actor) -> bool:
    return _appointed(actor) or bool(actor.programmes_as("coordinator"))


@shows(Organisation)
def organisations_seen_by(actor: Actor) -> Q:
    if actor.organisation_id is not None:
        return Q(pk=actor.organisation_id)
    return Q() if actor.is_owner else NOTHING


@shows(Person)
def people_seen_by(actor: Actor) -> Q:
    """Oneself; and everybody of one's organisation for those who run programmes.

    Of whoever was erased there is no page.
    """
    if actor.organisation_id is None:
        return Q(erased_at=None) if actor.is_owner else NOTHING
    if _runs_programmes(actor):
        return Q(organisation_id=actor.organisation_id, erased_at=None)
    return Q(pk=actor.person_id)


@shows(ImportBatch)
def imports_seen_by(actor: Actor) -> Q:
    if not _appointed(actor):
        return NOTHING
    if actor.organisation_id is None:
        return Q()
    return Q(organisation_id=actor.organisation_id)


@allows(Organisation, "see_people")
def may_see_people(actor: Actor, organisation: Organisation) -> bool:
    return _runs_programmes(actor) and _is_own(actor, organisation.pk)


@allows(Organisation, "import_people")
def may_import_people(actor: Actor, organisation: Organisation) -> bool:
    return _appointed(actor) and _is_own(actor, organisation.pk)


@allows(ImportBatch, "change", "apply", "undo")
def may_change_import(actor: Actor, batch: ImportBatch) -> bool:
    return _appointed(actor) and _is_own(actor, batch.organisation_id)


def _is_own(actor: Actor, organisation_id: int) -> bool:
    if actor.organisation_id is None:
        return actor.is_owner
    return actor.organisation_id == organisation_id
