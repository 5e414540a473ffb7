from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    """The last word before somebody is erased."""

    she_asked = forms.BooleanField(
        label=_("This person asked for it, and I have made sure that it was really she or he."),
        error_messages={"required": _("Tick this first. Nobody is erased unasked.")},
    )
