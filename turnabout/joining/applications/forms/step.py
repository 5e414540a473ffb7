from collections.abc import Callable, Mapping
from typing import Any, Self

from django import forms

from turnabout.frame.questions.models import Question
from turnabout.joining.applications.answers import StepSaid
from turnabout.joining.applications.forms.hours import HoursAsker
from turnabout.joining.applications.forms.ladders import LevelsAsker, WhereIAmAsker
from turnabout.joining.applications.forms.lived import DrawsAsker, OnTopicsAsker
from turnabout.joining.applications.forms.names import NamesAsker
from turnabout.joining.applications.forms.parts import Asker, Part
from turnabout.joining.applications.forms.plain import (
    AccessAsker,
    GivesBackAsker,
    PlainAsker,
    PromisesAsker,
)
from turnabout.joining.applications.forms.topics import ThreeWaysAsker, WantsAsker
from turnabout.joining.applications.lived import DRAWS, ON_TOPICS
from turnabout.joining.applications.queries import ACCESS_NEEDS, Asked

ASKERS: Mapping[str, Callable[[forms.Form, Asked, Question], Asker]] = {
    "three_ways": ThreeWaysAsker,
    "topics": WantsAsker,
    "week": HoursAsker,
    "people": NamesAsker,
}
BY_KEY: Mapping[str, Callable[[forms.Form, Asked, Question], Asker]] = {
    ACCESS_NEEDS: AccessAsker,
    DRAWS: DrawsAsker,
    ON_TOPICS: OnTopicsAsker,
}


class StepForm(forms.Form):
    """One step of an application, made of the questions of its set."""

    def __init__(self, asked: Asked, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={})
        self.asked = asked
        self.askers: list[Asker] = []
        promises = [question for question in asked.questions if question.kind == "accept"]
        for question in asked.questions:
            if question not in promises:
                self.askers.append(_asker_of(question)(self, asked, question))
        if asked.wanted:
            self.askers.insert(0, WhereIAmAsker(self, asked))
        if asked.offered:
            self.askers.insert(0, LevelsAsker(self, asked))
        if asked.gains:
            self.askers.append(GivesBackAsker(self, asked))
        # What is promised comes last, when everything else has been read.
        self.askers += [PlainAsker(self, asked, question) for question in promises]
        if asked.step == 1 and not asked.has_accepted:
            self.askers.append(PromisesAsker(self))

    @classmethod
    def again(cls, asked: Asked, data: Mapping[str, Any]) -> Self:
        """The step as it is kept, without a word about what is still missing."""
        form = cls(asked)
        for name in form.fields:
            if name.endswith("_words"):
                form.initial[name] = data.get(name, "")
        return form

    @property
    def parts(self) -> list[Part]:
        """What the page shows, in order; what is extra comes after it, folded."""
        return [part for part in self._parts if not part.is_extra]

    @property
    def extras(self) -> list[Part]:
        return [part for part in self._parts if part.is_extra]

    @property
    def extras_are_open(self) -> bool:
        return any(field.errors for part in self.extras for field in part.fields)

    @property
    def _parts(self) -> list[Part]:
        return [asker.part() for asker in self.askers]

    def said(self) -> StepSaid:
        """The answers that make sense so far; what does not is left as it was kept."""
        said = StepSaid(lived=self.asked.lived)
        for asker in self.askers:
            said = asker.tell(said)
        return said

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for asker in self.askers:
            asker.check(cleaned)
        return cleaned


def _asker_of(question: Question) -> Callable[[forms.Form, Asked, Question], Asker]:
    return BY_KEY.get(question.key) or ASKERS.get(question.kind, PlainAsker)
