"""What the pages of matching are about: found among what the coordinator may see."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from turnabout.foundation.common.http import ActorRequest, require
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes.models import Programme
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.rules import RunRules


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


@dataclass(frozen=True)
class StartsFrom:
    """The rules that a form begins with, and the run that it stands beside, if it does."""

    rules: RunRules
    run: Run | None = None


def run_to_start_from(request: ActorRequest, programme: Programme) -> StartsFrom:
    """The run that a form stands beside, with its rules, or the rules of the programme."""
    like = request.POST.get("like", "")
    runs = Run.objects.visible_to(request.actor).filter(programme=programme, public_id=like)
    run = runs.first() if like else None
    return StartsFrom(RunRules.from_data(run.rules) if run else RunRules.of(programme), run)


def run_found(request: ActorRequest, public_id: str) -> Run:
    found = get_object_or_404(
        Run.objects.visible_to(request.actor).select_related("programme__organisation"),
        public_id=public_id,
    )
    request.programme = found.programme
    return found
