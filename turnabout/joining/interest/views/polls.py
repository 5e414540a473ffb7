from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.common.ids import random_token
from turnabout.foundation.common.own_texts import as_said
from turnabout.foundation.common.whose_words import settle_in
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.joining.interest import emails, queries, services
from turnabout.joining.interest.forms import HeardForm, NewPollForm, answer_form, words_of
from turnabout.joining.interest.models import Poll, PollAnswer
from turnabout.joining.interest.papers import POSTER
from turnabout.joining.interest.poster import qr_of
from turnabout.joining.interest.receipts import make_receipt
from turnabout.joining.interest.views.shared import (
    PAGE_SIZE,
    chosen_people,
    organisation_of,
    poll_of,
)

BROWSER_COOKIE = "poll"
BROWSER_SALT = "turnabout.poll"
BROWSER_DAYS = 180
RECEIPT_COOKIE = "receipt"
RECEIPT_SECONDS = 600
WOULD_TAKE_PART = (PollAnswer.Side.MENTOR, PollAnswer.Side.MENTEE, PollAnswer.Side.EITHER)


@entered
def overview(request: ActorRequest) -> HttpResponse:
    if organisation_of(request) is None:
        raise Http404
    rows = Poll.objects.visible_to(request.actor).select_related("programme")
    page_obj = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return show(request, "interest/poll_list.html", page_obj=page_obj)


@entered
def new(request: ActorRequest) -> HttpResponse:
    organisation = organisation_of(request)
    if organisation is None:
        raise Http404
    mine = request.actor.programmes_as("coordinator")
    programmes = Programme.objects.visible_to(request.actor).filter(
        pk__in=mine, organisation=organisation
    )
    form = NewPollForm(
        request.POST or None,
        programmes=programmes,
        initial={
            "title": _("Would this be for you?"),
            "topics": services.USUAL_TOPICS,
            "programme": request.GET.get("programme", ""),
        },
    )
    if request.method == "POST" and form.is_valid():
        poll = services.open_poll(organisation, by=request.actor.person, **form.cleaned_data)
        messages.success(request, _("The poll is open. Nothing has been sent: share its link."))
        return redirect("interest:readout", poll.public_id)
    return show(
        request,
        "interest/poll_new.html",
        form=form,
        has_programmes=programmes.exists(),
        status=422 if form.errors else 200,
    )


