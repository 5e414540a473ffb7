"""The hours of a week as choices of a form, and as the table in which people tick them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms.boundfield import BoundField
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

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


def week_choices(
    *, first_hour: int = 8, last_hour: int = 17, days: Iterable[str] = WORKING_DAYS
) -> list[tuple[str, str]]:
    """Choices for a `MultipleChoiceField`, each one hour that begins between the two hours."""
    return [
        (hour_value(day, hour), f"{day} {hour:02}:00")
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
        label = _("%(day)s %(hour)s") % {
            "day": WEEKDAYS[DAYS.index(day)],
            "hour": f"{hour:02}:00",
        }
        return Cell(value if value in known else "", id_, label, is_chosen, hour < 12)

    return WeekTable(
        name=field.html_name,
        days=tuple(
            (str(WEEKDAYS[DAYS.index(day)]), str(WEEKDAYS_ABBR[DAYS.index(day)])) for day in days
        ),
        rows=tuple(Row(f"{hour:02}:00", tuple(cell(day, hour) for day in days)) for hour in hours),
        chosen=sum(is_on for _value, _id, is_on in options),
    )
