"""What the sessions hear from pairs, and what they bring to a pair's page."""

from typing import Any

from django.dispatch import receiver

from turnabout.frame.directory.models import Person
from turnabout.together.meetings import pair_page, services
from turnabout.together.pairs.events import pair_ended, pair_paused
from turnabout.together.pairs.models import Pair

PARTS = pair_page


@receiver(pair_paused)
@receiver(pair_ended)
def take_the_sessions_out(pair: Pair, by: Person, **_kwargs: Any) -> None:
    services.cancel_meetings_to_come(pair, by=by)
