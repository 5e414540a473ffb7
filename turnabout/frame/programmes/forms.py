import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.days import DayField
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes import defaults
from turnabout.frame.programmes.defaults_shape import Default
from turnabout.frame.programmes.models import Membership, Priority, Programme, ReadinessAnswer
from turnabout.frame.programmes.own_sets import defaults_by_key
from turnabout.frame.programmes.presets import PhaseKind
from turnabout.frame.programmes.presets.readiness import ReadinessQuestion
from turnabout.frame.programmes.services.priorities import LONGEST_PRIORITY
from turnabout.frame.programmes.services.programme import MOST_SIGNS

Role = Membership.Role
ROLE_NAMES = {
    Role.MENTOR: _("Mentor"),
    Role.MENTEE: _("Mentee"),
    Role.SPONSOR: _("Sponsor"),
    Role.GUARDIAN: _("Guardian"),
    Role.DELEGATE: _("Delegate of a mentee"),
    Role.COORDINATOR: _("Coordinator"),
    Role.AUDITOR: _("Auditor"),
    Role.FACILITATOR: _("Facilitator of a circle"),
    Role.READER: _("Reader of applications"),
    Role.GUEST_CONTACT: _("Contact of a guest organisation"),
}
INVITED_ROLES = (
    Role.MENTOR,
    Role.MENTEE,
    Role.DELEGATE,
    Role.SPONSOR,
    Role.GUARDIAN,
    Role.COORDINATOR,
    Role.FACILITATOR,
    Role.READER,
    Role.AUDITOR,
)


LONGEST_LINE = 200
MOST_LINES = 12


