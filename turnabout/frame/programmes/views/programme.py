from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes import presets, queries, services
from turnabout.frame.programmes.forms import (
    NewProgrammeForm,
    PurposeForm,
)
from turnabout.frame.programmes.models import Phase, Programme
from turnabout.frame.programmes.views.shared import coordinated, counts_of

PHASE_ACTS = {
    "open": services.open_phase,
    "close": services.close_phase,
    "skip": services.skip_phase,
    "repeat": services.repeat_phase,
}


@entered
def overview(request: ActorRequest) -> HttpResponse:
    seen = Programme.objects.visible_to(request.actor).select_related("organisation")
    left_alone = set(seen.run_by_nobody().values_list("pk", flat=True))
    return show(
        request,
        "programmes/overview.html",
        programmes=[
            (
                row,
                can(request.actor, "manage", row),
                row.pk in left_alone and can(request.actor, "take_up", row),
            )
            for row in seen
        ],
        may_begin=_organisation(request) is not None,
    )


@entered
def new(request: ActorRequest) -> HttpResponse:
    organisation = _organisation(request)
    if organisation is None:
        raise Http404
    slug = request.GET.get("preset", "")
    found = next((row for row in presets.load_presets() if row.slug == slug), None)
    if found is None:
        return show(request, "programmes/choose_preset.html", presets=presets.load_presets())
    form = NewProgrammeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        programme = services.create_programme(
            organisation, preset=found.slug, by=request.actor.person, **form.cleaned_data
        )
        messages.success(request, _("Your programme is set up. Nothing has been sent to anybody."))
        return redirect("programmes:detail", programme.public_id)
    return show(
        request,
        "programmes/new.html",
        form=form,
        preset=found,
        priorities=queries.priorities_of(organisation, found),
        seen_by=sentence("programmes.aim"),
        status=422 if form.errors else 200,
    )


@entered
def detail(request: ActorRequest, programme: str) -> HttpResponse:
    found = coordinated(request, programme)
    preset = presets.preset(found.preset)
    form = PurposeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        services.change_purpose(found, by=request.actor.person, **form.cleaned_data)
        messages.success(request, _("Kept. Invitations written from now on say this."))
        return redirect("programmes:detail", found.public_id)
    if form.errors:
        found.refresh_from_db()
    phases = queries.phases_of(found)
    return show(
        request,
        "programmes/programme_detail.html",
        programme=found,
        preset=preset,
        form=form,
        priorities=queries.priorities_of(found.organisation, preset),
        phases=phases,
        is_open=any(phase.state == "now" for phase in phases),
        first_public_id=_first_to_act_on(phases),
        counts=counts_of(found),
        seen_by=sentence("programmes.aim"),
        status=422 if form.errors else 200,
    )


@entered
@require_POST
def launch(request: ActorRequest, programme: str) -> HttpResponse:
    found = coordinated(request, programme, "launch")
    services.launch_programme(found, by=request.actor.person)
    messages.success(
        request, _("The programme has begun. Open the first phase when you are ready.")
    )
    return redirect("programmes:detail", found.public_id)


@entered
@require_POST
def take_up(request: ActorRequest, programme: str) -> HttpResponse:
    found = coordinated(request, programme, "take_up")
    services.take_up_programme(found, by=request.actor.person)
    messages.success(request, _("You run this programme now."))
    return redirect("programmes:detail", found.public_id)


@entered
@require_POST
def run_phase(request: ActorRequest, public_id: str, act: str) -> HttpResponse:
    phase = get_object_or_404(
        Phase.objects.visible_to(request.actor).select_related("programme__organisation"),
        public_id=public_id,
    )
    if act not in PHASE_ACTS:
        raise Http404
    require(can(request.actor, act, phase))
    PHASE_ACTS[act](phase, by=request.actor.person)
    return redirect("programmes:detail", phase.programme.public_id)


def _organisation(request: ActorRequest) -> Organisation | None:
    """The organisation in which this person may begin a programme, if she may."""
    if request.actor.person is None:
        return None
    rows = Organisation.objects.visible_to(request.actor)
    found = rows.filter(pk=request.actor.person.organisation_id).first()
    return found if found and can(request.actor, "create_programme", found) else None


def _first_to_act_on(phases: list[queries.PhaseOnPage]) -> str:
    """The open phase, else the next one; that is where the coordinator looks first."""
    for state in ("now", "to_come"):
        for phase in phases:
            if phase.state == state:
                return phase.public_id
    return ""
