import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership, Programme

Role = Membership.Role
ROLE_NAMES = {
    Role.MENTOR: _("Mentor"),
    Role.MENTEE: _("Mentee"),
    Role.SPONSOR: _("Sponsor"),
    Role.GUARDIAN: _("Guardian"),
    Role.DELEGATE: _("Delegate of a mentee"),
    Role.COORDINATOR: _("Coordinator"),
    Role.LINE_MANAGER: _("Line manager"),
    Role.AUDITOR: _("Auditor"),
    Role.FACILITATOR: _("Facilitator of a circle"),
    Role.READER: _("Reader of applications"),
}
INVITED_ROLES = (
    Role.MENTOR,
    Role.MENTEE,
    Role.DELEGATE,
    Role.SPONSOR,
    Role.GUARDIAN,
    Role.COORDINATOR,
    Role.READER,
)


class PurposeForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a programme is for."""

    class Meta:
        model = Programme
        fields: tuple[str, ...] = ("aim", "priority", "how_we_know")
        labels = {
            "aim": _("One aim, in one sentence"),
            "priority": _("Which priority of the organisation does it serve?"),
            "how_we_know": _("How will you know that it worked?"),
        }
        help_texts = {
            "aim": _("What will be different when the programme is over? One aim is enough."),
            "priority": _("Choose one from the list or write your own."),
            "how_we_know": _("One thing that somebody could count or see."),
        }
        widgets = {
            "priority": forms.TextInput(attrs={"list": "priorities"}),
            "aim": forms.Textarea(attrs={"rows": 2}),
            "how_we_know": forms.Textarea(attrs={"rows": 2}),
        }


class NewProgrammeForm(PurposeForm):
    """A programme that begins from a preset."""

    starts_on = forms.DateField(
        label=_("When does it start?"),
        help_text=_("The phases are planned from this day. You can still move each of them."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta(PurposeForm.Meta):
        fields = ("name", *PurposeForm.Meta.fields)
        labels = {"name": _("What is it called?"), **PurposeForm.Meta.labels}
        help_texts = {
            "name": _("People see this name in every mail."),
            **PurposeForm.Meta.help_texts,
        }


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody, shown by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class InvitationForm(forms.Form):
    """Into which role, and who: people who were picked, or a list that was pasted."""

    role = forms.ChoiceField(
        label=_("Invite as"), choices=[(role, ROLE_NAMES[role]) for role in INVITED_ROLES]
    )
    principal = PersonChoice(
        label=_("Whose delegate?"),
        help_text=_("Only for a delegate: the mentee whose times she looks after."),
        queryset=Person.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("nobody"),
    )
    pasted = forms.CharField(
        label=_("Or paste a list"),
        help_text=_("Personnel numbers or mail addresses, in any order, one line each or not."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=200_000,
    )

    def __init__(self, *args: Any, mentees: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["principal"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = mentees

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("role") == Role.DELEGATE and not cleaned.get("principal"):
            self.add_error("principal", _("Say whose times this delegate looks after."))
        if cleaned.get("role") != Role.DELEGATE:
            cleaned["principal"] = None
        return cleaned


def words_pasted(text: str) -> list[str]:
    """The numbers and addresses of a pasted list, each once, in their order."""
    found = [word.strip("<>\"'()[]") for word in re.split(r"[\s,;]+", text)]
    return list(dict.fromkeys(word for word in found if word))
