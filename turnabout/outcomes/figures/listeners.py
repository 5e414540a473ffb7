from typing import Any

from django.dispatch import receiver

from turnabout.frame.programmes.models import Programme
from turnabout.listening.signals.events import promises_slip
from turnabout.outcomes.figures import emails


@receiver(promises_slip)
def ask_the_sponsors_office(programme: Programme, **_kwargs: Any) -> None:
    emails.send_keep_promises(programme)
