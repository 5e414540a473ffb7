"""What check-ins hear from the sessions."""

from typing import Any

from django.dispatch import receiver

from turnabout.listening.checkins import emails, pair_page
from turnabout.together.meetings.events import meeting_held
from turnabout.together.meetings.models import Meeting

PARTS = pair_page


@receiver(meeting_held)
def ask_for_a_pulse(meeting: Meeting, **_kwargs: Any) -> None:
    emails.send_pulse(meeting)
