from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.time import today
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.packs import clause_words, clauses_of
from turnabout.together.pairs.services.agreement import LONGEST_CLAUSE

FEW_WORDS = 300
MANY_WORDS = 4_000
ONE_LINE = forms.TextInput
LINES = forms.Textarea(attrs={"rows": 3})


class GoalForm(forms.Form):
    words = forms.CharField(
        label=_("What do you hope for?"),
        help_text=_("One sentence, with how you will know."),
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


class PlanForm(forms.Form):
    will_do = forms.CharField(label=_("What will you do about it?"), max_length=FEW_WORDS)
    due_on = forms.DateField(
        label=_("By when?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )


class OutcomeForm(forms.Form):
    words = forms.CharField(
        label=_("Where does it stand?"),
        help_text=_("What came of it, or why it will not be done. Your partner reads this."),
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
    back_on = forms.DateField(
        label=_("Back on"),
        help_text=_("Leave it open if you do not know yet. Both are asked in four weeks."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )

    def is_past(self, pair: Pair) -> bool:
        """Whether the day has passed; if so, the field says it."""
        back_on = self.cleaned_data["back_on"]
        if back_on is None or back_on > today(pair.programme.organisation.zone):
            return False
        self.add_error("back_on", _("Choose a later day, or leave it open."))
        return True


class AgreementForm(forms.Form):
    """The clauses that the two write. What only the other writes is shown, not asked."""

    follows = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, side: str, words: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for clause in clauses_of("pair"):
            if clause.editor in ("mentor", "mentee") and clause.editor != side:
                continue
            starter = clause_words(clause, language=get_language() or "en", values={})
            self.fields[clause.slug] = forms.CharField(
                label=str(clause.heading),
                initial=words.get(clause.slug, starter),
                required=clause.is_required,
                max_length=LONGEST_CLAUSE,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def clauses(self) -> dict[str, str]:
        return {slug: words for slug, words in self.cleaned_data.items() if isinstance(words, str)}
