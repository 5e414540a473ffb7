"""What a coordinator does with a run itself: end it early, go on with it, give it a name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require
from turnabout.foundation.trust.policy import can
from turnabout.joining.matching import services
from turnabout.joining.matching.forms import Follows, NameForm
from turnabout.joining.matching.views.found import run_found


@entered
@require_POST
def stop(request: ActorRequest, public_id: str) -> HttpResponse:
    """End a run with the best plan so far."""
    found = run_found(request, public_id)
    require(can(request.actor, "stop", found))
    services.stop_run(found, by=request.actor.person)
    return redirect("matching:run", public_id=public_id)


@entered
@require_POST
def go_on(request: ActorRequest, public_id: str) -> HttpResponse:
    """Look on for the best plan in a new run."""
    found = run_found(request, public_id)
    require(can(request.actor, "stop", found))
    follows = Follows.number_in(request.POST)
    run = services.go_on_with(found, by=request.actor.person, follows=follows)
    return redirect("matching:run", public_id=run.public_id)


@entered
@require_POST
def rename(request: ActorRequest, public_id: str) -> HttpResponse:
    """Give a run a name, or take it away again."""
    found = run_found(request, public_id)
    require(can(request.actor, "approve", found))
    form = NameForm(request.POST)
    if form.is_valid():
        services.name_run(found, form.cleaned_data["name"], by=request.actor.person)
        messages.success(request, _("The run is called so from now on."))
    else:
        messages.error(request, _("A name has at most 80 letters. The run keeps the one it had."))
    return redirect("matching:run", public_id=public_id)
