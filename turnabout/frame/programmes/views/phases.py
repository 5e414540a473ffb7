from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.common.time import today
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes import queries, services
from turnabout.frame.programmes.forms import PlanForm, WaveForm
from turnabout.frame.programmes.models import Phase
from turnabout.frame.programmes.presets import load_phase_kinds
from turnabout.frame.programmes.views.shared import coordinated

PHASE_ACTS = {
    "open": services.open_phase,
    "close": services.close_phase,
    "skip": services.skip_phase,
    "repeat": services.repeat_phase,
}


@entered
@require_POST
def run_phase(request: ActorRequest, public_id: str, act: str) -> HttpResponse:
    phase = _phase(request, public_id)
    if act not in PHASE_ACTS:
        raise Http404
    require(can(request.actor, act, phase))
    PHASE_ACTS[act](phase, by=request.actor.person)
    return redirect("programmes:detail", phase.programme.public_id)


@entered
def phase_page(request: ActorRequest, public_id: str) -> HttpResponse:
    """What a phase is, needs and will do; its days, and what can be done to it."""
    phase = _phase(request, public_id)
    require(can(request.actor, "plan", phase))
    request.programme = phase.programme
    planned = {"planned_from": phase.planned_from, "planned_until": phase.planned_until}
    form = PlanForm(request.POST or None, initial=planned)
    if request.method == "POST" and form.is_valid():
        services.plan_phase(phase, by=request.actor.person, **form.cleaned_data)
        messages.success(request, _("Kept. The line of phases shows the new days."))
        return redirect("programmes:phase_page", phase.public_id)
    return show(
        request,
        "programmes/phase.html",
        programme=phase.programme,
        phase=queries.phase_on_page(phase),
        may_word=can(request.actor, "edit_pages", phase.programme.organisation),
        form=form,
        status=422 if form.errors else 200,
    )


@entered
def wave(request: ActorRequest, programme: str) -> HttpResponse:
    """Plan another wave of the same programme."""
    found = coordinated(request, programme)
    kinds = load_phase_kinds()
    tomorrow = today(found.organisation.zone) + timedelta(days=1)
    form = WaveForm(
        request.POST or None,
        kinds=kinds,
        initial={"starts_on": tomorrow.isoformat(), "kinds": list(queries.USUAL_IN_A_WAVE)},
    )
    if request.method == "POST" and form.is_valid():
        rows = services.begin_wave(found, by=request.actor.person, **form.cleaned_data)
        messages.success(
            request,
            ngettext(
                "Wave %(wave)s is planned with %(count)s phase. Nothing has opened.",
                "Wave %(wave)s is planned with %(count)s phases. Nothing has opened.",
                len(rows),
            )
            % {"wave": rows[0].wave, "count": len(rows)},
        )
        return redirect("programmes:detail", found.public_id)
    return show(
        request,
        "programmes/wave.html",
        programme=found,
        form=form,
        number=max((phase.wave for phase in found.phases.all()), default=0) + 1,
        status=422 if form.errors else 200,
    )


def _phase(request: ActorRequest, public_id: str) -> Phase:
    phases = Phase.objects.visible_to(request.actor).select_related("programme__organisation")
    return get_object_or_404(phases, public_id=public_id)
