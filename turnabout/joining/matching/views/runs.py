from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.over import MATCHING, over
from turnabout.joining.matching import policy, queries, services
from turnabout.joining.matching.criteria import columns_to_ask
from turnabout.joining.matching.forms import RunForm
from turnabout.joining.matching.models import Run, Wish
from turnabout.joining.matching.rules import RunRules
from turnabout.joining.matching.views.found import programme_found, run_found, run_to_start_from

PER_PAGE = 12
MOVED_PER_PAGE = 50
ORDERS = ("strongest", "weakest")


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: ActorRequest, programme: str) -> HttpResponse:
    """All runs of a programme, and the form that asks for one."""
    found = programme_found(request, programme)
    runs = Run.objects.visible_to(request.actor).filter(programme=found)
    data = request.POST if request.method == "POST" else None
    form = RunForm(
        run_to_start_from(request, found).rules,
        data,
        follows=runs.latest_number(),
        columns=columns_to_ask(found.organisation),
    )
    if request.method == "POST" and form.is_valid():
        run = services.request_run(
            found,
            name=form.cleaned_data["name"],
            rules=form.chosen(),
            by=request.actor.person,
            follows=form.cleaned_data["follows"],
        )
        return redirect("matching:run", public_id=run.public_id)
    wishes = Wish.objects.visible_to(request.actor).filter(programme=found)
    return show(
        request,
        "matching/overview.html",
        programme=found,
        page_obj=Paginator(runs, PER_PAGE).get_page(request.GET.get("page")),
        wishes=wishes.select_related("mentor__person", "mentee__person")[:PER_PAGE],
        people=queries.applicants(found),
        living=queries.living_count(found),
        over=over(found, MATCHING),
        capped=queries.capped_in(found),
        sees_capped=can(request.actor, "cap_load", found.organisation),
        form=form,
        sees=policy.SEEN_BY_COORDINATORS,
    )


@entered
def run(request: ActorRequest, public_id: str) -> HttpResponse:
    """One run: its pairs with reasons, who has no partner, and what counts."""
    found = run_found(request, public_id)
    if found.finished_at is None and not (request.htmx and found.failed_at):
        return show(
            request,
            "matching/waiting.html",
            part="matching/_under_way.html",
            run=found,
            programme=found.programme,
            state=queries.under_way(found),
            follows=_latest_number(request, found.programme),
        )
    if request.htmx:
        return HttpResponseClientRedirect(reverse("matching:run", args=[public_id]))
    order = request.GET.get("order", ORDERS[0])
    rows = queries.proposals_of(found, order=order if order in ORDERS else ORDERS[0])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    before = queries.run_before(found)
    approved = queries.approved_count(found)
    without = queries.left_out(found)
    latest = _latest_number(request, found.programme)
    return show(
        request,
        "matching/run.html",
        run=found,
        programme=found.programme,
        page_obj=page,
        proposals=queries.shown(found, list(page)),
        left_out=without[:PER_PAGE],
        without=len(without),
        changes=queries.changes_of(found),
        gap=queries.gap_of(found),
        pins_not_kept=queries.pins_not_kept(found),
        parting=queries.parting_of(found),
        supposed=queries.supposed_of(found),
        keeping_points=queries.keeping_points(found),
        order=order,
        before=before,
        measures=queries.measures(before, found) if before else [],
        form=RunForm(
            RunRules.from_data(found.rules),
            follows=latest,
            columns=columns_to_ask(found.programme.organisation),
        ),
        preview=queries.as_it_is(found) if found.is_open else None,
        same_scale=before is not None and queries.is_counted_alike(before, found),
        approved=approved,
        to_go=queries.pairs_to_decide(found) - approved,
        mentors=queries.names_on(found.programme, "mentor"),
        mentees=queries.names_on(found.programme, "mentee"),
        capped=queries.capped_in(found.programme) if found.is_open else None,
        sees_capped=can(request.actor, "cap_load", found.programme.organisation),
        became=queries.what_became_of(found) if found.handed_on_at else None,
        sees=policy.SEEN_BY_COORDINATORS,
        sealed=policy.SEALED_STAYS_SEALED,
    )


@entered
def without(request: ActorRequest, public_id: str) -> HttpResponse:
    """Everybody without a partner in a run, page by page."""
    found = run_found(request, public_id)
    if found.finished_at is None:
        raise Http404
    page = Paginator(queries.left_out(found), PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "matching/without.html",
        run=found,
        programme=found.programme,
        page_obj=page,
        form=RunForm(
            RunRules.from_data(found.rules), follows=_latest_number(request, found.programme)
        ),
        mentors=queries.names_on(found.programme, "mentor"),
        mentees=queries.names_on(found.programme, "mentee"),
        sealed=policy.SEALED_STAYS_SEALED,
    )


@entered
def why(request: ActorRequest, public_id: str) -> HttpResponse:
    """Why not these two. Either of them may be named by her page, the other in words."""
    found = run_found(request, public_id)
    if found.finished_at is None:
        raise Http404
    sides = {side: request.GET.get(side, "").strip()[:160] for side in ("mentor", "mentee")}
    people = {
        side: queries.find_member(found.programme, words, role=side) if words else None
        for side, words in sides.items()
    }
    mentor, mentee = people["mentor"], people["mentee"]
    return show(
        request,
        "matching/why.html",
        part="matching/_why_answer.html",
        run=found,
        programme=found.programme,
        answer=queries.why_not(found, mentor, mentee) if mentor and mentee else None,
        words=next((words for side, words in sides.items() if words and not people[side]), ""),
        mentor=mentor,
        mentee=mentee,
        mentors=queries.names_on(found.programme, "mentor"),
        mentees=queries.names_on(found.programme, "mentee"),
    )


@entered
def compare(request: ActorRequest, public_id: str) -> HttpResponse:
    """Two runs side by side."""
    second = run_found(request, public_id)
    others = (
        Run.objects.visible_to(request.actor)
        .finished()
        .filter(programme=second.programme)
        .exclude(pk=second.pk)
    )
    wanted = request.GET.get("with", "")
    first = (
        others.filter(public_id=wanted).first()
        if wanted
        else queries.run_before(second) or others.first()
    )
    if second.finished_at is None or (wanted and first is None):
        raise Http404
    if first is not None and first.number > second.number:
        first, second = second, first
    pairs = [queries.pairs_of(one) for one in (first, second)] if first else [[], []]
    page = Paginator(queries.differences(*pairs), MOVED_PER_PAGE)
    return show(
        request,
        "matching/compare.html",
        programme=second.programme,
        first=first,
        second=second,
        others=others,
        same_scale=first is not None and queries.is_counted_alike(first, second),
        is_after=first is not None and queries.is_after(first, second),
        are_alike=first is None or queries.is_alike(first, second),
        measures=queries.measures(first, second) if first else [],
        page_obj=page.get_page(request.GET.get("page")),
        changed=queries.changed_for(*pairs),
        spread=queries.spread(first, second) if first else [],
    )


def _latest_number(request: ActorRequest, programme: Programme) -> int:
    return Run.objects.visible_to(request.actor).filter(programme=programme).latest_number()
