"""Twenty seconds after a session."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.frame.questions.services import record_answers
from turnabout.listening.checkins.models import Pulse
from turnabout.listening.checkins.queries import pulse_set
from turnabout.together.meetings.models import Meeting


@transaction.atomic
def give_pulse(meeting: Meeting, answers: Mapping[str, Any], *, by: Person) -> Pulse:
    """Keep a pulse for its author alone, once for each session."""
    if not meeting.pair.has(by):
        raise Refusal(_("A pulse is for the two who met."))
    if meeting.held_at is None:
        raise Refusal(_("A pulse follows a session that took place."))
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if Pulse.objects.filter(meeting=meeting, author=by).exists():
        raise Refusal(_("You have answered already. It is sealed for you."))
    response = record_answers(
        pulse_set(meeting, by), author=by, about=meeting.public_id, answers=answers
    )
    return Pulse.objects.create(meeting=meeting, author=by, response=response, given_at=now())
