from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.programmes.models import Programme
from turnabout.outcomes.figures import queries, services
from turnabout.outcomes.figures.models import Release


@require_safe
@entered
def sponsor(request: ActorRequest, programme: str) -> HttpResponse:
    """What the sponsor stands for, and what was kept. Shows the newest release as it was made."""
    found = _programme(request, programme)
    require(can(request.actor, "see_figures", found))
    release = Release.objects.visible_to(request.actor).filter(programme=found).first()
    return show(
        request,
        "figures/sponsor.html",
        programme=found,
        figures=queries.sponsor_page(release) if release else None,
        may_publish=can(request.actor, "publish_figures", found),
        sees=sentence("figures.sponsor"),
    )


@require_POST
@entered
def publish(request: ActorRequest, programme: str) -> HttpResponse:
    """Publish the figures of today for the sponsor."""
    found = _programme(request, programme)
    require(can(request.actor, "publish_figures", found))
    services.publish_figures(found, by=request.actor.person)
    messages.success(request, _("The figures of today are published for the sponsor."))
    return redirect("figures:sponsor", programme=found.public_id)


def _programme(request: ActorRequest, public_id: str) -> Programme:
    programmes = Programme.objects.visible_to(request.actor).select_related("organisation")
    request.programme = get_object_or_404(programmes, public_id=public_id)
    found: Programme = request.programme
    return found
