from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.common.texts import said
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.questions.models import Question
from turnabout.joining.applications import policy, queries, services
from turnabout.joining.applications.forms import HoursForm, StepForm
from turnabout.joining.applications.models import Application, OwnWords
from turnabout.joining.applications.services import own_words as own_words_services

PER_PAGE = 25


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: ActorRequest, public_id: str) -> HttpResponse:
    """One step of an application. Looking begins nothing; each button keeps what was written."""
    membership = _membership(request, public_id)
    if request.method != "POST" and "step" not in request.GET and queries.is_sent(membership):
        return redirect("applications:after", public_id=public_id)
    step = _step(request, membership)
    words = (request.POST or request.GET).get("find", "").strip()[:120]
    asked = queries.asked_at(membership, step, words=words)
    form = StepForm(asked, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        is_right = form.is_valid()
        go = request.POST.get("go", "next")
        if go == "enter":
            go = "find" if words else "next"
        onward = step + 1 if go == "next" and is_right else step
        onward = max(step - 1, 1) if go == "back" else onward
        application = services.begin_application(membership)
        services.save_step(application, form.said(), step=onward)
        if go in ("back", "stop") or (is_right and go == "next"):
            return _onward(request, membership, application, go=go, step=step)
        if _has_chosen(request, application, go, words):
            words = ""
        if go != "next":
            asked = queries.asked_at(membership, step, words=words)
            form = StepForm.again(asked, request.POST)
    return show(
        request,
        "applications/apply.html",
        part="applications/_proposed.html",
        membership=membership,
        application=asked.application,
        asked=asked,
        form=form,
        step=step,
        steps=queries.STEPS,
        title=_title(asked),
        words=words,
        is_searching=bool(words),
    )


@entered
def after(request: ActorRequest, public_id: str) -> HttpResponse:
    """What happens next, and the ways back."""
    membership = _membership(request, public_id)
    application = get_object_or_404(
        Application.objects.visible_to(request.actor), membership=membership
    )
    return show(
        request,
        "applications/after.html",
        membership=membership,
        application=application,
        missing=queries.missing_from(application),
    )


@entered
@require_POST
def withdraw(request: ActorRequest, public_id: str) -> HttpResponse:
    membership = _membership(request, public_id)
    application = get_object_or_404(
        Application.objects.visible_to(request.actor), membership=membership
    )
    require(can(request.actor, "withdraw", application))
    services.withdraw_application(application, by=request.actor.person)
    return redirect("applications:after", public_id=public_id)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: ActorRequest, public_id: str) -> HttpResponse:
    """When the applicant has time. A delegate sees and fills this, and nothing else."""
    membership = queries.membership_to_fill(request.actor, public_id)
    if membership is None:
        raise Http404
    request.programme = membership.programme
    application = Application.objects.filter(membership=membership).first()
    question = Question.objects.filter(
        question_set=queries.question_set_of(membership), kind="week"
    ).first()
    if question is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = HoursForm(question, data, hours=application.hours if application else [])
    if data is not None and form.is_valid():
        begun = services.begin_application(membership)
        services.fill_hours(begun, form.cleaned_data["hours"], by=request.actor.person)
        messages.success(request, _("The hours are kept."))
        return redirect("applications:hours", public_id=public_id)
    return show(
        request,
        "applications/hours.html",
        membership=membership,
        form=form,
        sees=policy.SEEN_DELEGATE,
        is_own=request.actor.person_id == membership.person_id,
    )


@entered
def received(request: ActorRequest, programme: str) -> HttpResponse:
    """Who applied, on each side: what they name, never what they keep to themselves."""
    found = get_object_or_404(_programmes(request), public_id=programme)
    request.programme = found
    role = request.GET.get("side", queries.MENTOR)
    if role not in queries.SIDES:
        raise Http404
    words = request.GET.get("find", "").strip()[:80]
    sees_topics = can(request.actor, "see_topics", found)
    rows = queries.received_in(found, role=role, words=words, by_topic=sees_topics)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "applications/received.html",
        part="applications/_received_list.html",
        programme=found,
        role=role,
        words=words,
        page_obj=page,
        counts=queries.counts_in(found),
        sees_topics=sees_topics,
        waiting=_waiting(request, found).count(),
    )


