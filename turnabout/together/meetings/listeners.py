"""What the sessions hear from pairs, and what they bring to a pair's page."""

from typing import Any

from django.dispatch import receiver

from turnabout.frame.directory.models import Person
from turnabout.together.meetings import pair_page, services
from turnabout.together.meetings.events import meeting_held
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.events import pair_ended, pair_paused
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.services import look_again_after

PARTS = pair_page


@receiver(meeting_held)
def look_at_the_agreement_again(meeting: Meeting, **_kwargs: Any) -> None:
    pair = meeting.pair
    look_again_after(pair, pair.meetings.filter(held_at__isnull=False).count())


@receiver(pair_paused)
@receiver(pair_ended)
def take_the_sessions_out(pair: Pair, by: Person | None, **_kwargs: Any) -> None:
    services.cancel_meetings_to_come(pair, by=by)
