from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.common.time import now
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.content.queries import page_to_read
from turnabout.frame.programmes.over import SESSIONS, over
from turnabout.together.meetings import hands_on, queries, services
from turnabout.together.meetings.calendars import PUBLISH, entry_file
from turnabout.together.meetings.entries import entry_of, guests_of, neutral_title, organiser_for
from turnabout.together.meetings.forms import BookForm, MoveForm
from turnabout.together.meetings.gate import gate_of
from turnabout.together.meetings.guides import prompts_after
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.queries import with_people


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: ActorRequest, public_id: str) -> HttpResponse:
    """All dates on one screen, booked for both."""
    pairs = with_people(Pair.objects.visible_to(request.actor))
    pair = get_object_or_404(pairs, public_id=public_id)
    require(can(request.actor, "book", pair))
    request.programme = pair.programme
    proposed = queries.propose_sessions(pair)
    form = BookForm(request.POST or None, proposed=proposed)
    if request.method == "POST" and form.is_valid():
        services.book_meetings(
            pair, form.starts, by=request.actor.person, place=form.cleaned_data["place"]
        )
        return redirect("meetings:book", public_id=public_id)
    return show(
        request,
        "meetings/book.html",
        pair=pair,
        partner=pair.other_person(request.actor.person),
        proposed=proposed,
        form=form,
        booked=list(pair.meetings.standing()),
        over=over(pair.programme, SESSIONS) if proposed else None,
        may_open=can(request.actor, "open", pair),
        sees=sentence("meetings.times"),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: ActorRequest, public_id: str) -> HttpResponse:
    """Move a session to another hour that suits both. Looking changes nothing."""
    meeting = _found(request, public_id, "move")
    starts = queries.some_of(queries.slots_to_move_to(meeting), meeting.starts_at)
    form = MoveForm(request.POST or None, starts=starts)
    if request.method == "POST" and form.is_valid():
        services.move_meeting(meeting, form.start, by=request.actor.person)
        return redirect("meetings:move", public_id=public_id)
    side = meeting.pair.side_of(request.actor.person)
    used = queries.moves_by_side(meeting.pair, side)
    return show(
        request,
        "meetings/move.html",
        meeting=meeting,
        title=neutral_title(meeting),
        form=form,
        starts=starts,
        is_for_two=meeting.pair.has(request.actor.person),
        moves_left=max(0, meeting.pair.programme.moves_allowed - used),
        pair_url=_way_back(request, meeting),
        sees=sentence("meetings.times"),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def held(request: ActorRequest, public_id: str) -> HttpResponse:
    """Did you meet? One tap."""
    meeting = _found(request, public_id, "mark")
    if request.method == "POST":
        act = services.mark_held if request.POST.get("met") == "yes" else services.mark_missed
        act(meeting, by=request.actor.person)
        return redirect("meetings:held", public_id=public_id)
    return show(
        request,
        "meetings/held.html",
        meeting=meeting,
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
        entry_of(meeting, guests_of(meeting)),
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
        rows=[(meeting, neutral_title(meeting)) for meeting in meetings],
        sees=sentence("meetings.delegate"),
    )


def _found(request: ActorRequest, public_id: str, action: str) -> Meeting:
    seen = Meeting.objects.visible_to(request.actor).select_related(
        "pair__programme__organisation",
        "pair__mentor__organisation",
        "pair__mentee__organisation",
    )
    meeting = get_object_or_404(seen, public_id=public_id)
    require(can(request.actor, action, meeting))
    request.programme = meeting.pair.programme
    return meeting


def _way_back(request: ActorRequest, meeting: Meeting) -> str:
    """The pair's page for the two, the list for an assistant; nothing where a link ends here."""
    if can(request.actor, "open", meeting.pair):
        return reverse("pairs:detail", kwargs={"public_id": meeting.pair.public_id})
    is_delegate = request.actor.holds("delegate", meeting.pair.programme_id)
    return reverse("meetings:delegate") if is_delegate else ""
