"""A day in a form."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from turnabout.foundation.common.time import now

FIRST_YEAR = 2000
YEARS_AHEAD = 20


class DayField(forms.DateField):
    """A day, chosen with the browser's own calendar. A year far away is a slip of the finger."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **options)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value:
            refuse_far_away(value)


def refuse_far_away(day: date) -> None:
    """Refuse a year that nobody means; clocks and calendars know none after 9999 either."""
    last_year = now().year + YEARS_AHEAD
    if not FIRST_YEAR <= day.year <= last_year:
        raise ValidationError(
            _("Look at the year again. It lies between %(first)s and %(last)s."),
            params={"first": FIRST_YEAR, "last": last_year},
        )
