"""A person's notices on her own page, how she is written to, and the way to fewer mails."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.accounts.emails import FEWER
from turnabout.foundation.accounts.links import (
    LinkPurpose,
    destination,
    read_token,
    spend_once,
)
from turnabout.foundation.accounts.notice_forms import PreferencesForm
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.common.time import now
from turnabout.foundation.notices import preferences as acts
from turnabout.foundation.notices import webhooks
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.readers import pace_around, reader_as_known
from turnabout.foundation.notices.rendering import NOTICES

MOST_SHOWN = 50
ONE_CLICK = "List-Unsubscribe"


@require_safe
@entered
def notices(request: ActorRequest) -> HttpResponse:
    """What is still asked of her and what she was told, in the words of the mails."""
    person = _reader(request)
    shown = OutboxMessage.objects.shown().filter(recipient=person).order_by("-created_at", "-pk")
    return show(
        request,
        "accounts/notices.html",
        to_do=OutboxMessage.objects.open_to_do(now()).filter(recipient=person)[:MOST_SHOWN],
        told=shown.filter(is_to_do=False)[:MOST_SHOWN],
        is_signed_in=request.actor.scope is None,
    )


@require_safe
@entered
def open_notice(request: ActorRequest, public_id: str) -> HttpResponse:
    """Lead to what the main link of a notice leads to, for whoever is signed in."""
    if request.actor.scope is not None:
        raise Http404
    mine = OutboxMessage.objects.shown().filter(recipient=_reader(request))
    link = get_object_or_404(mine, public_id=public_id).links.get("action_url")
    if link is None:
        raise Http404
    person = request.actor.person_ref
    return redirect(destination(LinkPurpose(link["purpose"], person, link["about"])))


@entered
def preferences(request: ActorRequest) -> HttpResponse:
    """How often, when and by which way she is written to; a week of quiet by one tap."""
    person = _reader(request)
    reader = reader_as_known(person)
    organisation = request.actor.person.organisation.public_id
    pace = pace_around(person, organisation)
    if request.method == "POST" and {"snooze", "wake"} & request.POST.keys():
        if "snooze" in request.POST:
            acts.snooze(person)
            messages.success(request, _("You are left in peace for a week."))
        else:
            acts.wake(person)
            messages.success(request, _("We write to you again."))
        return redirect("accounts:preferences")
    form = PreferencesForm(request.POST or None, reader=reader, pace=pace)
    if request.method == "POST" and form.is_valid():
        acts.choose(person, **form.choices)
        messages.success(request, _("Kept."))
        return redirect("accounts:preferences")
    return show(
        request,
        "accounts/preferences.html",
        form=form,
        snoozed_until=_if_to_come(reader.snoozed_until),
        asks=pace.asks,
        has_chat=webhooks.is_on() and request.actor.scope is None,
        status=422 if form.errors else 200,
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def fewer(request: ActorRequest, token: str) -> HttpResponse:
    """One tap to fewer mails, also by a mail program that posts here by itself (RFC 8058).

    Looking changes nothing. The token says whose mail it was, so nobody has to sign in, and it
    works once: a second time it is answered and nothing more happens.
    """
    link = read_token(token)
    if link.purpose != FEWER:
        raise Http404
    is_done = request.method == "POST" and request.POST.get(ONE_CLICK) == "One-Click"
    if is_done and spend_once(token):
        acts.want_fewer(link.person, link.about)
    return show(request, "accounts/fewer.html", token=token, is_done=is_done)


def _reader(request: ActorRequest) -> str:
    """Whose notices these are: hers who is signed in or came by the link of a mail to her."""
    person = request.actor.person_ref
    scope = request.actor.scope
    is_hers = scope is None or request.actor.came_for(NOTICES, person)
    if request.actor.person is None or not is_hers:
        raise Http404
    return person


def _if_to_come(moment: datetime | None) -> datetime | None:
    return moment if moment is not None and moment > now() else None
