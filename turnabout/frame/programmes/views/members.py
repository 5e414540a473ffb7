from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.directory.models import Person
from turnabout.frame.directory.queries import level_steps
from turnabout.frame.programmes import emails, queries, services
from turnabout.frame.programmes.forms import (
    ROLE_NAMES,
    InvitationForm,
    words_pasted,
)
from turnabout.frame.programmes.letters import letters_to
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.programmes.views.shared import coordinated, counts_of

PAGE_SIZE = 50
STANDING_ACTS = {
    "pause": services.pause_membership,
    "resume": services.resume_membership,
    "end": services.end_membership,
}


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
        counts=counts_of(found),
        sees=sentence("programmes.members"),
    )


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
        levels=level_steps(found.organisation),
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
