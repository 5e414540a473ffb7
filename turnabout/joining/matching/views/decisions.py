"""What a coordinator decides about a pair, about a run, and by hand."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can
from turnabout.joining.matching import queries, services
from turnabout.joining.matching.forms import ByHandForm, Follows
from turnabout.joining.matching.models import Proposal, Run, Wish
from turnabout.joining.matching.rules import RunRules
from turnabout.joining.matching.views.found import run_found


@entered
@require_POST
def approve(request: ActorRequest, public_id: str) -> HttpResponse:
    return _decide(request, public_id, "approve", services.approve_proposal)


@entered
@require_POST
def take_back(request: ActorRequest, public_id: str) -> HttpResponse:
    return _decide(request, public_id, "approve", services.take_back_approval)


@entered
@require_POST
def approve_rest(request: ActorRequest, public_id: str) -> HttpResponse:
    found = run_found(request, public_id)
    require(can(request.actor, "approve", found))
    services.approve_rest(found, by=request.actor.person)
    return redirect("matching:run", public_id=public_id)


@entered
@require_POST
def pin(request: ActorRequest, public_id: str) -> HttpResponse:
    return _decide(request, public_id, "pin", partial(_wished, request, services.pin_pair))


@entered
@require_POST
def ban(request: ActorRequest, public_id: str) -> HttpResponse:
    return _decide(request, public_id, "ban", partial(_wished, request, services.ban_pair))


@entered
@require_POST
def lift(request: ActorRequest, public_id: str) -> HttpResponse:
    """Take a pin or a ban away; the next run decides again."""
    wish = get_object_or_404(
        Wish.objects.visible_to(request.actor).select_related("programme"), public_id=public_id
    )
    require(can(request.actor, "lift", wish))
    services.lift_wish(wish, by=request.actor.person)
    return redirect("matching:overview", programme=wish.programme.public_id)


def _wished(request: ActorRequest, act: Callable[..., Any], proposal: Proposal, *, by: Any) -> None:
    reason = request.POST.get("reason", "")
    act(proposal.run.programme, proposal.mentor, proposal.mentee, by=by, reason=reason)


def _decide(
    request: ActorRequest, public_id: str, action: str, act: Callable[..., Any]
) -> HttpResponse:
    proposal = get_object_or_404(
        Proposal.objects.visible_to(request.actor).select_related(
            "run__programme__organisation", "mentor__person", "mentee__person"
        ),
        public_id=public_id,
    )
    require(can(request.actor, action, proposal))
    request.programme = proposal.run.programme
    act(proposal, by=request.actor.person)
    if not request.htmx:
        answer = redirect("matching:run", public_id=proposal.run.public_id)
        answer["Location"] += f"#pair-{proposal.public_id}"
        return answer
    proposal.refresh_from_db()
    approved = queries.approved_count(proposal.run)
    return show(
        request,
        "matching/_decided.html",
        one=queries.shown(proposal.run, [proposal])[0],
        run=proposal.run,
        programme=request.programme,
        approved=approved,
        to_go=queries.pairs_to_decide(proposal.run) - approved,
        is_open="open" in request.POST,
    )


@entered
@require_POST
def change(request: ActorRequest, public_id: str, number: int) -> HttpResponse:
    """Run again with one of the changes that a run offers."""
    found = run_found(request, public_id)
    require(can(request.actor, "approve", found))
    follows = Follows.number_in(request.POST)
    run = services.run_with_change(found, number, by=request.actor.person, follows=follows)
    return redirect("matching:run", public_id=run.public_id)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def by_hand(request: ActorRequest, public_id: str) -> HttpResponse:
    """Put two people together, with a reason, and see the best plan around them."""
    found = run_found(request, public_id)
    require(can(request.actor, "approve", found))
    rules = RunRules.from_data(found.rules)
    latest = Run.objects.visible_to(request.actor).filter(programme=found.programme).latest_number()
    form = ByHandForm(
        found.programme,
        rules,
        request.POST if request.method == "POST" else None,
        initial={
            "mentor": request.GET.get("mentor", ""),
            "mentee": request.GET.get("mentee", ""),
            "follows": latest,
        },
    )
    if request.method == "POST" and form.is_valid():
        run = services.pair_by_hand(
            found.programme,
            form.cleaned_data["mentor"],
            form.cleaned_data["mentee"],
            by=request.actor.person,
            reason=form.cleaned_data["reason"],
            despite_rules=form.cleaned_data["despite_rules"],
            rules=rules,
            follows=form.cleaned_data["follows"],
        )
        return redirect("matching:run", public_id=run.public_id)
    return show(
        request,
        "matching/by_hand.html",
        run=found,
        programme=found.programme,
        form=form,
        mentors=queries.names_on(found.programme, "mentor"),
        mentees=queries.names_on(found.programme, "mentee"),
    )
