"""The sessions' parts of a pair's page, and the counts of the coordinator's list."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.common.charts import HELD, LATER, MISSED, NEXT, session_wave
from turnabout.foundation.common.time import now
from turnabout.foundation.trust.policy import can
from turnabout.frame.content.queries import titles_of
from turnabout.frame.directory.models import Person
from turnabout.together.meetings import places, queries, services
from turnabout.together.meetings.clocks import both_clocks
from turnabout.together.meetings.gate import gate_of
from turnabout.together.meetings.guides import card_for, module_before
from turnabout.together.meetings.hands_on import ready_people
from turnabout.together.meetings.models import Meeting, Move, OtherTimes
from turnabout.together.meetings.moving import may_answer
from turnabout.together.pairs.agreement_queries import pass_word
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.page import (
    Part,
    SessionFacts,
    adds_to_pair_page,
    tells_session_dates,
    tells_session_facts,
)
from turnabout.together.pairs.paper import read_goals

LATEST = 5


@tells_session_facts
def facts(pairs: Sequence[Pair]) -> Mapping[int, SessionFacts]:
    return queries.session_facts(pairs)


@tells_session_dates
def dates(pair: Pair) -> Sequence[datetime]:
    return list(pair.meetings.standing().values_list("starts_at", flat=True))


@adds_to_pair_page
def wave(pair: Pair, actor: Actor) -> Part:
    """The sessions as a wave between the two."""
    meetings = {meeting.number: meeting for meeting in pair.meetings.standing()}
    coming = queries.next_meeting(pair)
    stops = [
        _stop(meetings.get(number), coming, actor.person)
        for number in range(1, pair.programme.sessions + 1)
    ]
    return Part("top", "meetings/_wave.html", {"wave": session_wave(stops)}, order=10)


@adds_to_pair_page
def next_session(pair: Pair, actor: Actor) -> Part | None:
    """The next session with what to prepare, or the way to dates."""
    if not pair.is_together or pair.paused_at is not None:
        return None
    side = pair.side_of(actor.person)
    meeting = queries.next_meeting(pair)
    if meeting is not None:
        meeting.pair = pair
    used = queries.moves_by_side(pair, side)
    partner = pair.other_person(actor.person)
    may_read = can(actor, "read", pair)
    goals = list(meeting.goals.filter(dropped_at=None)) if meeting and may_read else []
    gate = gate_of(pair, get_language() or "en")
    return Part(
        "main",
        "meetings/_next.html",
        {
            "pair": pair,
            "meeting": meeting,
            "card": card_for(meeting, side) if meeting else None,
            "gate": gate,
            "is_ready": gate is not None and not gate.left_for(side),
            "partner": partner,
            "clocks": both_clocks(
                list(pair.meetings.to_come(meeting.starts_at).values_list("starts_at", flat=True)),
                actor.person,
                partner,
            )
            if meeting
            else None,
            "is_too_late": meeting is not None and services.is_too_late_to_move(meeting),
            "is_free": meeting is not None and services.is_moved_freely(meeting),
            "is_link": meeting is not None and meeting.place.startswith("https://"),
            "goals": [one.words for one in read_goals(pair, goals)],
            "may_read": may_read,
            "notes_are_taken": meeting is not None and places.may_notes_be_taken(meeting),
            "side": side,
            "total": pair.programme.sessions,
            "is_over": meeting is not None and meeting.ends_at <= now(),
            "has_begun": meeting is not None and meeting.starts_at <= now(),
            "moves_left": max(0, pair.programme.moves_allowed - used),
            "without_a_date": len(queries.numbers_without_a_date(pair)),
            "may_book": can(actor, "book", pair),
            "last_move": _last_move(meeting),
            "ready": ready_people(meeting) if meeting and meeting.is_hands_on else frozenset(),
            "person": actor.person,
            "pass_word": pass_word(pair) if may_read else "",
        },
        order=10,
    )


@adds_to_pair_page
def training(pair: Pair, actor: Actor) -> Part | None:
    """The modules that belong before the next session: one, or all where that session waits."""
    number = pair.meetings.filter(held_at__isnull=False).count() + 1
    if not pair.is_together or pair.paused_at is not None or number > pair.programme.sessions:
        return None
    gate = gate_of(pair, get_language() or "en")
    if gate is not None:
        modules = list(gate.left_for(pair.side_of(actor.person)))
    else:
        module = module_before(number, pair, actor.person)
        modules = [module] if module is not None else []
    titles = titles_of(modules, pair.programme.organisation, [pair.programme_id])
    return Part(
        "aside",
        "meetings/_training.html",
        {
            "modules": [(page, titles[page.slug]) for page in modules],
            "number": number,
            "waits": gate is not None,
        },
        order=20,
    )


@adds_to_pair_page
def assistants(pair: Pair, actor: Actor) -> Part | None:
    """Who else may move sessions; both are told."""
    delegates = [delegation.person for delegation in queries.delegates_of(pair)]
    if not delegates or pair.ended_at is not None:
        return None
    side = pair.side_of(actor.person)
    did = [
        (move.moved_at, "moved", move.meeting.number, move.to_at)
        for move in Move.objects.filter(meeting__pair=pair, by_delegate=True).select_related(
            "meeting"
        )
    ]
    did += [
        (offer.offered_at, "offered", offer.meeting.number, offer.from_at)
        for offer in OtherTimes.objects.filter(meeting__pair=pair, by_delegate=True).select_related(
            "meeting"
        )
    ]
    return Part(
        "aside",
        "meetings/_assistants.html",
        {"delegates": delegates, "side": side, "did": sorted(did, reverse=True)[:LATEST]},
    )


@adds_to_pair_page
def offered(pair: Pair, actor: Actor) -> Part | None:
    """Other times that are on the table: to be answered, or waiting for the other side."""
    if not pair.is_together or pair.paused_at is not None:
        return None
    offers = list(
        OtherTimes.objects.open()
        .filter(meeting__pair=pair, until__gt=now())
        .select_related("meeting")
    )
    if not offers:
        return None
    rows = [(offer, may_answer(offer, pair, actor.person)) for offer in offers]
    return Part("main", "meetings/_offers.html", {"offers": rows}, order=5)


def _stop(
    meeting: Meeting | None, coming: Meeting | None, person: Person
) -> tuple[str, date | None]:
    if meeting is None:
        return LATER, None
    day = meeting.starts_at.astimezone(ZoneInfo(person.clock_zone)).date()
    if meeting.held_at is not None:
        return HELD, day
    if meeting.missed_at is not None:
        return MISSED, day
    return (NEXT if meeting == coming else LATER), day


def _last_move(meeting: Meeting | None) -> Move | None:
    return meeting.moves.order_by("-moved_at").first() if meeting else None
