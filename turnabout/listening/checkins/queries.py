"""Which questions a pulse asks, and what its author may read again."""

from typing import Any

from turnabout.foundation.common.actors import Actor
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.own_sets import set_asked
from turnabout.frame.questions.models import QuestionSet
from turnabout.frame.questions.queries import answers_for
from turnabout.listening.checkins.models import Pulse
from turnabout.together.meetings.models import Meeting


def pulse_set(meeting: Meeting, person: Person) -> QuestionSet:
    """The pulse that this programme asks of this person's side."""
    side = meeting.pair.side_of(person)
    return set_asked(meeting.pair.programme, f"pulse_{side}", f"pulse-{side}")


def own_pulse(meeting: Meeting, person: Person) -> Pulse | None:
    pulses = Pulse.objects.filter(meeting=meeting, author=person).select_related(
        "response__author", "response__question_set"
    )
    return pulses.first()


def whom_to_tell(pulse: Pulse, actor: Actor) -> str:
    """Whom its author said she would like to tell; the page then shows her the way."""
    answers: dict[str, Any] = answers_for(pulse.response, actor)
    return str(answers.get("tell") or "nobody")
