"""Days and hours as people say them, in the reader's language and zone."""

from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def moment(text: str) -> datetime:
    """An instant that a mail carries as text."""
    return datetime.fromisoformat(text)


@register.filter
def calendar_day(text: str) -> date:
    """A day that a mail carries as text."""
    return date.fromisoformat(text)


@register.filter
def day(value: date | None) -> str:
    """`Thursday 26 March`."""
    return _said(value, pgettext("day with weekday", "l j F"))


@register.filter
def short_day(value: date | None) -> str:
    """`26 March`."""
    return _said(value, pgettext("day", "j F"))


@register.filter
def full_day(value: date | None) -> str:
    """`26 March 2026`."""
    return _said(value, pgettext("day with year", "j F Y"))


@register.filter
def hour(value: datetime) -> str:
    """`14:00`."""
    return _said(value, "H:i")


def _said(value: date | None, form: str) -> str:
    if value is None:
        return ""
    return date_format(localtime(value) if isinstance(value, datetime) else value, form)