class Lines(forms.CharField):
    """Several short texts, one on each line."""

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        settled = {"required": False, "widget": forms.Textarea(attrs={"rows": 3})}
        super().__init__(**{**settled, **options})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        lines = [" ".join(line.split()) for line in str(super().clean(value) or "").splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > self.most:
            raise forms.ValidationError(
                _("At most %(most)s lines. Leave out the rest, or say two in one."),
                params={"most": self.most},
            )
        for line in lines:
            if len(line) > LONGEST_LINE:
                raise forms.ValidationError(
                    _("“%(start)s…” is too long for one line. Say it in %(most)s characters."),
                    params={"start": line[:30], "most": LONGEST_LINE},
                )
        return lines


class PurposeForm(forms.Form):
    """What a programme is for. Parts may wait until it begins."""

    aim = forms.CharField(
        label=_("One aim, in one sentence"),
        help_text=_("What will be different when the programme is over? One aim is enough."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    priority = forms.ModelChoiceField(
        label=_("Which priority of the organisation does it serve?"),
        queryset=Priority.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("choose one"),
    )
    new_priority = forms.CharField(
        label=_("Or one that is not on the list"),
        help_text=_("It is added to your organisation’s list."),
        max_length=LONGEST_PRIORITY,
        required=False,
    )
    how_we_know = forms.CharField(
        label=_("How will you know that it worked?"),
        help_text=_("One thing that somebody could count or see."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    signs = Lines(
        label=_("Signs you will look for on the way"),
        help_text=_("One on each line, five at most."),
        most=MOST_SIGNS,
    )

    def __init__(self, *args: Any, priorities: Sequence[Priority], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["priority"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Priority.objects.filter(pk__in=[one.pk for one in priorities])
        field.choices = [  # in the order of the page, which the query does not know
            ("", field.empty_label),
            *((one.public_id, str(one)) for one in priorities),
        ]


class NewProgrammeForm(PurposeForm):
    """A programme that begins from a preset."""

    name = forms.CharField(
        label=_("What is it called?"),
        help_text=_("People see this name in every mail."),
        max_length=120,
    )
    starts_on = DayField(
        label=_("When does it start?"),
        help_text=_("The phases are planned from this day. You can still move each of them."),
        required=False,
    )


class PriorityForm(forms.Form):
    """A priority in a few words."""

    words = forms.CharField(label=_("The priority, in a few words"), max_length=LONGEST_PRIORITY)


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody, shown by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class InitiativeForm(forms.Form):
    """One initiative: what it is called, what it is, and who stands for it."""

    name = forms.CharField(label=_("What is it called?"), max_length=80)
    line = forms.CharField(
        label=_("What is it, in one line?"),
        help_text=_("Enough for two people to know whether what they do serves it."),
        max_length=200,
        required=False,
    )
    sponsor = PersonChoice(
        label=_("Who stands for it?"),
        queryset=Person.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("nobody in particular"),
    )

    def __init__(self, *args: Any, sponsors: "QuerySet[Person]", **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["sponsor"]
        assert isinstance(field, PersonChoice)
        field.queryset = sponsors


class ReadinessForm(forms.Form):
    """Eight questions with the same three answers."""

    def __init__(
        self, *args: Any, questions: Iterable[tuple[ReadinessQuestion, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for question, answer in questions:
            self.fields[question.slug] = forms.ChoiceField(
                label=str(question.asks),
                help_text=str(question.why),
                choices=[
                    (ReadinessAnswer.Answer.YES, _("Yes")),
                    (ReadinessAnswer.Answer.PARTLY, _("Partly")),
                    (ReadinessAnswer.Answer.NO, _("No")),
                ],
                widget=forms.RadioSelect,
                initial=answer,
                required=False,
            )

    @property
    def answers(self) -> dict[str, str]:
        return {slug: answer for slug, answer in self.cleaned_data.items() if answer}


class LaunchForm(forms.Form):
    despite = forms.CharField(
        label=_("Why do you begin all the same?"),
        help_text=_("One sentence. It is kept with the programme."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PlanForm(forms.Form):
    """The days of a phase."""

    planned_from = DayField(label=_("First day"))
    planned_until = DayField(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("planned_from"), cleaned.get("planned_until")
        if first and last and last < first:
            self.add_error("planned_until", _("The last day comes before the first. Put it later."))
        return cleaned


class WaveForm(forms.Form):
    """Which phases another wave goes through, and from when."""

    starts_on = DayField(label=_("First day of this wave"))
    kinds = forms.MultipleChoiceField(
        label=_("Its phases"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one phase for this wave.")},
    )

    def __init__(self, *args: Any, kinds: Iterable[PhaseKind], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(kind.slug, str(kind.name)) for kind in kinds]


class GuidanceForm(forms.Form):
    """What a programme adds to the shipped guidelines."""

    objectives = Lines(
        label=_("Objectives"),
        help_text=_("What the two should have reached by the end. One on each line."),
        most=MOST_LINES,
    )
    guidelines = Lines(
        label=_("Guidelines of your own"),
        help_text=_("What else holds here, beside the rules above. One on each line."),
        most=MOST_LINES,
    )
    support = Lines(
        label=_("Support"),
        help_text=_("Whom to call, with a number or an address. One on each line."),
        most=MOST_LINES,
    )


class GuestForm(forms.Form):
    """A partner organisation, and who looks after its people there."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=120)
    contact = forms.CharField(label=_("Who looks after its people there"), max_length=160)
    mail = forms.EmailField(label=_("Mail address of that person"))


class GuestPersonForm(forms.Form):
    """Somebody of a guest organisation, for one of the two sides."""

    name = forms.CharField(label=_("Name"), max_length=160)
    mail = forms.EmailField(label=_("Mail address"))
    role = forms.ChoiceField(
        label=_("Invite as"),
        choices=[(role, ROLE_NAMES[role]) for role in (Role.MENTOR, Role.MENTEE)],
        widget=forms.RadioSelect,
        initial=Role.MENTOR,
    )


class PresetForm(forms.Form):
    """What a preset of one's own is called, and what it is for."""

    name = forms.CharField(label=_("Name of the preset"), max_length=80)
    description = forms.CharField(
        label=_("What is it good for?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RulesForm(forms.Form):
    """Defaults of a programme, all or those named. What was seen travels along, so that a form

    over a stale page changes only what its reader changed.
    """

    def __init__(self, *args: Any, programme: Programme, keys: Iterable[str], **options: Any):
        super().__init__(*args, **options)
        self.keys = {field_name(key): key for key in keys}
        by_key = defaults_by_key(programme.organisation)
        for name, key in self.keys.items():
            field = _field_for(by_key[key])
            field.initial = defaults.current(programme, key)
            field.show_hidden_initial = True
            self.fields[name] = field

    @property
    def values(self) -> dict[str, Any]:
        """What its reader changed, by the key of the default."""
        return {
            self.keys[name]: self.cleaned_data[name]
            for name in self.changed_data
            if name in self.keys
        }

    @property
    def seen_several(self) -> SafeString:
        """What was seen of boxes to tick, which are drawn one by one; others bring it along."""
        several = (
            self[name] for name in self.keys if defaults.default(self.keys[name]).kind == "several"
        )
        return format_html_join("", "{}", ((one.as_hidden(only_initial=True),) for one in several))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        weights = [cleaned.get(name) for name in self.keys if name.startswith("weights-")]
        if weights and not any(weights) and None not in weights:
            self.add_error(
                "weights-topics",
                _("Something has to count in a match. Leave one weight above zero."),
            )
        pattern = cleaned.get("video_link")
        if pattern and not (pattern.startswith("https://") and defaults.ROOM in pattern):
            self.add_error(
                "video_link",
                _("A pattern begins with https:// and has {room} where each pair’s name goes."),
            )
        return cleaned


def field_name(key: str) -> str:
    return key.replace(".", "-")


def _field_for(default: Default) -> forms.Field:
    said: dict[str, Any] = {
        "label": str(default.label),
        "help_text": str(default.affects),
    }
    if default.kind == "tick":
        return forms.BooleanField(required=False, **said)
    if default.kind == "words":
        return forms.CharField(max_length=default.high, required=not default.is_optional, **said)
    choices = [(value, str(words)) for value, words in default.choices]
    if default.kind == "choice":
        return forms.ChoiceField(choices=choices, **said)
    if default.kind == "several":
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **said
        )
    return forms.IntegerField(
        min_value=default.low,
        max_value=default.high,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        **said,
    )


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
