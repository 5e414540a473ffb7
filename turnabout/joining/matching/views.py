from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes.models import Programme
from turnabout.joining.matching import policy, queries, services
from turnabout.joining.matching.events import first_letter_wanted
from turnabout.joining.matching.forms import RunForm
from turnabout.joining.matching.models import Proposal, Run, Wish
from turnabout.joining.matching.rules import RunRules

PER_PAGE = 12
ORDERS = ("strongest", "weakest")


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: ActorRequest, programme: str) -> HttpResponse:
    """All runs of a programme, and the form that asks for one."""
    found = _programme(request, programme)
    rules = RunRules.of(found)
    form = RunForm(rules, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        run = services.request_run(
            found,
            name=form.cleaned_data["name"],
            rules=form.chosen(),
            by=request.actor.person,
        )
        return redirect("matching:run", public_id=run.public_id)
    runs = Run.objects.visible_to(request.actor).filter(programme=found)
    wishes = Wish.objects.visible_to(request.actor).filter(programme=found)
    return show(
        request,
        "matching/overview.html",
        programme=found,
        page_obj=Paginator(runs, PER_PAGE).get_page(request.GET.get("page")),
        wishes=wishes.select_related("mentor__person", "mentee__person")[:PER_PAGE],
        people=queries.applicants(found),
        form=form,
        sees=policy.SEEN_BY_COORDINATORS,
    )


@entered
def run(request: ActorRequest, public_id: str) -> HttpResponse:
    """One run: its pairs with reasons, who has no partner, and what counts."""
    found = _run(request, public_id)
    if found.finished_at is None:
        return show(request, "matching/waiting.html", run=found, programme=found.programme)
    order = request.GET.get("order", ORDERS[0])
    rows = queries.proposals_of(found, order=order if order in ORDERS else ORDERS[0])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    before = queries.run_before(found)
    approved = queries.approved_count(found)
    return show(
        request,
        "matching/run.html",
        run=found,
        programme=found.programme,
        page_obj=page,
        proposals=queries.shown(found, list(page)),
        left_out=queries.left_out(found),
        order=order,
        before=before,
        measures=queries.measures(before, found) if before else [],
        form=RunForm(RunRules.from_data(found.rules)),
        approved=approved,
        to_go=found.counts["pairs"] - approved,
        mentors=queries.names_on(found.programme, "mentor"),
        sees=policy.SEEN_BY_COORDINATORS,
        sealed=policy.SEALED_STAYS_SEALED,
    )


@entered
def why(request: ActorRequest, public_id: str) -> HttpResponse:
    """Why not this mentor for this mentee."""
    found = _run(request, public_id)
    if found.finished_at is None:
        raise Http404
    words = request.GET.get("mentor", "").strip()[:160]
    mentee = queries.find_member(found.programme, request.GET.get("mentee", ""), role="mentee")
    mentor = queries.find_member(found.programme, words, role="mentor") if words else None
    answer = queries.why_not(found, mentor, mentee) if mentor and mentee else None
    return show(
        request,
        "matching/why.html",
        part="matching/_why_answer.html",
        run=found,
        programme=found.programme,
        answer=answer,
        words=words,
        mentee=mentee,
        mentors=queries.names_on(found.programme, "mentor"),
    )


@entered
def compare(request: ActorRequest, public_id: str) -> HttpResponse:
    """Two runs side by side."""
    second = _run(request, public_id)
    others = (
        Run.objects.visible_to(request.actor)
        .finished()
        .filter(programme=second.programme)
        .exclude(pk=second.pk)
    )
    wanted = request.GET.get("with", "")
    first = others.filter(public_id=wanted).first() if wanted else others.first()
    if second.finished_at is None or (wanted and first is None):
        raise Http404
    return show(
        request,
        "matching/compare.html",
        programme=second.programme,
        first=first,
        second=second,
        others=others,
        measures=queries.measures(first, second) if first else [],
        differences=queries.differences(first, second) if first else [],
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: ActorRequest, public_id: str) -> HttpResponse:
    """Exactly what is sent to how many, with a sample; then send it."""
    found = _run(request, public_id)
    require(can(request.actor, "publish", found))
    if request.method == "POST":
        services.publish_run(found, by=request.actor.person)
        messages.success(request, _("Published. The mentors are asked first, in private."))
        return redirect("matching:run", public_id=public_id)
    if not found.is_open:
        return redirect("matching:run", public_id=public_id)
    rows = list(queries.proposals_of(found).approved())
    return show(
        request,
        "matching/publish.html",
        run=found,
        programme=found.programme,
        approved=len(rows),
        letters=len({row.mentor_id for row in rows}),
        to_go=found.counts["pairs"] - len(rows),
        sample=_sample(rows[0]) if rows else None,
        first=rows[0] if rows else None,
    )


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
    found = _run(request, public_id)
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
    return show(
        request,
        "matching/_proposal.html",
        one=queries.shown(proposal.run, [proposal])[0],
        run=proposal.run,
        is_open=True,
    )


def _sample(proposal: Proposal) -> tuple[str, str] | None:
    """The first letter as the room that writes it would send it."""
    for _room, letter in first_letter_wanted.send(sender=None, proposal=proposal):
        if letter:
            subject, text = cast(tuple[str, str], letter)
            return subject, text
    return None


def _programme(request: ActorRequest, public_id: str) -> Programme:
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


def _run(request: ActorRequest, public_id: str) -> Run:
    found = get_object_or_404(
        Run.objects.visible_to(request.actor).select_related("programme__organisation"),
        public_id=public_id,
    )
    request.programme = found.programme
    return found
