"""Choosing: reading, talking, deciding, places and the reserve list."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.common.time import today
from turnabout.foundation.notices.rendering import Sample
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes.models import Programme
from turnabout.frame.questions.forms import StepForm
from turnabout.joining.applications import emails, policy, queries
from turnabout.joining.applications.forms.choosing import CapForm, DecisionForm, PlacesForm
from turnabout.joining.applications.forms.ladders import ConfirmForm
from turnabout.joining.applications.models import Application, PlaceOffer, TimeRequest
from turnabout.joining.applications.queries import choosing, gaps, shares
from turnabout.joining.applications.services import choosing as services
from turnabout.joining.applications.services import time
from turnabout.joining.applications.views.received import found_application

GET_OR_POST = ["GET", "HEAD", "POST"]


@entered
@require_http_methods(GET_OR_POST)
def read(request: ActorRequest, public_id: str) -> HttpResponse:
    """Say what an application shows, by the published rubric."""
    return _assess(request, public_id, use=choosing.RUBRIC)


@entered
@require_http_methods(GET_OR_POST)
def talk(request: ActorRequest, public_id: str) -> HttpResponse:
    """Note what a talk showed, with the steps of a ladder that it confirmed."""
    return _assess(request, public_id, use=choosing.INTERVIEW)


@entered
@require_http_methods(GET_OR_POST)
def decide(request: ActorRequest, public_id: str) -> HttpResponse:
    """Decide with a reason. The letter is read before it leaves."""
    application = found_application(request, public_id)
    require(can(request.actor, "decide", application))
    form = DecisionForm(request.POST if request.method == "POST" else None, initial=request.GET)
    letter = None
    if request.method == "POST" and form.is_valid():
        outcome, words = form.cleaned_data["outcome"], form.cleaned_data["words"]
        if request.POST.get("go") == "send":
            services.decide(
                application,
                outcome,
                reason=form.cleaned_data["reason"],
                words=words,
                by=request.actor.person,
            )
            messages.success(request, _("Decided. The letter is on its way."))
            return redirect("applications:one", public_id=public_id)
        letter = emails.decision_letter(application, outcome, words=words)
    return show(
        request,
        "applications/decide.html",
        application=application,
        form=form,
        letter=letter,
    )


@entered
@require_http_methods(GET_OR_POST)
def overview(request: ActorRequest, programme: str) -> HttpResponse:
    """Both sides in numbers, the gaps and what to do about them, the reserve list."""
    found = _chosen_in(request, programme)
    kept = choosing.choosing_of(found)
    may_cap = can(request.actor, "cap_load", found.organisation)
    is_for_cap = request.POST.get("what") == "cap"
    data = request.POST if request.method == "POST" else None
    form = PlacesForm(None if is_for_cap else data, initial=vars(kept))
    cap = choosing.cap_of(found.organisation)
    cap_form = CapForm(data if is_for_cap else None, initial={"partners": cap})
    if data is not None and is_for_cap and cap_form.is_valid():
        require(may_cap)
        services.cap_load(
            found.organisation, cap_form.cleaned_data["partners"], by=request.actor.person
        )
        messages.success(request, _("Kept. It holds over all programmes, from the next matching."))
        return redirect("applications:choosing", programme=programme)
    if data is not None and not is_for_cap and form.is_valid():
        services.set_places(found, **form.cleaned_data, by=request.actor.person)
        messages.success(request, _("Kept."))
        return redirect("applications:choosing", programme=programme)
    counts = choosing.side_counts(found)
    return show(
        request,
        "applications/choosing.html",
        programme=found,
        choosing=kept,
        sides=list(counts.values()),
        gaps=gaps.gaps_in(found, counts),
        reserve=[(role, list(choosing.reserve_list(found, role))) for role in queries.SIDES],
        offers=choosing.offers_out(found),
        sample=_sample_offer(found),
        to_offer=choosing.to_be_offered(found, counts),
        criteria=choosing.criteria_of(found),
        form=form,
        cap_form=cap_form,
        cap=cap,
        may_cap=may_cap,
    )


@entered
@require_POST
def offers(request: ActorRequest, programme: str) -> HttpResponse:
    """Begin to offer free places to the reserve list by itself, or stop."""
    found = _chosen_in(request, programme)
    if request.POST.get("go") == "stop":
        services.stop_offers(found, by=request.actor.person)
        messages.success(request, _("No more places are offered by themselves."))
    else:
        made = services.begin_offers(found, by=request.actor.person)
        words = ngettext("%(count)s letter goes out.", "%(count)s letters go out.", made)
        messages.success(request, words % {"count": made})
    return redirect("applications:choosing", programme=programme)


@entered
def places(request: ActorRequest, programme: str) -> HttpResponse:
    """How the places fell by level, place and function; small groups stay hidden."""
    found = _chosen_in(request, programme)
    role = request.GET.get("side", queries.MENTOR)
    role = role if role in queries.SIDES else queries.MENTOR
    return show(
        request,
        "applications/places.html",
        programme=found,
        role=role,
        tables=shares.shares_of(found, role),
    )


@entered
@require_http_methods(GET_OR_POST)
def ask_for_time(request: ActorRequest, public_id: str) -> HttpResponse:
    """Read the letter to the line manager, then send it."""
    application = found_application(request, public_id)
    require(can(request.actor, "ask_for_time", application))
    if TimeRequest.objects.filter(application=application).exclude(answer="later").exists():
        return redirect("applications:one", public_id=public_id)
    manager = time.whom_to_ask(application)
    if request.method == "POST":
        time.ask_for_time(application, by=request.actor.person)
        messages.success(request, _("The letter is on its way. The answer shows here."))
        return redirect("applications:one", public_id=public_id)
    unsaved = TimeRequest(application=application, manager=manager)
    return show(
        request,
        "applications/ask_for_time.html",
        application=application,
        letter=emails.time_request_letter(unsaved),
        sees=policy.SEEN_TIME,
    )


@entered
@require_http_methods(GET_OR_POST)
def answer_time(request: ActorRequest, public_id: str) -> HttpResponse:
    """What a line manager sees: whose time, how many hours; yes, no or later."""
    asked = get_object_or_404(
        TimeRequest.objects.visible_to(request.actor).select_related(
            "application__membership__person", "application__membership__programme__organisation"
        ),
        public_id=public_id,
    )
    require(can(request.actor, "answer", asked))
    membership = asked.application.membership
    if request.method == "POST":
        time.answer_for_time(asked, request.POST.get("answer", ""))
        return redirect("applications:time", public_id=public_id)
    return show(
        request,
        "applications/time.html",
        asked=asked,
        person=membership.person,
        hours=choosing.hours_asked(membership.programme),
        months=choosing.months_asked(membership.programme),
        is_open=choosing.is_asked(asked),
        answers=TimeRequest.Answer.choices,
    )


@entered
@require_http_methods(GET_OR_POST)
def place_offer(request: ActorRequest, public_id: str) -> HttpResponse:
    """Take a place that came free, or leave it to the next."""
    offer = get_object_or_404(
        PlaceOffer.objects.visible_to(request.actor).select_related(
            "application__membership__programme__organisation", "application__membership__person"
        ),
        public_id=public_id,
    )
    require(can(request.actor, "answer", offer))
    membership = offer.application.membership
    is_over = offer.answer_by < today(membership.programme.organisation.zone)
    is_open = offer.answered_at is None and offer.lapsed_at is None and not is_over
    if request.method == "POST":
        # After a second tap, or too late, the page says how it stands.
        if is_open:
            services.answer_offer(offer, takes=request.POST.get("answer") == "yes")
        return redirect("applications:place_offer", public_id=public_id)
    return show(
        request,
        "applications/place_offer.html",
        offer=offer,
        membership=membership,
        is_open=is_open,
    )


def _assess(request: ActorRequest, public_id: str, *, use: str) -> HttpResponse:
    application = found_application(request, public_id)
    require(can(request.actor, "assess", application))
    programme = application.membership.programme
    questions = list(choosing.set_for(programme, use).questions.all())
    kept = choosing.own_answers(request.actor, application, use)
    data = request.POST if request.method == "POST" else None
    form = StepForm(questions, data, initial=kept)
    levels = _levels_form(request, application, use=use)
    forms_here: list[forms.Form] = [form, *([levels] if levels else [])]
    # Each is asked, so that each says what is to be put right.
    are_valid = [one.is_valid() for one in forms_here]
    if data is not None and all(are_valid):
        if use == choosing.RUBRIC:
            services.give_reading(application, form.answers(), by=request.actor.person)
        else:
            shown = levels.levels() if levels else {}
            services.note_talk(application, form.answers(), shown, by=request.actor.person)
        messages.success(request, _("Kept. You can change it any day."))
        return redirect("applications:one", public_id=public_id)
    return show(
        request,
        "applications/assess.html",
        application=application,
        is_talk=use == choosing.INTERVIEW,
        form=form,
        levels=levels,
        answers=queries.answers_shown(application, request.actor),
        seen=choosing.seen_in(programme, application.membership.role, request.actor),
        is_nameless=choosing.is_nameless_to(request.actor, application),
        question_set=choosing.set_for(programme, use),
        sees=policy.SEEN_READINGS,
    )


def _levels_form(
    request: ActorRequest, application: Application, *, use: str
) -> ConfirmForm | None:
    """The steps a talk may confirm: of what somebody offers and this person may see."""
    membership = application.membership
    seen = choosing.seen_in(membership.programme, membership.role, request.actor)
    if use != choosing.INTERVIEW or not seen.offers:
        return None
    offers = [one for one in application.offers.select_related("topic") if one.topic.has_levels]
    return ConfirmForm(offers, request.POST if request.method == "POST" else None)


def _sample_offer(programme: Programme) -> Sample | None:
    """The letter that the next on the reserve list would get."""
    for role in queries.SIDES:
        application = choosing.reserve_list(programme, role).first()
        if application is not None:
            return emails.place_offer_letter(choosing.next_offer(programme, application))
    return None


def _chosen_in(request: ActorRequest, public_id: str) -> Programme:
    found: Programme = get_object_or_404(
        Programme.objects.visible_to(request.actor)
        .filter(pk__in=request.actor.programmes_as("coordinator"))
        .select_related("organisation"),
        public_id=public_id,
    )
    request.programme = found
    return found
