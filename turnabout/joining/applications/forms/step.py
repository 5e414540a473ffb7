from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any, Self

from django import forms

from turnabout.frame.questions.models import Question
from turnabout.joining.applications.answers import StepSaid
from turnabout.joining.applications.forms.hours import HoursAsker
from turnabout.joining.applications.forms.names import NamesAsker
from turnabout.joining.applications.forms.parts import Asker, Part
from turnabout.joining.applications.forms.plain import GivesBackAsker, PlainAsker, PromisesAsker
from turnabout.joining.applications.forms.topics import ThreeWaysAsker, WantsAsker
from turnabout.joining.applications.queries import Asked

ASKERS: Mapping[str, Callable[[forms.Form, Asked, Question], Asker]] = {
    "three_ways": ThreeWaysAsker,
    "topics": WantsAsker,
    "week": HoursAsker,
    "people": NamesAsker,
}


class StepForm(forms.Form):
    """One step of an application, made of the questions of its set."""

    def __init__(self, asked: Asked, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={})
        self.askers: list[Asker] = []
        if asked.step == 1 and not asked.has_accepted:
            self.askers.append(PromisesAsker(self))
        for question in asked.questions:
            self.askers.append(ASKERS.get(question.kind, PlainAsker)(self, asked, question))
        if asked.gains:
            self.askers.append(GivesBackAsker(self, asked))

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
        """What the page shows, in order. Neighbours with the same readers say so once."""
        made = [asker.part() for asker in self.askers]
        return [
            replace(part, sees="") if str(part.sees) == str(after.sees) else part
            for part, after in pairwise([*made, Part("end")])
        ]

    def said(self) -> StepSaid:
        """The answers that make sense so far; what does not is left as it was kept."""
        said = StepSaid()
        for asker in self.askers:
            said = asker.tell(said)
        return said

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for asker in self.askers:
            asker.check(cleaned)
        return cleaned