@entered
def one(request: ActorRequest, public_id: str) -> HttpResponse:
    """One application, as the person who reads it may see it."""
    application = get_object_or_404(
        _selectable(request).select_related("membership__person", "membership__programme"),
        public_id=public_id,
    )
    programme = application.membership.programme
    request.programme = programme
    return show(
        request,
        "applications/application.html",
        application=application,
        programme=programme,
        answers=queries.answers_shown(application, request.actor),
        sees_topics=can(request.actor, "see_topics", programme),
        can_decline=can(request.actor, "decline", application),
    )


@entered
@require_POST
def decline(request: ActorRequest, public_id: str) -> HttpResponse:
    return _select(request, public_id, "decline", services.decline_application)


@entered
@require_POST
def welcome_back(request: ActorRequest, public_id: str) -> HttpResponse:
    return _select(request, public_id, "welcome_back", services.welcome_back)


@entered
def own_words(request: ActorRequest, programme: str) -> HttpResponse:
    """What people wrote in their own words and no topic fitted, to place."""
    found = get_object_or_404(_coordinated(request), public_id=programme)
    request.programme = found
    waiting = _waiting(request, found).select_related("application__membership__person")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "applications/own_words.html",
        programme=found,
        page_obj=page,
        waiting=queries.waiting_words_in(found, page.object_list),
        groups=queries.groups_offered(found),
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
        if topic is None:
            raise Refusal(_("Choose the topic that these words mean."))
        own_words_services.place_words(own, topic, by=request.actor.person)
    return redirect("applications:own_words", programme=programme.public_id)


def _has_chosen(request: ActorRequest, application: Application, go: str, words: str) -> bool:
    """Whether she took a proposed topic, kept her own words or took them off."""
    act, _colon, chosen = go.partition(":")
    if act == "take":
        topic = queries.topic_offered(application.membership.programme, chosen)
        if topic is None:
            raise Http404
        own_words_services.take_topic(application, topic, words=words)
    elif act == "own":
        own_words_services.keep_words(application, words)
    elif act == "drop":
        own = OwnWords.objects.visible_to(request.actor).filter(application=application)
        own_words_services.drop_words(get_object_or_404(own, public_id=chosen))
    return act in ("take", "own", "drop")


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


def _select(request: ActorRequest, public_id: str, action: str, act: Any) -> HttpResponse:
    application = get_object_or_404(_selectable(request), public_id=public_id)
    require(can(request.actor, action, application))
    act(application, by=request.actor.person)
    return redirect("applications:one", public_id=public_id)


def _selectable(request: ActorRequest) -> Any:
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


def _membership(request: ActorRequest, public_id: str) -> Membership:
    membership = queries.membership_to_apply(request.actor, public_id)
    if membership is None:
        raise Http404
    request.programme = membership.programme
    return membership


def _step(request: ActorRequest, membership: Membership) -> int:
    application = Application.objects.filter(membership=membership).first()
    usual = application.step if application else 1
    wanted = request.GET.get("step", "")
    return int(wanted) if wanted in {"1", "2", "3"} else usual


def _onward(
    request: ActorRequest,
    membership: Membership,
    application: Application,
    *,
    go: str,
    step: int,
) -> HttpResponse:
    if go == "stop":
        return redirect("applications:after", public_id=membership.public_id)
    if go == "next" and step == queries.STEPS:
        services.send_application(application)
        return redirect("applications:after", public_id=membership.public_id)
    onward = step - 1 if go == "back" else step + 1
    answer = redirect("applications:apply", public_id=membership.public_id)
    answer["Location"] += f"?step={max(onward, 1)}"
    return answer


def _title(asked: queries.Asked) -> str:
    titles = {row["number"]: row["titles"] for row in asked.question_set.steps}
    return said(titles[asked.step]) if asked.step in titles else ""
