"""Presets of one's own: kept from a programme, changed, renamed, retired."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes import defaults, presets, queries, services
from turnabout.frame.programmes.forms import PresetForm, RulesForm
from turnabout.frame.programmes.models import OwnPreset
from turnabout.frame.programmes.services.own_presets import programme_of
from turnabout.frame.programmes.views.rules import groups_of
from turnabout.frame.programmes.views.shared import coordinated, organisation_run_by


@entered
@require_POST
def keep_preset(request: ActorRequest, programme: str) -> HttpResponse:
    """Keep the rules and phases of a programme under a name."""
    found = coordinated(request, programme)
    form = PresetForm(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else request.POST.get("name", "")
    kept = services.keep_preset(
        found,
        name=name,
        description=form.cleaned_data.get("description", ""),
        by=request.actor.person,
    )
    messages.success(request, _("Kept. New programmes can begin with it."))
    return redirect("programmes:preset", kept.public_id)


@entered
@require_safe
def own_presets(request: ActorRequest) -> HttpResponse:
    """Every preset of the organisation's own."""
    if organisation_run_by(request, "see_presets") is None:
        raise Http404
    rows = OwnPreset.objects.visible_to(request.actor)
    return show(
        request,
        "programmes/own_presets.html",
        listed=[(one, presets.preset(one.preset)) for one in rows.in_use()],
        retired=list(rows.exclude(retired_at=None)),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def own_preset(request: ActorRequest, public_id: str) -> HttpResponse:
    """One preset: its name, each of its rules beside the shipped one, and the way back."""
    own = get_object_or_404(
        OwnPreset.objects.visible_to(request.actor).select_related("organisation"),
        public_id=public_id,
    )
    as_programme, by = programme_of(own), request.actor.person
    go = request.POST.get("go", "rules")
    require(can(request.actor, "change", own))
    names = PresetForm(
        request.POST if go == "rename" else None,
        initial={"name": own.name, "description": own.description},
    )
    is_back = "back" in request.POST
    data = request.POST if request.method == "POST" and go == "rules" and not is_back else None
    form = RulesForm(data, programme=as_programme, keys=defaults.every_key())
    if go == "rename" and names.is_valid():
        services.rename_preset(own, by=by, **names.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("programmes:preset", public_id)
    if go in ("retire", "bring_back"):
        act = services.retire_preset if go == "retire" else services.bring_back_preset
        act(own, by=by)
        told = _("It is retired.") if go == "retire" else _("It is on the list again.")
        messages.success(request, told)
        return redirect("programmes:presets")
    if is_back or form.is_valid():
        named = [key for key in request.POST.getlist("back") if key in defaults.every_key()]
        shipped = presets.preset(own.preset)
        values = (
            form.values
            if not is_back
            else {key: defaults.shipped(shipped, key) for key in named or defaults.every_key()}
        )
        changed = len(services.change_preset(own, values=values, by=by))
        told = ngettext("%(count)s rule changed.", "%(count)s rules changed.", changed)
        messages.success(request, told % {"count": changed})
        return redirect("programmes:preset", public_id)
    return show(
        request,
        "programmes/own_preset.html",
        own=own,
        preset=presets.preset(own.preset),
        names=names,
        form=form,
        groups=groups_of(as_programme, form),
        phases=queries.phase_names(row["kind"] for row in own.phases),
        used_by=list(own.programmes.visible_to(request.actor)),
        past=queries.past_changes(own),
        status=422 if form.errors or names.errors else 200,
    )
