from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.days import DayField
from turnabout.foundation.common.time import today
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.packs import ClauseText
from turnabout.together.pairs.services.agreement import LONGEST_CLAUSE

SHORT = 40
FEW_WORDS = 300
MANY_WORDS = 4_000
ONE_LINE = forms.TextInput
LINES = forms.Textarea(attrs={"rows": 3})


class CommentForm(forms.Form):
    words = forms.CharField(
        label=_("What would you like to say about it?"),
        max_length=FEW_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HeardForm(forms.Form):
    heard = forms.CharField(
        label=_("What did you hear?"),
        help_text=_("One thing, without the name of anybody who is not in the room."),
        max_length=FEW_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OwnedHeardForm(HeardForm):
    """Something that was heard, and who answers for what comes of it."""

    owner = forms.ChoiceField(
        label=_("Who says what comes of it?"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, pair: Pair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("mentee", pair.mentee.name), ("mentor", pair.mentor.name)]
        field.initial = "mentee"


class PlanForm(forms.Form):
    will_do = forms.CharField(label=_("What will you do about it?"), max_length=FEW_WORDS)
    due_on = DayField(label=_("By when?"))


class PutOffForm(forms.Form):
    due_on = DayField(label=_("By when instead?"))


class OutcomeForm(forms.Form):
    words = forms.CharField(
        label=_("Where does it stand?"),
        help_text=_(
            "What came of it, who goes on with it, or why it will not be done. "
            "Your partner reads this."
        ),
        max_length=FEW_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ExchangeForm(forms.Form):
    words = forms.CharField(
        label=_("What did you get from your partner?"),
        help_text=_("A skill, a view, a shortcut, an open door: one line."),
        max_length=FEW_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NoteForm(forms.Form):
    words = forms.CharField(label=_("For you alone"), max_length=MANY_WORDS, widget=LINES)
    prompt = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)
    session = forms.IntegerField(
        required=False, min_value=1, max_value=99, widget=forms.HiddenInput
    )


class PauseForm(forms.Form):
    back_on = DayField(
        label=_("Back on"),
        help_text=_("Leave it open if you do not know yet. Both are asked in four weeks."),
        required=False,
    )

    def is_past(self, pair: Pair) -> bool:
        """Whether the day has passed; if so, the field says it."""
        back_on = self.cleaned_data["back_on"]
        if back_on is None or back_on > today(pair.programme.organisation.zone):
            return False
        self.add_error("back_on", _("Choose a later day, or leave it open."))
        return True


class AgreementForm(forms.Form):
    """The clauses that one side may write, from the words that are there."""

    follows = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, clauses: Sequence[ClauseText], words: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for clause in clauses:
            rows = max(3, words[clause.slug].count("\n") + 2)
            self.fields[clause.slug] = forms.CharField(
                label=str(clause.heading),
                initial=words[clause.slug],
                required=clause.is_required,
                max_length=SHORT if clause.is_short else LONGEST_CLAUSE,
                widget=ONE_LINE if clause.is_short else forms.Textarea(attrs={"rows": rows}),
            )

    @property
    def clauses(self) -> dict[str, str]:
        return {slug: words for slug, words in self.cleaned_data.items() if isinstance(words, str)}
