from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from turnabout.together.meetings.queries import Proposed


def _words(start: datetime) -> str:
    return date_format(localtime(start), pgettext("day with weekday and hour", "l j F, H:i"))


def _choices(starts: Sequence[datetime]) -> list[tuple[str, str]]:
    return [(start.isoformat(), _words(start)) for start in starts]


class BookForm(forms.Form):
    """All dates on one screen: each session has the hour that fits best and others near it."""

    def __init__(self, *args: Any, proposed: Sequence[Proposed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [session.number for session in proposed]
        for session in proposed:
            self.fields[f"session_{session.number}"] = forms.ChoiceField(
                label=_("Session %(number)s") % {"number": session.number},
                choices=_choices(session.choices),
                initial=session.best.isoformat(),
            )
        self.fields["place"] = forms.CharField(
            label=_("Where?"),
            help_text=_("A neutral place or a video link. You can leave it open."),
            max_length=160,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts = [cleaned.get(f"session_{number}") for number in self.numbers]
        if None not in starts and starts != sorted(set(filter(None, starts))):
            raise forms.ValidationError(_("The sessions have to follow each other."))
        return cleaned

    @property
    def starts(self) -> list[datetime]:
        named = [self.cleaned_data[f"session_{number}"] for number in self.numbers]
        return [datetime.fromisoformat(start) for start in named]


class MoveForm(forms.Form):
    to = forms.ChoiceField(label=_("Another time"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, starts: Sequence[datetime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["to"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = _choices(starts)

    @property
    def start(self) -> datetime:
        return datetime.fromisoformat(self.cleaned_data["to"])
