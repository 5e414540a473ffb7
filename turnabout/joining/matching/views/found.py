"""What the pages of matching are about: found among what the coordinator may see."""

from django.shortcuts import get_object_or_404

from turnabout.foundation.common.http import ActorRequest, require
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes.models import Programme
from turnabout.joining.matching.models import Run


def programme_found(request: ActorRequest, public_id: str) -> Programme:
    runs = request.actor.programmes_as("coordinator")
    found = get_object_or_404(
        Programme.objects.visible_to(request.actor)
        .filter(pk__in=runs)
        .select_related("organisation"),
        public_id=public_id,
    )
    require(can(request.actor, "match", found))
    request.programme = found
    return found


def run_found(request: ActorRequest, public_id: str) -> Run:
    found = get_object_or_404(
        Run.objects.visible_to(request.actor).select_related("programme__organisation"),
        public_id=public_id,
    )
    request.programme = found.programme
    return found
