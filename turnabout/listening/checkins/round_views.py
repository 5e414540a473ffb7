from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.common.time import today
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.programmes.models import Programme
from turnabout.listening.checkins import round_queries, rounds
from turnabout.listening.checkins.models import Round
from turnabout.listening.checkins.round_forms import OpenForm, RoundForm


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def rounds_of(request: ActorRequest, programme: str) -> HttpResponse:
    """What people say before and after, and the way to ask."""
    seen = Programme.objects.visible_to(request.actor).select_related("organisation")
    found = get_object_or_404(seen, public_id=programme)
    require(can(request.actor, "see_rounds", found))
    request.programme = found
    may_open = can(request.actor, "open_round", found)
    form = OpenForm(request.POST or None)
    if request.method == "POST":
        require(may_open)
        if form.is_valid() and request.POST.get("moment") in Round.Moment.values:
            rounds.open_round(
                found,
                request.POST["moment"],
                closes_on=form.cleaned_data["closes_on"],
                by=request.actor.person,
            )
            messages.success(request, _("It is open. Everybody who takes part gets a mail."))
            return redirect("checkins:rounds", found.public_id)
    return show(
        request,
        "checkins/rounds.html",
        programme=found,
        standing=round_queries.open_round_of(found),
        figures=round_queries.figures_of(found),
        form=form,
        may_open=may_open,
        sees=sentence("checkins.round_figures"),
        status=422 if form.errors else 200,
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def round_(request: ActorRequest, public_id: str) -> HttpResponse:
    """A few minutes without a name; once it is closed, the same figures for everybody."""
    seen = Round.objects.visible_to(request.actor).select_related(
        "programme__organisation", "question_set"
    )
    found = get_object_or_404(seen, public_id=public_id)
    request.programme = found.programme
    ticket = round_queries.ticket_of(found, request.actor.person)
    is_open = found.is_open_on(today(found.programme.organisation.zone))
    is_asked = is_open and ticket is not None and not ticket.is_spent
    data = request.POST if request.method == "POST" else None
    form = RoundForm(found.question_set, ticket.side, data) if is_asked and ticket else None
    if data is not None:
        require(can(request.actor, "answer", found))
        if form is None or form.is_valid():
            rounds.answer_round(found, form.answers() if form else {}, by=request.actor.person)
            return redirect("checkins:round", public_id=public_id)
    return show(
        request,
        "checkins/round.html",
        round=found,
        form=form,
        is_open=is_open,
        has_answered=ticket is not None and ticket.is_spent,
        figures=None if is_open else round_queries.figures_of(found.programme),
        sees=sentence("checkins.round"),
        sees_figures=sentence("checkins.round_figures"),
        status=422 if form is not None and form.errors else 200,
    )
