"""Calendars on the pair's page: the way to subscribe, and a no that a calendar sent."""

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import can
from turnabout.together.meetings import queries
from turnabout.together.meetings.models import Answer
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.page import Part, adds_to_pair_page


@adds_to_pair_page
def own_calendar(pair: Pair, actor: Actor) -> Part | None:
    """All dates in the calendar she uses anyway."""
    if not pair.is_together or not can(actor, "subscribe", actor.person):
        return None
    return Part("aside", "meetings/_own_calendar.html", order=25)


@adds_to_pair_page
def cannot_come(pair: Pair, actor: Actor) -> Part | None:
    """Whose calendar said no to the next session, with the way to other hours."""
    meeting = queries.next_meeting(pair)
    if meeting is None or not pair.is_together or pair.paused_at is not None:
        return None
    said_no = meeting.answers.filter(answer=Answer.Said.DECLINED, sequence=meeting.sequence)
    answers = list(said_no.select_related("person"))
    if not answers:
        return None
    return Part(
        "main",
        "meetings/_cannot_come.html",
        {"meeting": meeting, "answers": answers, "person": actor.person},
        order=11,
    )
