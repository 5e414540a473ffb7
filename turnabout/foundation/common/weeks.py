"""The hours of a week as choices of a form, and as the table in which people tick them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.forms.boundfield import BoundField
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.text import format_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKING_DAYS = DAYS[:5]


@dataclass(frozen=True)
class Cell:
    """One hour of one day. A cell without a value is not on offer."""

    value: str
    id: str
    label: str
    is_chosen: bool
    is_morning: bool


@dataclass(frozen=True)
class Row:
    hour: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class WeekTable:
    name: str
    days: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    chosen: int


def hour_value(day: str, hour: int) -> str:
    """The value of an hour as forms carry it, `tue-09`."""
    return f"{day}-{hour:02}"


def hour_label(value: str) -> "StrPromise":
    """How people say the hour of a value like `tue-09`: Tuesday 09:00."""
    day, hour = value.split("-")
    return format_lazy("{} {}:00", WEEKDAYS[DAYS.index(day)], hour)


def week_choices(
    *, first_hour: int = 8, last_hour: int = 17, days: Iterable[str] = WORKING_DAYS
) -> list[tuple[str, "StrPromise"]]:
    """Choices for a `MultipleChoiceField`, each one hour that begins between the two hours."""
    return [
        (hour_value(day, hour), hour_label(hour_value(day, hour)))
        for day in days
        for hour in range(first_hour, last_hour + 1)
    ]


def week_table(field: BoundField) -> WeekTable:
    """Lay out the options of a bound field whose values are hours like `tue-09`."""
    options = [
        (str(option.data["value"]), option.id_for_label, bool(option.data["selected"]))
        for option in field
    ]
    days = sorted({value.split("-")[0] for value, _id, _on in options}, key=DAYS.index)
    hours = sorted({int(value.split("-")[1]) for value, _id, _on in options})
    known = {value: (id_, is_on) for value, id_, is_on in options}

    def cell(day: str, hour: int) -> Cell:
        value = hour_value(day, hour)
        id_, is_chosen = known.get(value, ("", False))
        shown = value if value in known else ""
        return Cell(shown, id_, str(hour_label(value)), is_chosen, hour < 12)

    return WeekTable(
        name=field.html_name,
        days=tuple(
            (str(WEEKDAYS[DAYS.index(day)]), str(WEEKDAYS_ABBR[DAYS.index(day)])) for day in days
        ),
        rows=tuple(Row(f"{hour:02}:00", tuple(cell(day, hour) for day in days)) for hour in hours),
        chosen=sum(is_on for _value, _id, is_on in options),
    )
