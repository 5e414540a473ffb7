from django import forms
from django.utils.translation import gettext_lazy as _

MANY_WORDS = 1_000


class ThanksForm(forms.Form):
    words = forms.CharField(
        label=_("What would you like to thank for?"),
        help_text=_("One thing is enough: what was said, and what it changed for you."),
        max_length=MANY_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
