from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from turnabout.foundation.common.days import DayField, refuse_far_away
from turnabout.foundation.common.one_line import one_line
from turnabout.frame.directory.models import Person
from turnabout.together.meetings.clocks import on_their_clock, read_wall_time
from turnabout.together.meetings.models import BusyCalendar, Meeting
from turnabout.together.meetings.moving import MOST_TIMES
from turnabout.together.meetings.own_time import Pasted, read_holidays
from turnabout.together.meetings.queries import Proposed
from turnabout.together.meetings.slots import QUIET, is_quiet_at

WAYS = (
    (Meeting.Way.OPEN, _("we have not decided")),
    (Meeting.Way.ON_SITE, _("in one place")),
    (Meeting.Way.VIDEO, _("by video")),
)
HTTPS = "https://"
_WHERE = {
    Meeting.Way.OPEN: _("A neutral place or a video link. You can leave it open."),
    Meeting.Way.ON_SITE: _("A room or another neutral place. You can leave it open."),
    Meeting.Way.VIDEO: _("Leave it empty for the link of your programme, or bring one of yours."),
}
Two = tuple[Person, Person]


def _words(start: datetime, two: Two | None = None) -> str:
    """The day and the hour; with the other one’s hour where that is another."""
    told = date_format(localtime(start), pgettext("day with weekday and hour", "l j F, H:i"))
    if two is None:
        return told
    reader, partner = two
    theirs = on_their_clock(start, reader, partner)
    if theirs == date_format(localtime(start), "H:i"):
        return told
    name = partner.given_name or partner.name
    return str(
        _("%(told)s (%(theirs)s for %(name)s)") % {"told": told, "theirs": theirs, "name": name}
    )


def _choices(starts: Sequence[datetime], two: Two | None = None) -> list[tuple[str, str]]:
    return [(start.isoformat(), _words(start, two)) for start in starts]


