from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes import emails, presets, queries, services
from turnabout.frame.programmes.forms import (
    ROLE_NAMES,
    InvitationForm,
    NewProgrammeForm,
    PurposeForm,
    words_pasted,
)
from turnabout.frame.programmes.letters import letters_to
from turnabout.frame.programmes.models import Membership, Phase, Programme

PAGE_SIZE = 50
PHASE_ACTS = {
    "open": services.open_phase,
    "close": services.close_phase,
    "skip": services.skip_phase,
    "repeat": services.repeat_phase,
}
STANDING_ACTS = {
    "pause": services.pause_membership,
    "resume": services.resume_membership,
    "end": services.end_membership,
}


def coordinated(request: ActorRequest, programme: str, action: str = "manage") -> Programme:
    """The programme of the address, for somebody who may do this with it."""
    found = get_object_or_404(
        Programme.objects.visible_to(request.actor).select_related("organisation"),
        public_id=programme,
    )
    require(can(request.actor, action, found))
    request.programme = found
    return found


@entered
def overview(request: ActorRequest) -> HttpResponse:
    rows = list(Programme.objects.visible_to(request.actor).select_related("organisation"))
    return show(
        request,
        "programmes/overview.html",
        programmes=[(row, can(request.actor, "manage", row)) for row in rows],
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
        counts=_counts(found),
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


@entered
def members(request: ActorRequest, programme: str) -> HttpResponse:
    found = coordinated(request, programme, "see_members")
    role = request.GET.get("role", "")
    words = request.GET.get("q", "").strip()
    rows = queries.members_of(found, role=role, words=words)
    page_obj = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return show(
        request,
        "programmes/members.html",
        part="programmes/_member_list.html",
        programme=found,
        page_obj=page_obj,
        members=[
            (row, ROLE_NAMES[Membership.Role(row.role)], queries.standing_word(row.standing))
            for row in page_obj
        ],
        role=role,
        words=words,
        counts=_counts(found),
        sees=sentence("programmes.members"),
    )


@entered
def invite(request: ActorRequest, programme: str) -> HttpResponse:
    """Pick people, read what would be sent to how many, and only then send it."""
    found = coordinated(request, programme, "invite")
    people = Person.objects.visible_to(request.actor).present()
    mentees = people.filter(
        memberships__programme=found, memberships__role="mentee", memberships__ended_at=None
    ).distinct()
    form = InvitationForm(request.POST or None, mentees=mentees, initial=_role_asked(request))
    narrowed = {name: request.GET.get(name, "").strip() for name in ("unit", "level", "words")}
    matching = queries.people_found(people, **narrowed)
    page_obj = Paginator(matching, PAGE_SIZE).get_page(request.GET.get("page"))
    if request.method == "POST" and form.is_valid():
        return _preview_or_send(request, found, form, matching)
    return show(
        request,
        "programmes/invite.html",
        programme=found,
        form=form,
        page_obj=page_obj,
        units=queries.units_of(people),
        levels=found.organisation.levels.all(),
        has_mentees=mentees.exists(),
        status=422 if form.errors else 200,
        **narrowed,
    )


def _preview_or_send(
    request: ActorRequest, programme: Programme, form: InvitationForm, matching: QuerySet[Person]
) -> HttpResponse:
    chosen = _people_chosen(request, form, matching)
    wanted = {"role": form.cleaned_data["role"], "principal": form.cleaned_data["principal"]}
    if "send" in request.POST:
        result = services.invite_members(
            programme, chosen.people, by=request.actor.person, **wanted
        )
        messages.success(
            request,
            ngettext(
                "%(count)s letter is on its way.",
                "%(count)s letters are on their way.",
                len(result.invited),
            )
            % {"count": len(result.invited)},
        )
        return redirect("programmes:members", programme.public_id)
    letters = letters_to(programme, chosen.people, **wanted)
    sample = letters.to_write[0] if letters.to_write else None
    return show(
        request,
        "programmes/invite_preview.html",
        programme=programme,
        form=form,
        letters=letters,
        unknown=chosen.unknown,
        ids=" ".join(person.public_id for person in letters.to_write),
        role_name=ROLE_NAMES[Membership.Role(wanted["role"])],
        sample=sample
        and emails.sample_invitation(programme, sample, by=request.actor.person, **wanted),
    )


def _people_chosen(
    request: ActorRequest, form: InvitationForm, matching: QuerySet[Person]
) -> queries.PastedPeople:
    """Who was ticked, everybody found if that was asked for, and who was pasted."""
    people = Person.objects.visible_to(request.actor).present()
    ids = [*request.POST.getlist("person"), *request.POST.get("ids", "").split()]
    ticked = list(matching) if request.POST.get("everybody") else queries.people_by_id(people, ids)
    pasted = queries.people_named(people, words_pasted(form.cleaned_data["pasted"]))
    return queries.PastedPeople((*ticked, *pasted.people), pasted.unknown)


def _role_asked(request: ActorRequest) -> dict[str, str]:
    return {"role": request.GET.get("role", "mentor")}


@entered
@require_POST
def change_standing(request: ActorRequest, public_id: str, act: str) -> HttpResponse:
    membership = get_object_or_404(
        Membership.objects.visible_to(request.actor).select_related("programme", "person"),
        public_id=public_id,
    )
    if act not in STANDING_ACTS:
        raise Http404
    require(can(request.actor, act, membership))
    STANDING_ACTS[act](membership, by=request.actor.person)
    if not can(request.actor, "see_members", membership.programme):
        return redirect("/")
    return redirect("programmes:members", membership.programme.public_id)


@entered
def join(request: ActorRequest, public_id: str) -> HttpResponse:
    """Take up a role that needs no application, by one tap."""
    membership = get_object_or_404(
        Membership.objects.visible_to(request.actor).select_related(
            "programme__organisation", "person", "principal"
        ),
        public_id=public_id,
    )
    require(can(request.actor, "accept", membership))
    if request.method == "POST":
        services.accept_invitation(membership)
        return redirect("programmes:join", membership.public_id)
    return show(
        request,
        "programmes/join.html",
        membership=membership,
        programme=membership.programme,
        role_name=ROLE_NAMES[Membership.Role(membership.role)],
        role=membership.role,
        principal_name=membership.principal.name if membership.principal else "",
    )


def _organisation(request: ActorRequest) -> Organisation | None:
    """The organisation in which this person may begin a programme, if she may."""
    if request.actor.person is None:
        return None
    rows = Organisation.objects.visible_to(request.actor)
    found = rows.filter(pk=request.actor.person.organisation_id).first()
    return found if found and can(request.actor, "create_programme", found) else None


def _counts(programme: Programme) -> list[tuple[str, str, int]]:
    counted = queries.counts_by_role(programme)
    return [
        (role.value, str(name), counted[role.value])
        for role, name in ROLE_NAMES.items()
        if counted[role.value]
    ]


def _first_to_act_on(phases: list[queries.PhaseOnPage]) -> str:
    """The open phase, else the next one; that is where the coordinator looks first."""
    for state in ("now", "to_come"):
        for phase in phases:
            if phase.state == state:
                return phase.public_id
    return ""
