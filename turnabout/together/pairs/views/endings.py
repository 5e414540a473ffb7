from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.trust.policy import sentence
from turnabout.together.pairs import services
from turnabout.together.pairs.forms import PauseForm
from turnabout.together.pairs.views.finding import found_pair


@entered
@require_safe
def leave(request: ActorRequest, public_id: str) -> HttpResponse:
    """The first of two clicks: what pausing and ending mean. Looking is recorded nowhere."""
    pair = found_pair(request, public_id, "leave")
    return show(
        request,
        "pairs/leave.html",
        pair=pair,
        partner=pair.other_person(request.actor.person),
        form=PauseForm(),
        sees=sentence("pairs.leave"),
    )


@entered
@require_POST
def pause(request: ActorRequest, public_id: str) -> HttpResponse:
    pair = found_pair(request, public_id, "leave")
    form = PauseForm(request.POST)
    back_on = form.cleaned_data.get("back_on") if form.is_valid() else None
    services.pause_pair(pair, by=request.actor.person, back_on=back_on)
    return redirect("pairs:detail", public_id=public_id)


@entered
@require_POST
def resume(request: ActorRequest, public_id: str) -> HttpResponse:
    pair = found_pair(request, public_id, "leave")
    services.resume_pair(pair, by=request.actor.person)
    return redirect("pairs:detail", public_id=public_id)


@entered
@require_POST
def end(request: ActorRequest, public_id: str) -> HttpResponse:
    pair = found_pair(request, public_id, "leave")
    services.end_pair(pair, by=request.actor.person)
    return redirect("pairs:detail", public_id=public_id)
