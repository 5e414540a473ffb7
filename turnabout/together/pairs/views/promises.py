"""The pages of commitments, and of what goes both ways."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.together.pairs import promise_queries, queries, services
from turnabout.together.pairs.ally import actions_said
from turnabout.together.pairs.forms import (
    ExchangeForm,
    OutcomeForm,
    OwnedHeardForm,
    PlanForm,
    PutOffForm,
)
from turnabout.together.pairs.models import Commitment
from turnabout.together.pairs.views.finding import chosen_initiative, found_pair

GET_AND_POST = ["GET", "HEAD", "POST"]


@entered
@require_http_methods(GET_AND_POST)
def hear(request: ActorRequest, public_id: str) -> HttpResponse:
    """Note something that was heard, and who says what comes of it."""
    pair = found_pair(request, public_id, "write")
    actions = actions_said(pair.programme.organisation_id)
    wanted = next((one for one in actions if one.slug == request.GET.get("ally")), None)
    initial = {"heard": str(wanted.heard)} if wanted else {}
    form = OwnedHeardForm(request.POST or None, pair=pair, initial=initial)
    if request.method == "POST" and form.is_valid():
        owner = pair.mentor if form.cleaned_data["owner"] == "mentor" else pair.mentee
        services.note_commitment(
            pair, form.cleaned_data["heard"], by=request.actor.person, owner=owner
        )
        return redirect("pairs:detail", public_id=public_id)
    return show(
        request,
        "pairs/hear.html",
        pair=pair,
        form=form,
        actions=actions,
        sees=sentence("pairs.promises"),
    )


@entered
@require_http_methods(GET_AND_POST)
def commitment(request: ActorRequest, public_id: str) -> HttpResponse:
    """Say what will be done, or how it ended: done, handed over, or declined with a reason."""
    found = _seen_commitment(request, public_id)
    pair, person = found.pair, request.actor.person
    ends = request.POST.get("ends", "")
    asks_for_end = bool(found.will_do) or bool(ends) or "end" in request.GET
    form = (OutcomeForm if asks_for_end else PlanForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _act_on(found, form, ends, request)
        return redirect("pairs:detail", public_id=pair.public_id)
    [read] = queries.read_commitments([found], pair)
    return show(
        request,
        "pairs/commitment.html",
        pair=pair,
        read=read,
        is_owner=found.owner_id == person.pk,
        is_planned=bool(found.will_do),
        asks_for_end=asks_for_end,
        form=form,
        may_write=can(request.actor, "write", pair),
        initiatives=queries.initiatives_to_serve(pair, request.actor),
        sees=sentence("pairs.promises"),
        sees_initiative=sentence("pairs.initiative"),
    )


@entered
@require_POST
def commitment_initiative(request: ActorRequest, public_id: str) -> HttpResponse:
    """Which initiative of the programme this promise serves, or none."""
    found = _seen_commitment(request, public_id)
    services.serve_initiative(
        found, chosen_initiative(request, found.pair), by=request.actor.person
    )
    return redirect("pairs:commitment", public_id=public_id)


@entered
@require_http_methods(GET_AND_POST)
def commitment_put_off(request: ActorRequest, public_id: str) -> HttpResponse:
    """Another day for what was promised; the first one stays beside it."""
    found = _seen_commitment(request, public_id)
    form = PutOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.put_off_commitment(found, form.cleaned_data["due_on"], by=request.actor.person)
        return redirect("pairs:detail", public_id=found.pair.public_id)
    [read] = queries.read_commitments([found], found.pair)
    return show(
        request,
        "pairs/commitment_put_off.html",
        pair=found.pair,
        read=read,
        form=form,
        sees=sentence("pairs.promises"),
    )


@entered
@require_POST
def mattered(request: ActorRequest, public_id: str) -> HttpResponse:
    found = _seen_commitment(request, public_id)
    services.say_whether_it_mattered(
        found, request.POST.get("mattered") == "yes", by=request.actor.person
    )
    return redirect("pairs:detail", public_id=found.pair.public_id)


@entered
@require_http_methods(GET_AND_POST)
def both_ways(request: ActorRequest, public_id: str) -> HttpResponse:
    """What each gave and got, for the two alone; one line is noted here."""
    pair = found_pair(request, public_id, "write" if request.method == "POST" else "read")
    person = request.actor.person
    form = ExchangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.note_exchange(pair, form.cleaned_data["words"], by=person)
        return redirect("pairs:both_ways", public_id=public_id)
    ways = promise_queries.both_ways(pair)
    most = max(1, *(way.count for way in ways))
    return show(
        request,
        "pairs/both_ways.html",
        pair=pair,
        person=person,
        partner=pair.other_person(person),
        ways=[(way, str(round(100 * way.count / most))) for way in ways],
        form=form,
        may_write=can(request.actor, "write", pair),
        sees=sentence("pairs.balance"),
    )


def _seen_commitment(request: ActorRequest, public_id: str) -> Commitment:
    seen = Commitment.objects.visible_to(request.actor).select_related(
        "pair__programme__organisation",
        "pair__mentor__organisation",
        "pair__mentee__organisation",
        "owner",
    )
    found = get_object_or_404(seen, public_id=public_id)
    require(can(request.actor, "write", found.pair))
    request.programme = found.pair.programme
    return found


def _act_on(
    found: Commitment, form: OutcomeForm | PlanForm, ends: str, request: ActorRequest
) -> None:
    person, said = request.actor.person, form.cleaned_data
    if isinstance(form, PlanForm):
        services.plan_commitment(found, said["will_do"], said["due_on"], by=person)
    elif ends == "declined":
        services.decline_commitment(found, said["words"], by=person)
    elif ends == "handed":
        services.hand_over_commitment(found, said["words"], by=person)
    else:
        services.finish_commitment(found, said["words"], by=person)
