from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.together.pairs import ending_queries, queries, services
from turnabout.together.pairs.forms import PauseForm
from turnabout.together.pairs.models import Mediation, Pair
from turnabout.together.pairs.views.finding import found_pair


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def third(request: ActorRequest, public_id: str) -> HttpResponse:
    """A conversation of three: what it is, and the wish for one."""
    pair = found_pair(request, public_id, "leave")
    if request.method == "POST":
        services.ask_for_mediation(pair, by=request.actor.person)
        return redirect("pairs:third", public_id=public_id)
    return show(
        request,
        "pairs/third.html",
        pair=pair,
        partner=pair.other_person(request.actor.person),
        mediation=ending_queries.own_mediation(request.actor, pair),
        ways_out=queries.ways_out(pair.programme),
        sees=sentence("pairs.mediation"),
    )


@entered
@require_POST
def third_withdraw(request: ActorRequest, public_id: str) -> HttpResponse:
    mediation = _seen(request, public_id)
    require(can(request.actor, "leave", mediation.pair))
    services.withdraw_mediation(mediation, by=request.actor.person)
    return redirect("pairs:third", public_id=mediation.pair.public_id)


@entered
@require_POST
def third_settle(request: ActorRequest, public_id: str) -> HttpResponse:
    mediation = _seen(request, public_id)
    require(can(request.actor, "care", mediation.pair))
    services.settle_mediation(mediation, by=request.actor.person)
    return redirect("pairs:care", public_id=mediation.pair.public_id)


@entered
@require_safe
def care(request: ActorRequest, public_id: str) -> HttpResponse:
    """The coordinator's page of one pair: days and counts, and what she can do for both."""
    pair = found_pair(request, public_id, "care")
    return _shown(request, pair, PauseForm())


@entered
@require_POST
def care_pause(request: ActorRequest, public_id: str) -> HttpResponse:
    pair = found_pair(request, public_id, "care")
    form = PauseForm(request.POST)
    if not form.is_valid() or form.is_past(pair):
        return _shown(request, pair, form)
    services.pause_pair(pair, by=request.actor.person, back_on=form.cleaned_data["back_on"])
    messages.success(request, _("The pair is paused. Both hear it on their next working day."))
    return redirect("pairs:care", public_id=public_id)


@entered
@require_POST
def care_end(request: ActorRequest, public_id: str) -> HttpResponse:
    pair = found_pair(request, public_id, "care")
    services.end_pair(pair, by=request.actor.person)
    messages.success(request, _("The pair has ended. Both hear it on their next working day."))
    return redirect("pairs:care", public_id=public_id)


def _shown(request: ActorRequest, pair: Pair, form: PauseForm) -> HttpResponse:
    return show(
        request,
        "pairs/care.html",
        pair=pair,
        form=form,
        state=queries.state_of(pair),
        care=ending_queries.care_of(pair, request.actor),
        sees=sentence("pairs.care"),
    )


def _seen(request: ActorRequest, public_id: str) -> Mediation:
    seen = Mediation.objects.visible_to(request.actor).select_related(
        "pair__programme__organisation", "pair__mentor", "pair__mentee"
    )
    mediation = get_object_or_404(seen, public_id=public_id)
    request.programme = mediation.pair.programme
    return mediation
