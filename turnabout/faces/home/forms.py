from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _


def _zones() -> list[tuple[str, str]]:
    known = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")
    )
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in known)]


class FirstRunForm(forms.Form):
    """What makes an installation somebody's."""

    organisation = forms.CharField(label=_("What is your organisation called?"), max_length=120)
    zone = forms.ChoiceField(
        label=_("Which clock does it live by?"), choices=_zones, initial="Europe/London"
    )
    language = forms.ChoiceField(
        label=_("In which language do you write to people?"), choices=settings.LANGUAGES
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("A password"),
        help_text=_("Ten characters or more. A few words in a row are easy to keep."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        for name in ("organisation", "name"):
            if name in self.cleaned_data and not self.cleaned_data[name].strip():
                self.add_error(name, _("A few letters are enough, but leave it not empty."))
        return self.cleaned_data


class TargetsForm(forms.Form):
    """How many people a programme wants on each side."""

    mentors = forms.IntegerField(
        label=_("Mentors wanted"),
        help_text=_("As many as there are pairs, and about a third more."),
        min_value=1,
        max_value=100_000,
        required=False,
    )
    mentees = forms.IntegerField(
        label=_("Mentees wanted"),
        help_text=_("As many as there are pairs."),
        min_value=1,
        max_value=100_000,
        required=False,
    )
