"""Which questions a pulse asks, and what its author may read again."""

from typing import Any

from turnabout.foundation.common.actors import Actor
from turnabout.frame.directory.models import Person
from turnabout.frame.questions.models import QuestionSet
from turnabout.frame.questions.queries import answers_for
from turnabout.frame.questions.services import install_question_sets
from turnabout.listening.checkins.models import Pulse
from turnabout.together.meetings.models import Meeting


def pulse_set(meeting: Meeting, person: Person) -> QuestionSet:
    """The pulse of this person's side, installed where it was not yet."""
    organisation = meeting.pair.programme.organisation
    slug = f"pulse-{meeting.pair.side_of(person)}"
    found = QuestionSet.objects.filter(organisation=organisation, slug=slug).first()
    if found is None:
        install_question_sets(organisation)
        found = QuestionSet.objects.get(organisation=organisation, slug=slug)
    return found


def own_pulse(meeting: Meeting, person: Person) -> Pulse | None:
    pulses = Pulse.objects.filter(meeting=meeting, author=person).select_related(
        "response__author", "response__question_set"
    )
    return pulses.first()


def whom_to_tell(pulse: Pulse, actor: Actor) -> str:
    """Whom its author said she would like to tell; the page then shows her the way."""
    answers: dict[str, Any] = answers_for(pulse.response, actor)
    return str(answers.get("tell") or "nobody")
