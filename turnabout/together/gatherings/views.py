from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.common.time import now
from turnabout.foundation.notices.rendering import Sample, sample_to
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.content.queries import page_to_read
from turnabout.frame.programmes import defaults
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.views.shared import coordinated
from turnabout.together.gatherings import emails, queries, services
from turnabout.together.gatherings.forms import ChangeForm, PlanForm
from turnabout.together.gatherings.models import Gathering
from turnabout.together.gatherings.services import Plan

PAGE_SIZE = 30


@entered
@require_safe
def listed(request: ActorRequest, programme: str) -> HttpResponse:
    """Every hour with many that a programme has planned, the next first."""
    found = coordinated(request, programme, "gather")
    seen = Gathering.objects.visible_to(request.actor).filter(programme=found)
    page = Paginator(queries.with_counts(seen).order_by("-starts_at", "pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return show(
        request,
        "gatherings/list.html",
        programme=found,
        page_obj=page,
        to_come=seen.to_come(now()).count(),
        promises_circles=defaults.current(found, "supervision"),
        now=now(),
        sees=sentence("gatherings.plan"),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ActorRequest, programme: str) -> HttpResponse:
    """Plan one or a series; nothing leaves before it is said to how many, with a sample."""
    found = coordinated(request, programme, "gather")
    people = queries.audience_of(found, Gathering.Audience.BOTH)
    facilitators = queries.facilitators_of(found)
    form = PlanForm(
        request.POST or None,
        people=people,
        facilitators=facilitators,
        initial=queries.usual_hour(found, request.GET.get("kind", "")),
    )
    sample, invited = None, 0
    if request.method == "POST" and form.is_valid() and _can_be(form, found):
        if request.POST.get("go") == "send":
            services.plan_gatherings(found, form.plan, by=request.actor.person)
            messages.success(request, _("Planned. The invitations are on their way."))
            return redirect("gatherings:list", found.public_id)
        reached = queries.audience_of(found, form.plan.audience, form.plan.chosen)
        sample, invited = _sample(form.plan, request), reached.count()
    return show(
        request,
        "gatherings/plan.html",
        programme=found,
        form=form,
        sample=sample,
        invited=invited,
        hours=len(form.plan.starts) if sample else 0,
        has_facilitator=facilitators.exists(),
        sees=sentence("gatherings.plan"),
        status=422 if form.errors else 200,
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: ActorRequest, public_id: str) -> HttpResponse:
    """One hour: what it is, what one agrees on first, and one tap to say whether one comes."""
    gathering = _found(request, public_id)
    person = request.actor.person
    if request.method == "POST":
        require(can(request.actor, "answer", gathering))
        comes = request.POST.get("comes") == "yes"
        services.say_whether_coming(gathering, comes, by=person)
        return redirect("gatherings:detail", public_id)
    invitations = queries.invitations_seen(gathering, request.actor)
    may_change = can(request.actor, "change", gathering)
    may_note = can(request.actor, "note", gathering)
    return show(
        request,
        "gatherings/detail.html",
        gathering=gathering,
        own=next((one for one in invitations if one.person_id == person.pk), None),
        invitations=invitations if may_change or may_note else [],
        has_begun=gathering.starts_at <= now(),
        may_change=may_change,
        may_note=may_note,
        guide=page_to_read(
            gathering.guide,
            get_language() or "en",
            gathering.programme.organisation,
            [gathering.programme_id],
        ),
        sees_answer=sentence("gatherings.answer"),
        sees_circle=sentence("gatherings.circle"),
        sees=sentence("gatherings.plan"),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActorRequest, public_id: str) -> HttpResponse:
    """Another hour or place."""
    gathering = _found(request, public_id, "change")
    form = ChangeForm(
        request.POST or None,
        gathering=gathering,
        facilitators=queries.facilitators_of(gathering.programme),
    )
    if request.method == "POST" and form.is_valid():
        services.change_gathering(gathering, by=request.actor.person, **form.change)
        messages.success(request, _("Kept. Whoever is invited hears of another hour or place."))
        return redirect("gatherings:detail", public_id)
    return show(
        request,
        "gatherings/change.html",
        gathering=gathering,
        form=form,
        sees=sentence("gatherings.plan"),
        status=422 if form.errors else 200,
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: ActorRequest, public_id: str) -> HttpResponse:
    """Take it out of every calendar, after one more look."""
    gathering = _found(request, public_id, "change")
    if request.method == "POST":
        services.cancel_gathering(gathering, by=request.actor.person)
        messages.success(request, _("Cancelled. Everybody who was invited hears it."))
        return redirect("gatherings:list", gathering.programme.public_id)
    return show(
        request,
        "gatherings/cancel.html",
        gathering=gathering,
        invited=gathering.invitations.count(),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: ActorRequest, public_id: str) -> HttpResponse:
    """Who was there: a tick for each, and nothing else."""
    gathering = _found(request, public_id, "note")
    if request.method == "POST":
        there = request.POST.getlist("there")
        services.note_attendance(gathering, there, by=request.actor.person)
        messages.success(request, _("Noted. You can put it right at any time."))
        return redirect("gatherings:attendance", public_id)
    return show(
        request,
        "gatherings/attendance.html",
        gathering=gathering,
        invitations=queries.invitations_seen(gathering, request.actor),
        has_begun=gathering.starts_at <= now(),
        sees=sentence("gatherings.attendance"),
        sees_circle=sentence("gatherings.circle"),
    )


@entered
@require_safe
def to_lead(request: ActorRequest) -> HttpResponse:
    """The hours that somebody leads."""
    if request.actor.scope is not None or not request.actor.programmes_as("facilitator"):
        raise Http404
    led = Gathering.objects.visible_to(request.actor).filter(facilitator=request.actor.person)
    page = Paginator(queries.with_counts(led).order_by("-starts_at", "pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return show(
        request,
        "gatherings/to_lead.html",
        page_obj=page,
        now=now(),
        sees=sentence("gatherings.attendance"),
    )


def _found(request: ActorRequest, public_id: str, action: str = "") -> Gathering:
    seen = Gathering.objects.visible_to(request.actor).select_related(
        "programme__organisation", "facilitator"
    )
    gathering = get_object_or_404(seen, public_id=public_id)
    require(not action or can(request.actor, action, gathering))
    request.programme = gathering.programme
    return gathering


def _can_be(form: PlanForm, programme: Programme) -> bool:
    """Whether it can be planned like this; if not, the form says why and keeps what was typed."""
    try:
        services.refuse_what_cannot_be(programme, form.plan)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _sample(plan: Plan, request: ActorRequest) -> Sample:
    """The invitation as one of its readers will get it."""
    person = request.actor.person
    gathering = Gathering(
        programme=request.programme,
        kind=plan.kind,
        starts_at=plan.starts[0],
        minutes=plan.minutes,
        place=plan.place,
    )
    return sample_to(
        "gatherings/invitation",
        emails.facts_of(gathering),
        recipient=person.public_id,
        name=person.name,
        language=person.language or person.organisation.language,
    )