def answer(request: ActorRequest, public_id: str) -> HttpResponse:
    """Answer a poll by a personal link, or by the open one: once for each, without an account."""
    # Whoever holds the open link may answer; the random id in it is the whole right.
    poll = get_object_or_404(
        Poll.objects.select_related("organisation").exclude(opened_at=None), public_id=public_id
    )
    settle_in(poll.organisation_id)
    person = request.actor.person if can(request.actor, "answer", poll) else None
    browser = _browser_of(request)
    if poll.closed_at or services.has_answered(poll, person=person, browser=browser):
        return show(request, "interest/poll_answered.html", poll=poll)
    form = answer_form(poll, request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = words_of(form)
        services.answer_poll(poll, words, person=person, browser=browser)
        return _with_receipt(redirect("interest:thanks", poll.public_id), poll, words)
    page = show(
        request,
        "interest/poll_answer.html",
        poll=poll,
        form=form,
        seen_by=sentence("interest.answer"),
        is_personal=person is not None,
        status=422 if form.errors else 200,
    )
    if person is None and not browser:
        page.set_signed_cookie(
            BROWSER_COOKIE,
            random_token(),
            salt=BROWSER_SALT,
            max_age=BROWSER_DAYS * 86_400,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return page


def thanks(request: ActorRequest, public_id: str) -> HttpResponse:
    """Say that it was counted, and show the receipt once, from the browser's own hand."""
    poll = get_object_or_404(
        Poll.objects.select_related("organisation").exclude(opened_at=None), public_id=public_id
    )
    page = show(
        request,
        "interest/poll_answered.html",
        poll=poll,
        has_just_answered=True,
        receipt=request.COOKIES.get(RECEIPT_COOKIE, ""),
    )
    page.delete_cookie(RECEIPT_COOKIE, path=request.path)
    return page


@entered
def readout(request: ActorRequest, public_id: str) -> HttpResponse:
    poll = poll_of(request, public_id, "read")
    found = queries.readout(poll)
    return show(
        request,
        "interest/readout.html",
        readout=found,
        readings=queries.readings(poll, found),
        again=poll.followed_by.first(),
        poll=poll,
        open_link=_open_link(poll),
        sees=sentence("interest.readout"),
        may_begin=can(request.actor, "create_programme", poll.organisation),
    )


@entered
def poster(request: ActorRequest, public_id: str) -> HttpResponse:
    poll = poll_of(request, public_id, "read")
    open_link = _open_link(poll)
    return show(
        request,
        "interest/poster.html",
        poll=poll,
        link=open_link,
        qr=qr_of(open_link),
        said=as_said(poll.organisation_id, POSTER),
        may_word=can(request.actor, "edit_pages", poll.organisation),
    )


@entered
def send(request: ActorRequest, public_id: str) -> HttpResponse:
    """Pick people, read what would be sent to how many, and only then send it."""
    poll = poll_of(request, public_id, "send")
    asked = set(poll.tickets.values_list("person_id", flat=True))
    people = Person.objects.visible_to(request.actor).present()
    before = poll.follows.tickets.values("person_id") if poll.follows else None
    chosen = chosen_people(request, poll, people, told=asked, asked_before=before)
    if request.method == "POST" and "send" in request.POST:
        count = services.send_poll(poll, chosen.new, by=request.actor.person)
        told = ngettext(
            "%(count)s letter is on its way.", "%(count)s letters are on their way.", count
        )
        messages.success(request, told % {"count": count})
        return redirect("interest:readout", poll.public_id)
    is_preview = request.method == "POST"
    return show(
        request,
        "interest/poll_send.html",
        poll=poll,
        chosen=chosen,
        is_preview=is_preview,
        sample=emails.sample_letter(poll, chosen.new[0]) if is_preview and chosen.new else None,
    )


@entered
def heard(request: ActorRequest, public_id: str) -> HttpResponse:
    """Enter what people said in person, many at once if they said the same."""
    poll = poll_of(request, public_id, "hear")
    form, count = answer_form(poll, request.POST or None), HeardForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and count.is_valid():
        people = count.cleaned_data["people"]
        services.record_heard_in_person(
            poll, words_of(form), by=request.actor.person, people=people
        )
        told = ngettext("%(count)s answer is counted.", "%(count)s answers are counted.", people)
        messages.success(request, told % {"count": people})
        return redirect("interest:heard", poll.public_id)
    return show(
        request,
        "interest/poll_heard.html",
        poll=poll,
        form=form,
        count_form=count,
        status=422 if form.errors or count.errors else 200,
    )


@entered
@require_POST
def close(request: ActorRequest, public_id: str) -> HttpResponse:
    poll = poll_of(request, public_id, "close")
    services.close_poll(poll, by=request.actor.person)
    return redirect("interest:readout", poll.public_id)


def _open_link(poll: Poll) -> str:
    return settings.SITE_ADDRESS + reverse("interest:answer", args=[poll.public_id])


def _browser_of(request: ActorRequest) -> str:
    kept = request.get_signed_cookie(
        BROWSER_COOKIE, default="", salt=BROWSER_SALT, max_age=BROWSER_DAYS * 86_400
    )
    return kept or ""


def _with_receipt(answer: HttpResponse, poll: Poll, words: services.Words) -> HttpResponse:
    """Hand the receipt to the browser for the next page; it is written down nowhere here."""
    if words.side in WOULD_TAKE_PART:
        answer.set_cookie(
            RECEIPT_COOKIE,
            make_receipt(poll, side=words.side, topics=tuple(words.topics)),
            max_age=RECEIPT_SECONDS,
            path=reverse("interest:thanks", args=[poll.public_id]),
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return answer
