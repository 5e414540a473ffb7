from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.together.pairs.forms import FEW_WORDS, LINES, MANY_WORDS


class LineForm(forms.Form):
    words = forms.CharField(
        label=_("Your line"),
        help_text=_("For a time, a place, a link. What matters waits for the session."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SharedNoteForm(forms.Form):
    words = forms.CharField(label=_("For you two"), max_length=MANY_WORDS, widget=LINES)


class IntroductionForm(forms.Form):
    whom = forms.CharField(
        label=_("Whom would you introduce?"),
        help_text=_("A name and what this person does."),
        max_length=FEW_WORDS,
    )
    why = forms.CharField(
        label=_("Why would it be good for the two of them?"),
        max_length=FEW_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    contact_agrees = forms.BooleanField(
        label=_("I have asked, and this person would like it"),
        help_text=_("Leave it open if you ask later. The introduction is made once all agree."),
        required=False,
    )