class BookForm(forms.Form):
    """All dates on one screen: each session has the hour that fits best and others near it."""

    def __init__(
        self,
        *args: Any,
        proposed: Sequence[Proposed],
        two: Two | None = None,
        way: str = Meeting.Way.OPEN,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [session.number for session in proposed]
        for session in proposed:
            self.fields[f"session_{session.number}"] = forms.ChoiceField(
                label=_("Session %(number)s") % {"number": session.number},
                choices=_choices(session.choices, two),
                initial=session.best.isoformat(),
            )
        self.fields["place"] = forms.CharField(
            label=_("Where?"), help_text=_WHERE[Meeting.Way(way)], max_length=160, required=False
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts = [cleaned.get(f"session_{number}") for number in self.numbers]
        if None not in starts and starts != sorted(set(filter(None, starts))):
            raise forms.ValidationError(_("The sessions have to follow each other."))
        return cleaned

    def clean_place(self) -> str:
        return one_line(self.cleaned_data["place"])

    @property
    def starts(self) -> list[datetime]:
        named = [self.cleaned_data[f"session_{number}"] for number in self.numbers]
        return [datetime.fromisoformat(start) for start in named]


class MoveForm(forms.Form):
    to = forms.ChoiceField(label=_("Another time"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, starts: Sequence[datetime], two: Two | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["to"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = _choices(starts, two)

    @property
    def start(self) -> datetime:
        return datetime.fromisoformat(self.cleaned_data["to"])


class TimesForm(forms.Form):
    """Up to three other times: hours that suit both, or one of one’s own."""

    times = forms.MultipleChoiceField(
        label=_("Hours that suit both sides"),
        help_text=_("Up to three. The first that is taken counts."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    own = forms.CharField(
        label=_("Or a time of your own"),
        help_text=_("By your own clock. Use it where the hours above do not fit."),
        widget=forms.TextInput(attrs={"type": "datetime-local"}),
        max_length=30,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        starts: Sequence[datetime],
        zone: str,
        two: Two | None,
        asked: Person,
        quiet: tuple[int, int] = QUIET,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.asked, self.quiet = zone, asked, quiet
        field = self.fields["times"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = _choices(starts, two)

    def clean_own(self) -> datetime | None:
        """What is typed is a time on a clock; which instant that is has to be looked at."""
        written = str(self.cleaned_data["own"]).strip().replace("T", " ")
        if not written:
            return None
        try:
            wall = datetime.strptime(written, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - a wall clock
        except ValueError:
            raise forms.ValidationError(
                _("Type a day and an hour, such as 2026-03-24 14:00.")
            ) from None
        refuse_far_away(wall)
        typed = read_wall_time(wall, self.zone)
        if typed.start is None:
            raise forms.ValidationError(typed.trouble)
        if is_quiet_at(typed.start, self.asked.clock_zone, self.quiet):
            name = self.asked.given_name or self.asked.name
            raise forms.ValidationError(
                _("That is in the quiet hours of %(name)s. Take another hour.") % {"name": name}
            )
        return typed.start

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not 1 <= len(self.offered) <= MOST_TIMES:
            raise forms.ValidationError(_("Offer one, two or three different times."))
        return cleaned

    @property
    def offered(self) -> list[datetime]:
        chosen = [datetime.fromisoformat(one) for one in self.cleaned_data.get("times", ())]
        own = self.cleaned_data.get("own")
        return sorted({*chosen, *([own] if own else [])})


class WhereForm(forms.Form):
    way = forms.ChoiceField(label=_("How do you meet?"), choices=WAYS, widget=forms.RadioSelect)
    place = forms.CharField(
        label=_("Where?"),
        help_text=_(
            "A room, or a link of your own that begins with https://. Empty and by video: the "
            "link of your programme."
        ),
        max_length=160,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        place = one_line(cleaned.get("place") or "")
        is_video = cleaned.get("way") == Meeting.Way.VIDEO
        if is_video and place and (not place.startswith(HTTPS) or " " in place):
            self.add_error("place", _("A link begins with https:// and has no gaps."))
        cleaned["place"] = place
        return cleaned


class DaysAwayForm(forms.Form):
    first_on = DayField(label=_("From"))
    last_on = DayField(label=_("Up to and with"))

    @property
    def days(self) -> tuple[date, date]:
        return self.cleaned_data["first_on"], self.cleaned_data["last_on"]


class CalendarForm(forms.Form):
    """An address that only its owner knows, or an account on a calendar server."""

    kind = forms.ChoiceField(
        label=_("What kind of address?"),
        choices=(
            (BusyCalendar.Kind.ICS, _("a secret calendar address (ends in .ics)")),
            (BusyCalendar.Kind.CALDAV, _("a CalDAV account, with name and password")),
        ),
        widget=forms.RadioSelect,
        initial=BusyCalendar.Kind.ICS,
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=2000,
    )
    user = forms.CharField(label=_("Name at that server"), max_length=200, required=False)
    password = forms.CharField(
        label=_("Password for this alone, if the server makes such"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        max_length=400,
        required=False,
    )


class HolidaysForm(forms.Form):
    """The holidays of one place, a line for each day."""

    days = forms.CharField(
        label=_("One day on each line"),
        help_text=_("Such as 2026-12-25 Christmas, or 25.12.2026. Paste a list if you have one."),
        widget=forms.Textarea(attrs={"rows": 12}),
        required=False,
        max_length=40_000,
    )

    def clean_days(self) -> Pasted:
        if "days" not in self.data:
            raise forms.ValidationError(_("The list did not arrive. Nothing was changed."))
        pasted = read_holidays(self.cleaned_data["days"])
        if pasted.not_read:
            raise forms.ValidationError(
                _("This line names no day: “%(line)s”. Begin with the day, as 2026-12-25.")
                % {"line": pasted.not_read[0][:60]}
            )
        return pasted
