from django import forms
from django.utils.translation import gettext_lazy as _

MANY_WORDS = 4_000


class ConcernForm(forms.Form):
    words = forms.CharField(
        label=_("What should the guardian know?"),
        help_text=_("As much or as little as you like."),
        max_length=MANY_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    is_named = forms.BooleanField(
        label=_("Tell the guardian who I am, so that we can talk"),
        required=False,
        initial=True,
    )
