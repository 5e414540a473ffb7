from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Programme
from turnabout.frame.questions.forms import AtMostChoices, StepForm, dress
from turnabout.frame.questions.models import Question
from turnabout.frame.questions.queries import questions_at
from turnabout.frame.topics.packs import load_groups
from turnabout.joining.interest.models import Poll
from turnabout.joining.interest.queries import question_set_of
from turnabout.joining.interest.services import TOPICS_AT_MOST, Words

UNITS_AT_MOST = 30


class ProgrammeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A programme, shown by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class NewPollForm(forms.Form):
    """What a poll asks about."""

    title = forms.CharField(
        label=_("What is the poll called?"),
        help_text=_("People see this above the questions."),
        max_length=120,
    )
    topics = forms.MultipleChoiceField(
        label=_("Which topics do you ask about?"),
        help_text=_("Six to ten are enough for 30 seconds."),
        widget=forms.CheckboxSelectMultiple,
    )
    programme = ProgrammeChoice(
        label=_("For which programme?"),
        help_text=_("A poll may come before any programme."),
        queryset=Programme.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("for none yet"),
    )

    def __init__(self, *args: Any, programmes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        topics, programme = self.fields["topics"], self.fields["programme"]
        assert isinstance(topics, forms.MultipleChoiceField)
        assert isinstance(programme, forms.ModelChoiceField)
        topics.choices = [(group.slug, str(group.name)) for group in load_groups()]
        programme.queryset = programmes


class HeardForm(forms.Form):
    """How many people gave the same answer in person."""

    people = forms.IntegerField(
        label=_("How many people said this?"), min_value=1, max_value=500, initial=1
    )


class AddressForm(forms.Form):
    """Where the news should go."""

    address = forms.EmailField(
        label=_("Your work address"),
        help_text=_(
            "You get one mail that asks whether it was you. Nothing comes before you say so."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        max_length=254,
    )


class NewsForm(forms.Form):
    """News for those who asked for it."""

    subject = forms.CharField(label=_("What is the news, in one line?"), max_length=120)
    body = forms.CharField(
        label=_("Tell it"),
        help_text=_(
            "Plain words, no names of people who have not agreed. An empty line begins a paragraph."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=4000,
    )


def answer_form(poll: Poll, data: Mapping[str, Any] | None = None) -> StepForm:
    """The questions of a poll, with the units of this organisation and the topics of this poll."""
    question_set = question_set_of(poll)
    questions = [
        question
        for question in questions_at(question_set, 1)
        if question.choices_from != "places" or _units(poll.organisation)
    ]
    units = [(unit, unit) for unit in _units(poll.organisation)]
    form = StepForm(questions, data, choices={"places": units})
    for question in form.special_questions:
        form.fields[question.key] = _topics_field(question, poll)
    form.order_fields([question.key for question in questions])
    return form


def words_of(form: StepForm) -> Words:
    """What a valid form of a poll says."""
    said = form.cleaned_data
    return Words(
        side=said["interest"],
        standing=said.get("standing") or "",
        topics=said.get("topics") or (),
        obstacles=said.get("put_off") or (),
        unit=said.get("place") or "",
    )


def _topics_field(question: Question, poll: Poll) -> forms.Field:
    names = {group.slug: str(group.name) for group in load_groups()}
    field = AtMostChoices(
        most=question.most or TOPICS_AT_MOST,
        choices=[(slug, names[slug]) for slug in poll.topics if slug in names],
        widget=forms.CheckboxSelectMultiple,
    )
    return dress(field, question)


def _units(organisation: Organisation) -> list[str]:
    """The units to choose from; more than fit a phone are not asked about."""
    people = Person.objects.present().filter(organisation=organisation).exclude(unit="")
    units = list(people.order_by("unit").values_list("unit", flat=True).distinct())
    return units if len(units) <= UNITS_AT_MOST else []
