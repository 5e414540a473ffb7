"""What happens in a pair makes the rules worth asking again, at the worker's next round."""

from typing import Any

from django.dispatch import receiver

from turnabout.listening.signals import pair_page, services
from turnabout.together.meetings.events import (
    meeting_declined,
    meeting_held,
    meeting_missed,
    meeting_moved,
)
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.events import (
    agreement_signed,
    pair_ended,
    pair_formed,
    pair_paused,
    pair_resumed,
)
from turnabout.together.pairs.models import Agreement, Pair

PARTS = pair_page


@receiver(meeting_held)
@receiver(meeting_missed)
@receiver(meeting_moved)
@receiver(meeting_declined)
def a_session_changed(meeting: Meeting, **_kwargs: Any) -> None:
    services.ask_again(meeting.pair.programme_id)


@receiver(agreement_signed)
def an_agreement_was_signed(agreement: Agreement, **_kwargs: Any) -> None:
    services.ask_again(agreement.pair.programme_id)


@receiver(pair_formed)
@receiver(pair_paused)
@receiver(pair_resumed)
@receiver(pair_ended)
def a_pair_changed(pair: Pair, **_kwargs: Any) -> None:
    services.ask_again(pair.programme_id)
