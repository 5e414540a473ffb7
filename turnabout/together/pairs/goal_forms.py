"""The forms of a goal, its steps, and what follows when it was not reached."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.days import DayField
from turnabout.frame.topics.queries import TopicGroup, name_of
from turnabout.together.pairs.forms import FEW_WORDS
from turnabout.together.pairs.paper import GoalDetails, GoalRead
from turnabout.together.pairs.promise_queries import Rung

RUNGS = (
    ("0", _("not said")),
    ("1", _("first step: with help")),
    ("2", _("second step: without help")),
    ("3", _("third step: can show others")),
)


def rung_field(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=RUNGS, coerce=int, empty_value="", required=False, initial="0"
    )


class GoalForm(forms.Form):
    """What one hopes for, how one will know, and what it is about."""

    words = forms.CharField(
        label=_("What do you hope for?"),
        help_text=_("One sentence."),
        max_length=FEW_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    known = forms.CharField(
        label=_("How will you know?"),
        help_text=_("Something that you could see or count."),
        max_length=FEW_WORDS,
        required=False,
    )
    decides = forms.CharField(
        label=_("What should it help you decide or do?"), max_length=FEW_WORDS, required=False
    )
    topic = forms.ChoiceField(
        label=_("Which topic is it about?"),
        help_text=_("With a topic come its ladder, exercises and something to read."),
        required=False,
    )
    rung_from = rung_field(_("Where do you stand on its ladder today?"))
    rung_to = rung_field(_("Where do you want to stand?"))

    def __init__(self, *args: Any, topics: Sequence[TopicGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("none in particular")),
            *(
                (str(group.name), [(topic.public_id, name_of(topic)) for topic in group.topics])
                for group in topics
            ),
        ]

    @property
    def details(self) -> GoalDetails:
        said = self.cleaned_data
        return GoalDetails(
            known=said["known"],
            decides=said["decides"],
            topic=said["topic"],
            rung_from=said["rung_from"] or 0,
            rung_to=said["rung_to"] or 0,
        )

    @staticmethod
    def initial_of(read: GoalRead) -> dict[str, Any]:
        return {"words": read.words, **read.details.on_paper}


class StepForm(forms.Form):
    words = forms.CharField(label=_("A step"), max_length=FEW_WORDS)
    due_on = DayField(label=_("By when?"))


class ActionForm(forms.Form):
    """What is done next about a goal that was not reached."""

    words = forms.CharField(
        label=_("What is the next small thing?"),
        help_text=_("A smaller goal, another way, somebody else who can show it, a later time."),
        max_length=FEW_WORDS,
    )
    due_on = DayField(label=_("By when?"))


class RungForm(forms.Form):
    rung = forms.TypedChoiceField(
        label=_("Where do you stand today?"), choices=RUNGS[1:], coerce=int
    )

    def __init__(self, *args: Any, rungs: Sequence[Rung] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rung"]
        assert isinstance(field, forms.ChoiceField)
        if rungs:
            field.choices = [(str(rung.number), f"{rung.number}. {rung.name}") for rung in rungs]
