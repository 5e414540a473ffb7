from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.common.time import now
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.content.queries import page_to_read
from turnabout.frame.programmes.over import SESSIONS, over
from turnabout.joining.applications.queries import access_needs_for_partner
from turnabout.together.meetings import hands_on, keeping, moving, queries, services
from turnabout.together.meetings.calendars import PUBLISH, entry_file
from turnabout.together.meetings.clocks import both_clocks
from turnabout.together.meetings.entries import entry_of, neutral_title, organiser_for
from turnabout.together.meetings.finding import meeting_found as _found
from turnabout.together.meetings.finding import pair_found, way_back
from turnabout.together.meetings.forms import WAYS, BookForm, MoveForm
from turnabout.together.meetings.gate import gate_of
from turnabout.together.meetings.guides import prompts_after
from turnabout.together.meetings.models import Meeting
from turnabout.together.meetings.moving_views import ANSWERED
from turnabout.together.meetings.places import video_link_exists
from turnabout.together.pairs.models import Pair


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: ActorRequest, public_id: str) -> HttpResponse:
    """All dates on one screen, booked for both."""
    pair = pair_found(request, public_id, "book")
    person, partner = request.actor.person, pair.other_person(request.actor.person)
    way = _way(request, pair)
    dates = queries.look_for_dates(pair, way=way)
    form = BookForm(request.POST or None, proposed=dates.sessions, two=(person, partner), way=way)
    if request.method == "POST" and form.is_valid():
        services.book_meetings(
            pair, form.starts, by=person, place=form.cleaned_data["place"], way=way
        )
        return redirect("meetings:book", public_id=public_id)
    booked = list(pair.meetings.standing())
    best = [one.best for one in dates.sessions] or [one.starts_at for one in booked]
    return show(
        request,
        "meetings/book.html",
        pair=pair,
        partner=partner,
        proposed=dates.sessions,
        stretch=str(dates.stretch),
        clocks=both_clocks(best, person, partner) if best else None,
        ways=[(name, label, name == way) for name, label in WAYS],
        way=way,
        needs=access_needs_for_partner(pair.membership_of(partner)),
        form=form,
        booked=booked,
        over=over(pair.programme, SESSIONS) if dates.sessions else None,
        may_open=can(request.actor, "open", pair),
        sees=sentence("meetings.times"),
    )


def _way(request: ActorRequest, pair: Pair) -> str:
    """How the two want to meet: as chosen on the page, else by video where there is a link."""
    said = request.POST.get("way") or request.GET.get("way")
    if said in Meeting.Way.values:
        return said
    return str(Meeting.Way.VIDEO if video_link_exists(pair) else Meeting.Way.OPEN)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: ActorRequest, public_id: str) -> HttpResponse:
    """Move a session to another hour that suits both. Looking changes nothing."""
    meeting = _found(request, public_id, "move")
    pair, person = meeting.pair, request.actor.person
    refused = moving.why_it_stays(meeting, by=person)
    starts = (
        [] if refused else queries.some_of(queries.slots_to_move_to(meeting), meeting.starts_at)
    )
    is_for_two = pair.has(person)
    two = (person, pair.other_person(person)) if is_for_two else None
    form = MoveForm(request.POST or None, starts=starts, two=two)
    if request.method == "POST" and form.is_valid():
        services.move_meeting(meeting, form.start, by=person)
        messages.success(request, _("It is fixed. Both calendars are told at once."))
        return redirect(f"{reverse('meetings:times', args=[public_id])}?{ANSWERED}")
    side = pair.side_of(person)
    used = queries.moves_by_side(pair, side)
    return show(
        request,
        "meetings/move.html",
        meeting=meeting,
        title=neutral_title(meeting),
        form=form,
        starts=starts,
        refused=refused,
        is_for_two=is_for_two,
        is_free=services.is_moved_freely(meeting),
        is_too_late=services.is_too_late_to_move(meeting) and meeting.starts_at > now(),
        is_offered=meeting.other_times.open().exists(),
        clocks=both_clocks([meeting.starts_at, *starts], *two) if two else None,
        moves_left=max(0, pair.programme.moves_allowed - used),
        notice_hours=pair.programme.notice_hours,
        pair_url=_way_back(request, meeting),
        sees=sentence("meetings.times"),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def held(request: ActorRequest, public_id: str) -> HttpResponse:
    """Did you meet? One tap."""
    meeting = _found(request, public_id, "mark")
    if request.method == "POST":
        act = ACTS.get(request.POST.get("met", ""))
        if act is None:
            raise Refusal(_("Tap one of the answers."))
        act(meeting, by=request.actor.person)
        return redirect("meetings:held", public_id=public_id)
    return show(
        request,
        "meetings/held.html",
        meeting=meeting,
        was_alone=keeping.other_side_was_away(meeting, request.actor.person),
        sees_alone=sentence("meetings.alone"),
        lies_ahead=meeting.starts_at > now(),
        may_keep_notes=can(request.actor, "keep_notes", meeting.pair),
        waits=gate_of(meeting.pair, get_language() or "en") is not None,
        prompts=prompts_after(meeting) if meeting.held_at else (),
        pair_url=_way_back(request, meeting),
        sees=sentence("meetings.held"),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: ActorRequest, public_id: str) -> HttpResponse:
    """What each checks before the two look at a phone or a screen together."""
    meeting = _found(request, public_id, "prepare")
    person, pair = request.actor.person, meeting.pair
    if request.method == "POST":
        if "kind" in request.POST:
            hands_on.plan_hands_on(meeting, request.POST["kind"] == "hands-on", by=person)
        else:
            hands_on.say_device_is_ready(meeting, by=person)
        return redirect("meetings:devices", public_id=public_id)
    ready = hands_on.ready_people(meeting)
    return show(
        request,
        "meetings/devices.html",
        meeting=meeting,
        partner=pair.other_person(person),
        checklist=page_to_read(
            hands_on.CHECKLIST,
            get_language() or "en",
            pair.programme.organisation,
            [pair.programme_id],
        ),
        is_ready=person.pk in ready,
        partner_is_ready=pair.other_person(person).pk in ready,
        pair_url=_way_back(request, meeting),
        sees=sentence("meetings.devices"),
    )


@entered
@require_safe
def calendar(request: ActorRequest, public_id: str) -> HttpResponse:
    """The calendar file of one session, for calendars that were not asked by mail."""
    meeting = _found(request, public_id, "carry")
    content = entry_file(
        entry_of(meeting),
        method=PUBLISH,
        organiser=organiser_for(meeting.public_id, request.actor.person),
        stamped_at=now(),
    )
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="session.ics"'
    return answer


@entered
@require_safe
def delegate(request: ActorRequest) -> HttpResponse:
    """What somebody may arrange for somebody else: times, places, neutral titles."""
    came_by_another_link = request.actor.scope and request.actor.scope.purpose != "delegate"
    if came_by_another_link or not request.actor.programmes_as("delegate"):
        raise Http404
    meetings = list(queries.meetings_to_arrange(request.actor))
    return show(
        request,
        "meetings/delegate.html",
        rows=[
            (
                meeting,
                neutral_title(meeting),
                queries.place_for_others(meeting),
                not services.is_too_late_to_move(meeting),
            )
            for meeting in meetings
        ],
        sees=sentence("meetings.delegate"),
    )


def _way_back(request: ActorRequest, meeting: Meeting) -> str:
    return way_back(request, meeting.pair)


ACTS = {
    "yes": services.mark_held,
    "no": services.mark_missed,
    "alone": keeping.say_one_was_alone,
}
