from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.joining.applications.models import Decision

REASON_NEEDED = {"required": _("Every decision keeps its reason. Write one sentence.")}


class DecisionForm(forms.Form):
    """What is decided, why, and what the letter says besides."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    reason = forms.CharField(
        label=_("Why, in one sentence that the person could read"),
        help_text=_("Kept beside the decision, for the coordinators. The letter does not say it."),
        max_length=300,
        error_messages=REASON_NEEDED,
    )
    words = forms.CharField(
        label=_("A sentence of your own for the letter"),
        help_text=_("Something kind and true, if you like."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PlacesForm(forms.Form):
    """How many places there are, how long an offer stands, and how applications are read."""

    mentors = forms.IntegerField(
        label=_("Places for mentors"), required=False, min_value=0, max_value=10_000
    )
    mentees = forms.IntegerField(
        label=_("Places for mentees"), required=False, min_value=0, max_value=10_000
    )
    answer_days = forms.IntegerField(
        label=_("Days to answer when a place is offered"), min_value=2, max_value=60
    )
    hides_names = forms.BooleanField(
        label=_("Readers read first without names, teams and job titles"), required=False
    )


class CapForm(forms.Form):
    """How much one mentor carries over all programmes of the organisation."""

    partners = forms.IntegerField(
        label=_("Partners that one mentor has at most, over all programmes"),
        help_text=_("Leave it empty for no cap."),
        required=False,
        min_value=1,
        max_value=20,
    )
