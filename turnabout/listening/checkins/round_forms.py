"""The forms of a round: when it closes, and its questions on one page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.days import DayField
from turnabout.foundation.common.texts import said
from turnabout.frame.questions.forms import StepForm, form_for_step
from turnabout.frame.questions.models import QuestionSet


class OpenForm(forms.Form):
    closes_on = DayField(
        label=_("Until when may people answer?"),
        help_text=_("Two weeks are usual. Nothing is shown before that day is over."),
    )


class RoundForm:
    """Every step of a set at once, as far as this side is asked."""

    def __init__(
        self, question_set: QuestionSet, side: str, data: Mapping[str, Any] | None
    ) -> None:
        self.parts: list[tuple[str, StepForm]] = [
            (said(step["titles"]), form)
            for step in question_set.steps
            if (form := form_for_step(question_set, step["number"], data, asked_of=side)).fields
        ]

    def is_valid(self) -> bool:
        return not self.errors

    @property
    def errors(self) -> bool:
        # Every part says what is missing in it, not only the first.
        return bool([form for _title, form in self.parts if form.errors])

    def answers(self) -> dict[str, Any]:
        """What was answered; what was left out is not kept."""
        given = {key: value for _title, form in self.parts for key, value in form.answers().items()}
        return {key: value for key, value in given.items() if value is not None}
