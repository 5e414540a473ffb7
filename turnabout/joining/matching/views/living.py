"""Pairs that live: which need a decision, and matching again around them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.frame.programmes.over import MATCHING, over
from turnabout.joining.matching import policy, queries, services
from turnabout.joining.matching.forms import RematchForm
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.views.found import programme_found


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def living(request: ActorRequest, programme: str) -> HttpResponse:
    """Living pairs that have come to break a rule, and the form that matches again."""
    found = programme_found(request, programme)
    latest = Run.objects.visible_to(request.actor).filter(programme=found).latest_number()
    data = request.POST if request.method == "POST" else None
    form = RematchForm(data, initial={"follows": latest})
    if request.method == "POST" and form.is_valid():
        run = services.request_run(
            found,
            name=form.cleaned_data["name"],
            rules=form.chosen(queries.rules_in_force(found)),
            by=request.actor.person,
            follows=form.cleaned_data["follows"],
        )
        return redirect("matching:run", public_id=run.public_id)
    return show(
        request,
        "matching/living.html",
        programme=found,
        pairs=queries.living_that_break_a_rule(found),
        count=queries.living_count(found),
        over=over(found, MATCHING),
        form=form,
        sees=policy.SEEN_BY_COORDINATORS,
    )


@entered
@require_POST
def keep(request: ActorRequest, programme: str) -> HttpResponse:
    """Keep a living pair although a rule forbids it now, with a reason."""
    found = programme_found(request, programme)
    services.keep_living_pair(
        found,
        queries.find_member(found, request.POST.get("mentor", ""), role="mentor"),
        queries.find_member(found, request.POST.get("mentee", ""), role="mentee"),
        by=request.actor.person,
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("Noted, with your reason. The rules are not asked about them."))
    return redirect("matching:living", programme=found.public_id)
