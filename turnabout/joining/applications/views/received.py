from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes.models import Programme
from turnabout.joining.applications import policy, queries
from turnabout.joining.applications.models import Application, OwnWords
from turnabout.joining.applications.queries import choosing
from turnabout.joining.applications.services import own_words as own_words_services

PER_PAGE = 25


@entered
def received(request: ActorRequest, programme: str) -> HttpResponse:
    """Who applied, on each side: what they name, never what they keep to themselves."""
    found = get_object_or_404(_programmes(request), public_id=programme)
    request.programme = found
    role = request.GET.get("side", queries.MENTOR)
    if role not in queries.SIDES:
        raise Http404
    seen = choosing.seen_in(found, role, request.actor)
    hides_names = choosing.hides_names_from(request.actor, found)
    words = "" if hides_names else request.GET.get("find", "").strip()[:80]
    outcome = request.GET.get("outcome", "")
    rows = queries.received_in(
        selectable(request), found, role=role, words=words, by_topic=seen.topics, outcome=outcome
    )
    if hides_names:
        # In the order of names, the names could be guessed.
        rows = rows.order_by("public_id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "applications/received.html",
        part="applications/_received_list.html",
        programme=found,
        role=role,
        words=words,
        outcome=outcome,
        page_obj=page,
        counts=queries.counts_in(found),
        seen=seen,
        hides_names=hides_names,
        read=choosing.read_by(request.actor, found),
        may_choose=can(request.actor, "choose", found),
        waiting=_waiting(request, found).count(),
    )


@entered
def one(request: ActorRequest, public_id: str) -> HttpResponse:
    """One application, as the person who reads it may see it."""
    application = found_application(request, public_id)
    membership, programme = application.membership, application.membership.programme
    may_assess = can(request.actor, "assess", application)
    may_decide = can(request.actor, "decide", application)
    return show(
        request,
        "applications/application.html",
        application=application,
        programme=programme,
        person=membership.person,
        answers=queries.answers_shown(application, request.actor),
        seen=choosing.seen_in(programme, membership.role, request.actor),
        is_nameless=choosing.is_nameless_to(request.actor, application),
        may_assess=may_assess,
        may_decide=may_decide,
        coordinates=can(request.actor, "choose", programme),
        has_read=choosing.has_read(request.actor, application),
        readings=choosing.readings_shown(application, request.actor, choosing.RUBRIC)
        if may_assess
        else [],
        talks=choosing.readings_shown(application, request.actor, choosing.INTERVIEW)
        if may_assess
        else [],
        sees_readings=policy.SEEN_READINGS,
        decisions=choosing.decisions_of(application) if may_decide else [],
        manager_answer=choosing.manager_answer(application) if may_decide else "",
        request_for_time=choosing.time_request_of(application) if may_decide else None,
        elsewhere=choosing.places_elsewhere(application) if may_decide else 0,
        cap=choosing.cap_of(programme.organisation),
    )


@entered
def own_words(request: ActorRequest, programme: str) -> HttpResponse:
    """What people wrote in their own words and no topic fitted, to place."""
    found = get_object_or_404(_coordinated(request), public_id=programme)
    return _words_to_place(request, found)


def _words_to_place(
    request: ActorRequest, programme: Programme, *, refused: str = "", about: OwnWords | None = None
) -> HttpResponse:
    request.programme = programme
    waiting = _waiting(request, programme).select_related("application__membership__person")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "applications/own_words.html",
        programme=programme,
        page_obj=page,
        waiting=queries.waiting_words_in(programme, page.object_list),
        groups=queries.groups_offered(programme),
        refused=refused,
        about=about,
        may_add=can(request.actor, "edit_topics", programme.organisation),
        status=422 if refused else 200,
    )


@entered
@require_POST
def place(request: ActorRequest, public_id: str) -> HttpResponse:
    """Give somebody's words a topic, or leave them without one."""
    own = get_object_or_404(
        OwnWords.objects.visible_to(request.actor).select_related(
            "application__membership__programme__organisation", "application__membership__person"
        ),
        public_id=public_id,
    )
    require(can(request.actor, "place", own))
    programme = own.application.membership.programme
    if request.POST.get("go") == "aside":
        own_words_services.set_aside_words(own, by=request.actor.person)
    else:
        topic = queries.topic_offered(programme, request.POST.get("topic", ""))
        try:
            if topic is None:
                raise Refusal(_("Choose the topic that these words mean."))
            own_words_services.place_words(own, topic, by=request.actor.person)
        except AlreadySo:
            raise
        except Refusal as no:
            return _words_to_place(request, programme, refused=str(no), about=own)
    return redirect("applications:own_words", programme=programme.public_id)


def _waiting(request: ActorRequest, programme: Programme) -> Any:
    """Words that wait for this coordinator: those of everybody but herself."""
    return (
        OwnWords.objects.visible_to(request.actor)
        .waiting()
        .filter(application__membership__programme=programme)
        .exclude(application__membership__person=request.actor.person)
    )


def _coordinated(request: ActorRequest) -> Any:
    return Programme.objects.visible_to(request.actor).filter(
        pk__in=request.actor.programmes_as("coordinator")
    )


def found_application(request: ActorRequest, public_id: str) -> Application:
    """The application of a page, among those that this person coordinates or reads."""
    application: Application = get_object_or_404(
        selectable(request).select_related(
            "membership__person__manager", "membership__programme__organisation"
        ),
        public_id=public_id,
    )
    request.programme = application.membership.programme
    return application


def selectable(request: ActorRequest) -> Any:
    """Applications of programmes in which this person coordinates or reads applications."""
    reads = request.actor.programmes_as("coordinator", "reader")
    return (
        Application.objects.visible_to(request.actor)
        .sent()
        .filter(membership__programme_id__in=reads)
    )


def _programmes(request: ActorRequest) -> Any:
    reads = request.actor.programmes_as("coordinator", "reader")
    return Programme.objects.visible_to(request.actor).filter(pk__in=reads)
