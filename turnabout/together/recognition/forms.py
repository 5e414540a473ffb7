from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.days import DayField
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.queries import TopicGroup, name_of

ONE_LINE = 200
TWO_SENTENCES = 300
MANY_WORDS = 1_000


class ThanksForm(forms.Form):
    words = forms.CharField(
        label=_("What would you like to thank for?"),
        help_text=_("One thing is enough: what was said, and what it changed for you."),
        max_length=MANY_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class OfferForm(forms.Form):
    """What somebody would show others: a topic, a sentence or two, perhaps a day."""

    topic = forms.ChoiceField(label=_("What is it about?"))
    words = forms.CharField(
        label=_("What do you offer?"),
        help_text=_("One or two sentences: what others can see, try or ask."),
        max_length=TWO_SENTENCES,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on_day = DayField(
        label=_("On a certain day?"), help_text=_("Leave it empty for any time."), required=False
    )
    is_for_organisation = forms.BooleanField(
        label=_("Everybody in my organisation may read it, not only this programme"), required=False
    )

    def __init__(self, *args: Any, topics: Sequence[TopicGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = {topic.public_id: topic for group in topics for topic in group.topics}
        field = self.fields["topic"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("choose one")),
            *(
                (str(group.name), [(topic.public_id, name_of(topic)) for topic in group.topics])
                for group in topics
            ),
        ]

    @property
    def chosen(self) -> Topic:
        return self.topics[self.cleaned_data["topic"]]


class AskForm(forms.Form):
    words = forms.CharField(label=_("What would you like, in one line?"), max_length=ONE_LINE)
