from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.common.own_texts import as_said
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.programmes import presets, queries, services
from turnabout.frame.programmes.forms import GuidanceForm, PriorityForm, ReadinessForm
from turnabout.frame.programmes.models import Membership, Priority, Programme
from turnabout.frame.programmes.papers import BRIEFING
from turnabout.frame.programmes.views.shared import coordinated, organisation_run_by

SKILLS_ONLY = "digital-ai"
ACROSS_COMPANIES = "customer"


@entered
def priorities(request: ActorRequest) -> HttpResponse:
    """What the organisation wants to reach, to add to, rename and retire."""
    organisation = organisation_run_by(request, "set_priorities")
    if organisation is None:
        raise Http404
    services.install_priorities(organisation)
    form = PriorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_priority(
            organisation,
            words=form.cleaned_data["words"],
            language=get_language() or organisation.language,
            by=request.actor.person,
        )
        messages.success(request, _("It is on the list."))
        return redirect("programmes:priorities")
    listed = Priority.objects.visible_to(request.actor).annotate(served_by=Count("programmes"))
    return show(
        request,
        "programmes/priorities.html",
        form=form,
        listed=[one for one in listed if one.retired_at is None],
        retired=[one for one in listed if one.retired_at is not None],
        status=422 if form.errors else 200,
    )


@entered
@require_POST
def change_priority(request: ActorRequest, public_id: str, act: str) -> HttpResponse:
    found = get_object_or_404(Priority.objects.visible_to(request.actor), public_id=public_id)
    if act not in ("rename", "retire", "bring_back"):
        raise Http404
    require(can(request.actor, act, found))
    person = request.actor.person
    if act == "rename":
        services.rename_priority(
            found,
            words=request.POST.get("words", ""),
            language=get_language() or found.organisation.language,
            by=person,
        )
    elif act == "retire":
        services.retire_priority(found, by=person)
    else:
        services.bring_back_priority(found, by=person)
    return redirect("programmes:priorities")


@entered
def readiness(request: ActorRequest, programme: str) -> HttpResponse:
    """Eight honest questions, and what the answers come to."""
    found = coordinated(request, programme)
    rows = queries.readiness_of(found)
    asked = [(row.question, row.answer) for row in rows]
    form = ReadinessForm(request.POST or None, questions=asked)
    if request.method == "POST" and form.is_valid():
        services.answer_readiness(found, answers=form.answers, by=request.actor.person)
        messages.success(request, _("Kept, with the day. You can change an answer at any time."))
        return redirect("programmes:readiness", found.public_id)
    return show(
        request,
        "programmes/readiness.html",
        programme=found,
        form=form,
        rows=[(row, form[row.question.slug]) for row in rows],
        verdict=queries.verdict_on(found),
        skills_only=presets.preset(SKILLS_ONLY),
        across=presets.preset(ACROSS_COMPANIES),
        seen_by=sentence("programmes.readiness"),
        may_word=can(request.actor, "edit_pages", found.organisation),
        status=422 if form.errors else 200,
    )


@entered
def guidance(request: ActorRequest, programme: str) -> HttpResponse:
    """What holds in a programme, for everybody in it; coordinators add to it here."""
    found = _programme_to_read(request, programme)
    require(can(request.actor, "read_guidelines", found))
    request.programme = found
    may_edit = can(request.actor, "manage", found)
    own = found.settings.get("guidance", {})
    form = GuidanceForm(request.POST or None, initial=own) if may_edit else None
    if request.method == "POST":
        require(may_edit)
    if form is not None and form.is_bound and form.is_valid():
        services.change_guidance(found, by=request.actor.person, **form.cleaned_data)
        messages.success(request, _("Kept. Everybody in the programme can read it."))
        return redirect("programmes:guidance", found.public_id)
    return show(
        request,
        "programmes/guidance.html",
        programme=found,
        form=form,
        own=own,
        signs=found.settings.get("signs", []),
        sentences=queries.guidelines_of(found),
        pages=queries.role_pages_of(found),
        people=queries.whom_to_turn_to(found),
        seen_by=sentence("programmes.aim"),
        status=422 if form is not None and form.errors else 200,
    )


@entered
def briefing(request: ActorRequest, programme: str) -> HttpResponse:
    """One page for those at the top, filled from the programme, to print or to show."""
    found = coordinated(request, programme, "read_briefing")
    return show(
        request,
        "programmes/briefing.html",
        programme=found,
        preset=presets.preset(found.preset),
        signs=found.settings.get("signs", []),
        verdict=queries.verdict_on(found),
        cost=queries.cost_of(found),
        people=queries.whom_to_turn_to(found),
        said=as_said(found.organisation_id, BRIEFING),
        may_manage=can(request.actor, "manage", found),
        may_word=can(request.actor, "edit_pages", found.organisation),
    )


def _programme_to_read(request: ActorRequest, public_id: str) -> Programme:
    """A programme that somebody sees, or to which she is invited: she reads before she says yes."""
    programmes = Programme.objects.visible_to(request.actor)
    own = Membership.objects.visible_to(request.actor).current().exclude(role="delegate")
    readable = Programme.objects.filter(
        Q(pk__in=programmes.values("pk")) | Q(pk__in=own.values("programme_id"))
    )
    return get_object_or_404(
        readable.select_related("organisation", "priority"), public_id=public_id
    )
