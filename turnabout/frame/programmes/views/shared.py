from django.shortcuts import get_object_or_404

from turnabout.foundation.common.http import ActorRequest, require
from turnabout.foundation.trust.policy import can
from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes import queries
from turnabout.frame.programmes.forms import (
    ROLE_NAMES,
)
from turnabout.frame.programmes.models import Programme


def coordinated(request: ActorRequest, programme: str, action: str = "manage") -> Programme:
    """The programme of the address, for somebody who may do this with it."""
    found = get_object_or_404(
        Programme.objects.visible_to(request.actor).select_related("organisation", "priority"),
        public_id=programme,
    )
    require(can(request.actor, action, found))
    request.programme = found
    return found


def organisation_run_by(request: ActorRequest, action: str) -> Organisation | None:
    """The organisation of this person, if she may do this in it."""
    if request.actor.person is None:
        return None
    rows = Organisation.objects.visible_to(request.actor)
    found = rows.filter(pk=request.actor.person.organisation_id).first()
    return found if found and can(request.actor, action, found) else None


def counts_of(programme: Programme) -> list[tuple[str, str, int]]:
    counted = queries.counts_by_role(programme)
    return [
        (role.value, str(name), counted[role.value])
        for role, name in ROLE_NAMES.items()
        if counted[role.value]
    ]
