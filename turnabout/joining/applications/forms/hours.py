from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.texts import said as in_words
from turnabout.foundation.common.weeks import week_choices
from turnabout.frame.questions.models import Question
from turnabout.frame.questions.policy import seen_by
from turnabout.joining.applications.answers import StepSaid
from turnabout.joining.applications.forms.parts import Part, add_field
from turnabout.joining.applications.queries import Asked

HOURS, PLACES = "hours", "places"
CHOICES_OF_PLACES = {
    "mentor": (
        ("1-1", _("One")),
        ("1-2", _("One, or two if somebody would have no mentor")),
        ("2-2", _("Two")),
    ),
    "mentee": (
        ("1-1", _("One")),
        ("1-2", _("One, or two if a mentor would have nobody")),
        ("2-2", _("Two, who each see another part of our work")),
    ),
}


class HoursForm(forms.Form):
    """The hours of a week, alone: what a delegate may fill."""

    def __init__(self, question: Question, data: Any = None, *, hours: Sequence[str] = ()) -> None:
        super().__init__(data, initial={HOURS: hours})
        self.fields[HOURS] = hours_field(question, required=True)


class HoursAsker:
    """When the applicant has time, and how many partners she takes."""

    def __init__(self, form: forms.Form, asked: Asked, question: Question) -> None:
        self.form = form
        self.names = [HOURS]
        application = asked.application
        field = hours_field(question, required=question.is_required)
        kept = application.hours if application else []
        add_field(form, HOURS, field, kept, missing=_("Choose at least one hour."))
        self.question = question
        self.names.append(PLACES)
        places = forms.ChoiceField(
            label=_("How many people could you mentor?")
            if asked.is_mentor
            else _("How many mentors would you like?"),
            choices=CHOICES_OF_PLACES[asked.membership.role],
            widget=forms.RadioSelect,
        )
        add_field(form, PLACES, places, application.places if application else "1-1")

    def part(self) -> Part:
        fields = tuple(self.form[name] for name in self.names)
        return Part("week", fields=fields, sees=seen_by(self.question))

    def check(self, cleaned: dict[str, Any]) -> None:
        """The fields check themselves."""

    def tell(self, said: StepSaid) -> StepSaid:
        cleaned = self.form.cleaned_data
        if HOURS in cleaned:
            said = replace(said, hours=tuple(cleaned[HOURS]))
        if cleaned.get(PLACES):
            wanted, at_most = cleaned[PLACES].split("-")
            said = replace(said, places=(int(wanted), int(at_most)))
        return said


def hours_field(question: Question, *, required: bool) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=in_words(question.texts),
        help_text=in_words(question.hints) if question.hints else "",
        choices=week_choices(),
        required=required,
        widget=forms.CheckboxSelectMultiple,
    )
