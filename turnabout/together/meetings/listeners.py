"""What the sessions hear from pairs, and what they bring to a pair's page."""

from typing import Any

from django.dispatch import receiver

from turnabout.frame.directory.models import Person
from turnabout.together.meetings import answers, calendar_page, keeping, pair_page, services
from turnabout.together.meetings.events import meeting_held, meeting_moved
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.events import pair_ended, pair_paused
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.services import look_again_after

PARTS = (pair_page, calendar_page)
REPLIES = answers


@receiver(meeting_held)
def look_at_the_agreement_again(meeting: Meeting, **_kwargs: Any) -> None:
    pair = meeting.pair
    look_again_after(pair, pair.meetings.filter(held_at__isnull=False).count())


@receiver(meeting_moved)
def offer_times_where_one_side_moves_often(meeting: Meeting, side: str, **_kwargs: Any) -> None:
    keeping.offer_new_times_after_moves(meeting, side)


@receiver(pair_paused)
@receiver(pair_ended)
def take_the_sessions_out(pair: Pair, by: Person | None, **_kwargs: Any) -> None:
    services.cancel_meetings_to_come(pair, by=by)
