"""Pages on which a session gets another time, is given up, or gets its place and purpose."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.common.time import now
from turnabout.foundation.trust.policy import can, sentence
from turnabout.together.meetings import keeping, moving, places, queries, services, weeks
from turnabout.together.meetings.clocks import both_clocks
from turnabout.together.meetings.entries import neutral_title
from turnabout.together.meetings.finding import meeting_found, pair_found, way_back
from turnabout.together.meetings.forms import TimesForm, WhereForm
from turnabout.together.meetings.models import Meeting, Move, OtherTimes
from turnabout.together.pairs.models import Goal
from turnabout.together.pairs.paper import read_goals

CHOICES_TO_OFFER = 12
ANSWERS = {"take", "keep", "back"}
ANSWERED = "answered"


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def times(request: ActorRequest, public_id: str) -> HttpResponse:
    """Three times: offer them, take one with one tap, or keep the session where it is."""
    meeting = meeting_found(request, public_id, "move")
    offer = meeting.other_times.open().select_related("offered_by").first()
    if offer is not None:
        return _offered(request, meeting, offer)
    if ANSWERS & set(request.POST):
        raise Refusal(_("These times were answered or taken back. Look at the session again."))
    if ANSWERED in request.GET:
        return _settled(request, meeting)
    return _to_offer(request, meeting)


def _settled(request: ActorRequest, meeting: Meeting) -> HttpResponse:
    """Where the session stands now that the times were answered."""
    return show(
        request,
        "meetings/times_settled.html",
        meeting=meeting,
        title=neutral_title(meeting),
        may_carry=can(request.actor, "carry", meeting) and meeting.cancelled_at is None,
        back_url=way_back(request, meeting.pair),
    )


def _offered(request: ActorRequest, meeting: Meeting, offer: OtherTimes) -> HttpResponse:
    person, pair = request.actor.person, meeting.pair
    offer.meeting = meeting
    if request.method == "POST":
        _answer(request, offer)
        return redirect(f"{request.path}?{ANSWERED}")
    side, _by_delegate = services.side_for(pair, person)
    two = (person, pair.other_person(person)) if pair.has(person) else None
    ahead = offer.ahead(now())
    return show(
        request,
        "meetings/times.html",
        meeting=meeting,
        title=neutral_title(meeting),
        offer=offer,
        is_from_programme=offer.side == Move.Side.PROGRAMME,
        may_answer=moving.may_answer(offer, pair, person),
        is_own=side == offer.side,
        ahead=[(time.isoformat(), time) for time in ahead],
        clocks=both_clocks(ahead, *two) if two and ahead else None,
        back_url=way_back(request, pair),
        sees=sentence("meetings.offered"),
    )


def _answer(request: ActorRequest, offer: OtherTimes) -> None:
    by, said = request.actor.person, request.POST
    if "take" in said:
        moving.take_time(offer, _moment(said["take"]), by=by)
        messages.success(request, _("It is fixed. Both calendars are told at once."))
    elif "keep" in said:
        moving.decline_times(offer, by=by)
        messages.success(request, _("It stays as it is. Nobody asks why."))
    elif "back" in said:
        moving.take_times_back(offer, by=by)
        messages.success(request, _("The times are taken back. The session stays as it is."))


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refusal(_("This time is over or was not offered. Look at the session again."))
    return moment


def _to_offer(request: ActorRequest, meeting: Meeting) -> HttpResponse:
    person, pair = request.actor.person, meeting.pair
    is_for_two = pair.has(person)
    asked = pair.other_person(person) if is_for_two else pair.mentor
    two = (person, asked) if is_for_two else None
    refused = moving.why_it_stays(meeting, by=person)
    starts = [] if refused else _free(meeting)
    form = TimesForm(
        request.POST if request.method == "POST" else None,
        starts=starts,
        zone=person.clock_zone,
        two=two,
        asked=asked,
        quiet=weeks.quiet_hours(pair.programme),
    )
    if request.method == "POST" and form.is_valid():
        moving.offer_times(meeting, form.offered, by=person)
        messages.success(request, _("Offered. The session stays where it is until one is taken."))
        return redirect("meetings:times", public_id=meeting.public_id)
    return show(
        request,
        "meetings/times_offer.html",
        meeting=meeting,
        title=neutral_title(meeting),
        form=form,
        starts=starts,
        refused=refused,
        is_for_two=is_for_two,
        clocks=both_clocks([meeting.starts_at, *starts], *two) if two else None,
        back_url=way_back(request, pair),
        sees=sentence("meetings.offered"),
    )


def _free(meeting: Meeting) -> list[datetime]:
    """Hours that suit both, where the session may lie, some of them near where it is."""
    first, last = queries.room_to_move(meeting)
    found = weeks.two_weeks(meeting.pair, way=meeting.way, without=meeting)
    free = [one for one in found.free_between(first, last) if one != meeting.starts_at]
    return queries.some_of(free, meeting.starts_at, CHOICES_TO_OFFER)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def cannot_come(request: ActorRequest, public_id: str) -> HttpResponse:
    """It is too late to move it, and one of the two cannot come. Asked once, then done."""
    meeting = meeting_found(request, public_id, "give_up")
    if request.method == "POST":
        keeping.give_up_late(meeting, by=request.actor.person)
        messages.success(request, _("Both of you are free, and both hear it now."))
        has_times = meeting.other_times.open().exists()
        if has_times:
            return redirect("meetings:times", public_id=public_id)
        return redirect("meetings:cannot_come", public_id=public_id)
    return show(
        request,
        "meetings/cannot_come.html",
        meeting=meeting,
        may_move=not services.is_too_late_to_move(meeting),
        is_ahead=meeting.starts_at > now() and not meeting.missed_at and not meeting.held_at,
        is_offered=meeting.other_times.open().exists(),
        notice_hours=meeting.pair.programme.notice_hours,
        back_url=way_back(request, meeting.pair),
        sees=sentence("meetings.times"),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def where(request: ActorRequest, public_id: str) -> HttpResponse:
    """Where the two meet, for all sessions to come."""
    pair = pair_found(request, public_id, "settle_where")
    coming = pair.meetings.to_come(now()).filter(missed_at=None).first()
    initial = {"way": coming.way, "place": coming.place} if coming else {}
    form = WhereForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        changed = places.settle_where(
            pair, way=said["way"], place=said["place"], by=request.actor.person
        )
        told = _("Kept. Both calendars are told.") if changed else _("It was like this already.")
        messages.success(request, told)
        return redirect("meetings:where", public_id=public_id)
    return show(
        request,
        "meetings/where.html",
        pair=pair,
        form=form,
        coming=coming,
        has_link=places.video_link_exists(pair),
        back_url=way_back(request, pair),
        sees=sentence("meetings.times"),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def notes_taken(request: ActorRequest, public_id: str) -> HttpResponse:
    """Whether a program may take notes of one session. It takes both, each time anew."""
    meeting = meeting_found(request, public_id, "prepare")
    person = request.actor.person
    if request.method == "POST":
        places.let_notes_be_taken(meeting, request.POST.get("let") == "yes", by=person)
        return redirect("meetings:notes_taken", public_id=public_id)
    return show(
        request,
        "meetings/notes_taken.html",
        meeting=meeting,
        partner=meeting.pair.other_person(person),
        has_said_yes=meeting.notes_consents.filter(person=person).exists(),
        both_have=places.may_notes_be_taken(meeting),
        is_over=meeting.held_at is not None or meeting.cancelled_at is not None,
        back_url=way_back(request, meeting.pair),
        sees=sentence("meetings.notes"),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def purpose(request: ActorRequest, public_id: str) -> HttpResponse:
    """Which goals of the two a session is for."""
    meeting = meeting_found(request, public_id, "prepare")
    pair = meeting.pair
    require(can(request.actor, "read", pair))
    goals = list(Goal.objects.visible_to(request.actor).filter(pair=pair, dropped_at=None))
    if request.method == "POST":
        named = set(request.POST.getlist("goal"))
        places.tie_to_goals(
            meeting, [goal for goal in goals if goal.public_id in named], by=request.actor.person
        )
        messages.success(request, _("Kept. Your page shows it beside the session."))
        return redirect("meetings:purpose", public_id=public_id)
    chosen = set(meeting.goals.values_list("pk", flat=True))
    return show(
        request,
        "meetings/purpose.html",
        meeting=meeting,
        pair=pair,
        goals=[(one.goal, one.words, one.goal.pk in chosen) for one in read_goals(pair, goals)],
        back_url=way_back(request, pair),
        sees=sentence("meetings.goals"),
    )
