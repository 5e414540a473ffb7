from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.content import queries, services, shelf, training
from turnabout.frame.content.forms import ExceptionForm
from turnabout.frame.content.models import TrainingException
from turnabout.frame.content.packs import load_page
from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes.forms import ROLE_NAMES
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.programmes.policy import ROLES

PAGE_SIZE = 50


def page(request: ActorRequest, slug: str) -> HttpResponse:
    """A guide, a module or a page of help; nothing in it is private."""
    person = request.actor.person
    organisation, programmes = _reader(request)
    language = get_language() or "en"
    try:
        ready = queries.page_to_read(slug, language, organisation, programmes)
    except KeyError:
        raise Http404 from None
    finished = training.finished_slugs(person) if person is not None else frozenset()
    return show(
        request,
        "content/page.html",
        ready=ready,
        can_be_finished=slug.startswith(training.FOLDER) and _may_finish(request),
        is_finished=slug in finished,
        beside=shelf.beside(load_page(slug, language), organisation, programmes),
        is_known=person is not None,
        edit_url=_edit_url(request, slug, ready.language),
        sees=sentence("content.finished"),
    )


@entered
@require_POST
def finish(request: ActorRequest, slug: str) -> HttpResponse:
    if request.actor.person is None:
        raise Http404
    require(_may_finish(request))
    if request.POST.get("finished") == "no":
        services.take_module_back(request.actor.person, slug)
        messages.success(request, _("Taken back. It stands as not finished."))
    else:
        services.finish_module(request.actor.person, slug)
        messages.success(request, _("Noted. You finished this module."))
    return redirect("content:page", slug)


@entered
@require_safe
def reading(request: ActorRequest) -> HttpResponse:
    """All there is to read for this person: training, guides, cards, library."""
    found = shelf.shelf_of(request.actor, get_language() or "en")
    return show(
        request,
        "content/reading.html",
        shelf=found,
        courses=[(_read_by(one.role), one) for one in found.courses],
        left=sum(course.left for course in found.courses),
        sees=sentence("content.training"),
    )


@require_safe
def library(request: ActorRequest) -> HttpResponse:
    """What others wrote, by role and by topic."""
    role, topic = request.GET.get("role", ""), request.GET.get("topic", "")
    organisation, programmes = _reader(request)
    found = shelf.library_for(
        get_language() or "en", organisation, programmes, role=role, topic=topic
    )
    return show(
        request,
        "content/library.html",
        library=found,
        roles=[(one, _read_by(one)) for one in found.roles],
        role=role,
        topic=topic,
        chosen=next((group for group in found.groups if group.slug == topic), None),
        is_known=request.actor.person is not None,
    )


@entered
@require_safe
def members_training(request: ActorRequest, programme: str) -> HttpResponse:
    """Who has finished and who has not, and who may begin without."""
    found = get_object_or_404(
        Programme.objects.visible_to(request.actor).select_related("organisation"),
        public_id=programme,
    )
    require(can(request.actor, "see_training", found))
    request.programme = found
    standings = training.standings_in(found)
    exceptions = TrainingException.objects.visible_to(request.actor).filter(
        membership__programme=found
    )
    return show(
        request,
        "content/training.html",
        programme=found,
        has_gate=training.has_gate(found),
        page_obj=Paginator(standings, PAGE_SIZE).get_page(request.GET.get("page")),
        done=sum(one.is_done for one in standings),
        total=len(standings),
        exceptions=exceptions.select_related("membership__person", "granted_by"),
        sees=sentence("content.training"),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def excuse(request: ActorRequest, public_id: str) -> HttpResponse:
    """Let one person begin without the training, with a reason that is kept."""
    membership = get_object_or_404(
        Membership.objects.visible_to(request.actor)
        .filter(role__in=training.SIDES)
        .select_related("programme__organisation", "person"),
        public_id=public_id,
    )
    require(can(request.actor, "excuse_from_training", membership))
    request.programme = membership.programme
    form = ExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.grant_exception(membership, by=request.actor.person, **form.cleaned_data)
        messages.success(request, _("Kept. The first session no longer waits for this person."))
        return redirect("content:training", membership.programme.public_id)
    return show(
        request,
        "content/excuse.html",
        membership=membership,
        programme=membership.programme,
        form=form,
        sees=sentence("content.exceptions"),
        status=422 if form.errors else 200,
    )


@entered
@require_POST
def take_exception_back(request: ActorRequest, public_id: str) -> HttpResponse:
    exception = get_object_or_404(
        TrainingException.objects.visible_to(request.actor).select_related("membership__programme"),
        public_id=public_id,
    )
    require(can(request.actor, "take_back", exception))
    services.take_exception_back(exception, by=request.actor.person)
    messages.success(request, _("Taken back. The training is asked for again."))
    return redirect("content:training", exception.membership.programme.public_id)


def _reader(request: ActorRequest) -> tuple[Organisation | None, frozenset[int]]:
    """Whose own words this reader meets."""
    person = request.actor.person
    return person.organisation if person else None, request.actor.programmes_as(*ROLES)


def _may_finish(request: ActorRequest) -> bool:
    person = request.actor.person
    return person is not None and can(request.actor, "finish_module", person)


def _edit_url(request: ActorRequest, slug: str, language: str) -> str:
    """The way from a page to its words, for whoever may change them."""
    if request.actor.scope is not None:
        return ""
    address = f"{reverse('content:edit_page', args=[slug])}?language={language}"
    if "coordinator" in request.actor.appointments:
        return address
    coordinated = request.actor.programmes_as("coordinator")
    if not coordinated:
        return ""
    latest = Programme.objects.filter(pk__in=coordinated).order_by("-created_at", "-pk").first()
    return f"{address}&programme={latest.public_id}" if latest else ""


def _read_by(role: str) -> str:
    """For whom pages are written: a role, or people who may be no members of a programme."""
    if role == "line_manager":
        return _("Line manager")
    if role == "facilitator":
        return _("Leader of a mentors’ circle")
    return str(ROLE_NAMES[Membership.Role(role)])
