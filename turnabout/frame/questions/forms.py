"""One step of a question set as a form. Each field says who sees the answer."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.role_words import in_role_words
from turnabout.foundation.common.texts import said
from turnabout.frame.questions.models import Question, QuestionSet
from turnabout.frame.questions.policy import is_private, seen_by
from turnabout.frame.questions.queries import questions_at

Choices = Sequence[tuple[str, str | Promise]]
SPECIAL_KINDS = frozenset({"topics", "three_ways", "week", "people"})
LONGEST_SHORT, LONGEST_LONG = 200, 2000
MOST_HOURS = 200


class StepForm(forms.Form):
    """The questions of one step that ordinary fields can ask.

    Topics, three ways, weeks and people are asked by the room that knows them; it finds them in
    `special_questions` and adds its own fields.
    """

    def __init__(
        self,
        questions: Sequence[Question],
        data: Mapping[str, Any] | None = None,
        *,
        choices: Mapping[str, Choices] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data=data, initial=dict(initial or {}))
        self.questions = list(questions)
        self.special_questions = [row for row in questions if row.kind in SPECIAL_KINDS]
        for question in questions:
            if question.kind not in SPECIAL_KINDS:
                filled_in = (choices or {}).get(question.choices_from or question.key, ())
                self.fields[question.key] = field_for(question, filled_in)

    def answers(self) -> dict[str, Any]:
        """The values to record, by the key of their question; None takes an answer back."""
        keys = [row.key for row in self.questions if row.kind not in SPECIAL_KINDS]
        return {key: _value(self.cleaned_data.get(key)) for key in keys}


def form_for_step(
    question_set: QuestionSet,
    step: int,
    data: Mapping[str, Any] | None = None,
    *,
    asked_of: str = "",
    choices: Mapping[str, Choices] | None = None,
    initial: Mapping[str, Any] | None = None,
) -> StepForm:
    """The form of one step. `choices` fills in, by source or key, what is known only here."""
    questions = questions_at(question_set, step, asked_of=asked_of)
    return StepForm(questions, data, choices=choices, initial=initial)


def dress(field: forms.Field, question: Question) -> forms.Field:
    """Give a field the words of its question and the line that says who sees the answer."""
    field.label = _asked(question.texts)
    field.help_text = _asked(question.hints) if question.hints else ""
    field.required = question.is_required
    dressed = cast(Any, field)
    dressed.sees = seen_by(question)
    dressed.is_private = is_private(question)
    return field


def field_for(question: Question, filled_in: Choices = ()) -> forms.Field:
    """The field that asks a question of an ordinary kind, in words and with who sees it."""
    return dress(_MAKERS[question.kind](question, filled_in), question)


def _choice(question: Question, filled_in: Choices) -> forms.Field:
    return forms.ChoiceField(choices=_options(question, filled_in), widget=forms.RadioSelect)


def _choices(question: Question, filled_in: Choices) -> forms.Field:
    options = _options(question, filled_in)
    return AtMostChoices(most=question.most, choices=options, widget=forms.CheckboxSelectMultiple)


def _scale(question: Question, filled_in: Choices) -> forms.Field:
    points = int(question.scale.get("points", 5))
    ends = {
        1: _asked(question.scale.get("low", {})),
        points: _asked(question.scale.get("high", {})),
    }
    options = [
        (str(point), f"{point}, {ends[point]}" if ends.get(point) else str(point))
        for point in range(1, points + 1)
    ]
    scale = Scale(choices=options, widget=forms.RadioSelect, coerce=int, empty_value=None)
    scale.low, scale.high = ends[1], ends[points]
    return scale


def _short(question: Question, filled_in: Choices) -> forms.Field:
    return forms.CharField(max_length=LONGEST_SHORT)


def _long(question: Question, filled_in: Choices) -> forms.Field:
    return forms.CharField(max_length=LONGEST_LONG, widget=forms.Textarea(attrs={"rows": 4}))


def _number(question: Question, filled_in: Choices) -> forms.Field:
    return forms.IntegerField(min_value=0, max_value=MOST_HOURS)


def _yes_no(question: Question, filled_in: Choices) -> forms.Field:
    return forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        coerce=lambda said_yes: said_yes == "yes",
        empty_value=None,
    )


def _accept(question: Question, filled_in: Choices) -> forms.Field:
    return forms.BooleanField(
        error_messages={"required": _("This promise is needed before you go on.")}
    )


_MAKERS = {
    "choice": _choice,
    "choices": _choices,
    "scale": _scale,
    "short": _short,
    "long": _long,
    "number": _number,
    "yes_no": _yes_no,
    "accept": _accept,
}


class Scale(forms.TypedChoiceField):
    """A few steps between two ends that have words."""

    low = high = ""


class AtMostChoices(forms.MultipleChoiceField):
    """Several choices, up to a number; 0 means as many as there are."""

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(**options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.most and len(value) > self.most:
            raise forms.ValidationError(
                _("Choose up to %(most)s. You chose %(count)s."),
                params={"most": self.most, "count": len(value)},
            )


def _options(question: Question, filled_in: Choices) -> list[tuple[str, str | Promise]]:
    own = [(choice["slug"], _asked(choice["texts"])) for choice in question.choices]
    return [*own, *filled_in]


def _value(cleaned: Any) -> Any:
    return None if cleaned in ("", [], None) else cleaned


def _asked(texts: Mapping[str, str]) -> str:
    """A text as it is asked here, with what the programme calls its two sides."""
    return in_role_words(said(texts))
