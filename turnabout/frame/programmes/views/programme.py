from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes import presets, queries, services
from turnabout.frame.programmes.forms import (
    LaunchForm,
    NewProgrammeForm,
    PurposeForm,
)
from turnabout.frame.programmes.models import Initiative, OwnPreset, Priority, Programme
from turnabout.frame.programmes.presets.aims import CultureAim, culture_aims_for
from turnabout.frame.programmes.views.shared import coordinated, counts_of, organisation_run_by

PURPOSE = ("aim", "how_we_know", "signs")


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
        may_begin=organisation_run_by(request, "create_programme") is not None,
    )


@entered
def new(request: ActorRequest) -> HttpResponse:
    organisation = organisation_run_by(request, "create_programme")
    if organisation is None:
        raise Http404
    own_presets = OwnPreset.objects.visible_to(request.actor).in_use()
    own = own_presets.filter(public_id=request.GET.get("own", "")).first()
    slug = own.preset if own else request.GET.get("preset", "")
    found = next((row for row in presets.load_presets() if row.slug == slug), None)
    if found is None:
        return show(
            request,
            "programmes/choose_preset.html",
            presets=presets.load_presets(),
            own_presets=[(one, presets.preset(one.preset)) for one in own_presets],
            may_word=can(request.actor, "edit_pages", organisation),
        )
    services.install_priorities(organisation)
    form = NewProgrammeForm(
        request.POST or None,
        priorities=queries.priorities_for(organisation, found),
        initial=_aim_asked_for(request),
    )
    if request.method == "POST" and form.is_valid():
        programme = services.create_programme(
            organisation,
            preset=found.slug,
            own_preset=own,
            name=form.cleaned_data["name"],
            starts_on=form.cleaned_data["starts_on"],
            priority=_priority_chosen(request, organisation, form),
            by=request.actor.person,
            **{name: form.cleaned_data[name] for name in PURPOSE},
        )
        messages.success(request, _("Your programme is set up. Nothing has been sent to anybody."))
        return redirect("programmes:detail", programme.public_id)
    return show(
        request,
        "programmes/new.html",
        form=form,
        preset=found,
        preset_name=own or found.name,
        culture_aims=culture_aims_for(found.slug),
        seen_by=sentence("programmes.aim"),
        status=422 if form.errors else 200,
    )


@entered
def detail(request: ActorRequest, programme: str) -> HttpResponse:
    """Setting a programme up and steering it."""
    found = coordinated(request, programme)
    preset = presets.preset(found.preset)
    services.install_priorities(found.organisation)
    form = PurposeForm(
        request.POST or None,
        priorities=_priorities(found, preset),
        initial=_purpose_of(found) | _aim_asked_for(request),
    )
    if request.method == "POST" and form.is_valid():
        services.change_purpose(
            found,
            priority=_priority_chosen(request, found.organisation, form),
            by=request.actor.person,
            **{name: form.cleaned_data[name] for name in PURPOSE},
        )
        messages.success(request, _("Kept. Invitations written from now on say this."))
        return redirect("programmes:detail", found.public_id)
    phases = queries.phases_of(found)
    missing = queries.missing_purpose(found)
    verdict = queries.verdict_on(found)
    return show(
        request,
        "programmes/programme_detail.html",
        programme=found,
        preset=preset,
        form=form,
        launch_form=LaunchForm(),
        missing=missing,
        verdict=verdict,
        is_purpose_main=bool(missing) or bool(form.errors) or "aim" in request.GET,
        culture_aims=culture_aims_for(found.preset) if missing else (),
        plan=queries.plan_of(found, phases),
        first=queries.first_to_act_on(phases),
        held=queries.roles_held(found),
        counts=counts_of(found),
        initiatives=Initiative.objects.visible_to(request.actor).in_use().filter(programme=found),
        seen_by=sentence("programmes.aim"),
        status=422 if form.errors else 200,
    )


@entered
@require_POST
def launch(request: ActorRequest, programme: str) -> HttpResponse:
    found = coordinated(request, programme, "launch")
    form = LaunchForm(request.POST)
    despite = form.cleaned_data["despite"] if form.is_valid() else ""
    services.launch_programme(found, despite=despite, by=request.actor.person)
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
def take_preset(request: ActorRequest, programme: str, slug: str) -> HttpResponse:
    """Begin again from another preset: first what would change, then the change."""
    found = coordinated(request, programme)
    preset = next((row for row in presets.load_presets() if row.slug == slug), None)
    if preset is None:
        raise Http404
    if request.method == "POST":
        services.take_preset(found, slug, by=request.actor.person)
        messages.success(
            request,
            _("Your programme starts from “%(preset)s” now. Aim and people stayed.")
            % {"preset": preset.name},
        )
        return redirect("programmes:detail", found.public_id)
    return show(
        request,
        "programmes/take_preset.html",
        programme=found,
        preset=preset,
        before=presets.preset(found.preset),
        changes=queries.changes_by_preset(found, preset),
    )


def _priorities(programme: Programme, preset: presets.Preset) -> list[Priority]:
    """Those to choose from, and the one it serves even where that is retired."""
    offered = queries.priorities_for(programme.organisation, preset)
    served = programme.priority
    return offered if served is None or served in offered else [served, *offered]


def _purpose_of(programme: Programme) -> dict[str, object]:
    return {
        "aim": programme.aim,
        "priority": programme.priority.public_id if programme.priority else "",
        "how_we_know": programme.how_we_know,
        "signs": programme.settings.get("signs", []),
    }


def _aim_asked_for(request: ActorRequest) -> dict[str, object]:
    """The words of a typical aim that somebody chose to begin with."""
    slug = request.GET.get("aim", "")
    preset = request.GET.get("preset", "")
    aim: CultureAim | None = next(
        (one for one in culture_aims_for(preset) if one.slug == slug), None
    )
    if aim is None:
        return {}
    return {
        "aim": str(aim.says),
        "how_we_know": str(aim.know),
        "signs": [str(one) for one in aim.signs],
    }


def _priority_chosen(
    request: ActorRequest, organisation: Organisation, form: PurposeForm
) -> Priority | None:
    """The priority of the list, or a new one that is put there."""
    written: str = form.cleaned_data["new_priority"]
    chosen: Priority | None = form.cleaned_data["priority"]
    if not written.strip():
        return chosen
    return services.add_priority(
        organisation,
        words=written,
        language=get_language() or organisation.language,
        by=request.actor.person,
    )
