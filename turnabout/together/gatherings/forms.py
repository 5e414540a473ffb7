from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.days import DayField
from turnabout.foundation.common.one_line import one_line
from turnabout.frame.directory.models import Person
from turnabout.together.gatherings.models import LONGEST_AGENDA, NAMES, Gathering
from turnabout.together.gatherings.services import Plan
from turnabout.together.meetings.clocks import read_wall_time

MOST_IN_A_SERIES = 12
LEADS_IT: dict[str, Any] = {
    "label": _("Who leads it?"),
    "help_text": _(
        "A circle needs a facilitator. She sees who is invited and notes who was there."
    ),
    "to_field_name": "public_id",
    "required": False,
    "empty_label": _("nobody in particular"),
}
AUDIENCES = (
    (Gathering.Audience.MENTORS, _("All mentors")),
    (Gathering.Audience.MENTEES, _("All mentees")),
    (Gathering.Audience.BOTH, _("All mentors and mentees")),
    (Gathering.Audience.CHOSEN, _("Only those I choose")),
)


class HourForm(forms.Form):
    """When and where, in the time of whoever plans it."""

    day = DayField(label=_("Which day?"))
    hour = forms.TimeField(
        label=_("At what time?"),
        help_text=_("In your own time. Everybody reads it in hers."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    minutes = forms.IntegerField(
        label=_("How many minutes?"), min_value=15, max_value=480, initial=60
    )
    place = forms.CharField(
        label=_("Where?"),
        help_text=_("A room or a link for a call."),
        max_length=160,
        required=False,
    )
    agenda = forms.CharField(
        label=_("What is it about?"),
        help_text=_("A few words for those who are invited. Nobody’s name, and nothing personal."),
        max_length=LONGEST_AGENDA,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_place(self) -> str:
        return one_line(self.cleaned_data["place"])

    def starts(self, weeks: Sequence[int] = (0,)) -> list[datetime]:
        """The same hour of the clock, so many weeks on. Raises where it comes never or twice."""
        zone = timezone.get_current_timezone_name()
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        found = []
        for week in weeks:
            typed = read_wall_time(datetime.combine(day + timedelta(weeks=week), hour), zone)
            if typed.start is None:
                raise forms.ValidationError(typed.trouble)
            found.append(typed.start)
        return found


class PlanForm(HourForm):
    """What it is, for whom, who leads it, and how often."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=list(NAMES.items()), widget=forms.RadioSelect
    )
    audience = forms.ChoiceField(
        label=_("Who is invited?"),
        choices=AUDIENCES,
        widget=forms.RadioSelect,
        initial=Gathering.Audience.MENTORS,
    )
    chosen = forms.ModelMultipleChoiceField(
        label=_("Those I choose"),
        queryset=Person.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    facilitator = forms.ModelChoiceField(Person.objects.none(), **LEADS_IT)
    times = forms.IntegerField(
        label=_("How often?"),
        help_text=_("1 is once. More is a series at the same hour."),
        min_value=1,
        max_value=MOST_IN_A_SERIES,
        initial=1,
    )
    weeks = forms.IntegerField(
        label=_("How many weeks apart?"), min_value=1, max_value=26, initial=6, required=False
    )
    field_order = (
        "kind",
        "audience",
        "chosen",
        "facilitator",
        "day",
        "hour",
        "minutes",
        "times",
        "weeks",
        "place",
        "agenda",
    )

    def __init__(self, *args: Any, people: Any, facilitators: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "chosen", people)
        _offer(self, "facilitator", facilitators)
        if not people:
            del self.fields["chosen"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_chosen = cleaned.get("audience") == Gathering.Audience.CHOSEN
        if is_chosen and not cleaned.get("chosen"):
            self.add_error("audience", _("Choose at least one person below."))
        if {"day", "hour", "times"} <= cleaned.keys():
            gap = cleaned.get("weeks") or 1
            try:
                cleaned["starts"] = self.starts([gap * at for at in range(cleaned["times"])])
            except forms.ValidationError as error:
                self.add_error("hour", error)
        return cleaned

    @property
    def plan(self) -> Plan:
        told = self.cleaned_data
        return Plan(
            kind=told["kind"],
            audience=told["audience"],
            starts=tuple(told["starts"]),
            minutes=told["minutes"],
            place=told["place"],
            agenda=told["agenda"],
            facilitator=told["facilitator"],
            chosen=tuple(told.get("chosen") or ()),
        )


class ChangeForm(HourForm):
    """Another hour or place for one that is planned, as it stood when the page was opened."""

    facilitator = forms.ModelChoiceField(Person.objects.none(), **LEADS_IT)
    sequence = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, gathering: Gathering, facilitators: Any, **options: Any) -> None:
        local = timezone.localtime(gathering.starts_at)
        options["initial"] = {
            "day": local.date(),
            "hour": local.time(),
            "minutes": gathering.minutes,
            "place": gathering.place,
            "agenda": gathering.agenda,
            "facilitator": gathering.facilitator and gathering.facilitator.public_id,
            "sequence": gathering.sequence,
        }
        super().__init__(*args, **options)
        _offer(self, "facilitator", facilitators)
        self.fields["facilitator"].required = gathering.is_circle

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"day", "hour"} <= cleaned.keys():
            try:
                (cleaned["starts_at"],) = self.starts()
            except forms.ValidationError as error:
                self.add_error("hour", error)
        return cleaned

    @property
    def change(self) -> dict[str, Any]:
        names = ("starts_at", "minutes", "place", "agenda", "facilitator", "sequence")
        return {name: self.cleaned_data[name] for name in names}


def _offer(form: forms.Form, name: str, people: Any) -> None:
    """Let these people be chosen in a field, by their names."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = people
    setattr(field, "label_from_instance", attrgetter("name"))  # noqa: B010 - as documented
