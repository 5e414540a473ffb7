from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.together.pairs import place_queries, services
from turnabout.together.pairs.models import Introduction
from turnabout.together.pairs.place_forms import IntroductionForm, LineForm
from turnabout.together.pairs.views.finding import found_pair


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: ActorRequest, public_id: str) -> HttpResponse:
    """Lines between the two, to arrange things."""
    pair = found_pair(request, public_id, "read")
    may_talk = can(request.actor, "talk", pair)
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.write_message(pair, form.cleaned_data["words"], by=request.actor.person)
        return redirect("pairs:lines", public_id=public_id)
    return show(
        request,
        "pairs/lines.html",
        pair=pair,
        partner=pair.other_person(request.actor.person),
        form=form,
        lines=place_queries.lines_of(pair, request.actor),
        may_talk=may_talk,
        sees=sentence("pairs.lines"),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def introductions(request: ActorRequest, public_id: str) -> HttpResponse:
    """Contacts that one offers the other."""
    pair = found_pair(request, public_id, "read")
    form = IntroductionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.offer_introduction(pair, by=request.actor.person, **form.cleaned_data)
        return redirect("pairs:introductions", public_id=public_id)
    return show(
        request,
        "pairs/introductions.html",
        pair=pair,
        partner=pair.other_person(request.actor.person),
        form=form,
        introductions=place_queries.introductions_of(pair, request.actor),
        may_write=can(request.actor, "write", pair),
        sees=sentence("pairs.introductions"),
    )


@entered
@require_POST
def introduction(request: ActorRequest, public_id: str) -> HttpResponse:
    """One step of an introduction: yes, not now, the contact agrees, made, taken back."""
    seen = Introduction.objects.visible_to(request.actor).select_related(
        "pair__programme__organisation", "pair__mentor", "pair__mentee"
    )
    found = get_object_or_404(seen, public_id=public_id)
    require(can(request.actor, "write", found.pair))
    person = request.actor.person
    match request.POST.get("says"):
        case "yes" | "no" as says:
            services.answer_introduction(found, wants=says == "yes", by=person)
        case "agreed":
            services.note_that_contact_agrees(found, by=person)
        case "made":
            services.make_introduction(found, by=person)
        case "back":
            services.withdraw_introduction(found, by=person)
        case _:
            raise Refusal(_("Choose one of the buttons."))
    return redirect("pairs:introductions", public_id=found.pair.public_id)
