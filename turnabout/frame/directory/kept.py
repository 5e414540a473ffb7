"""Columns of staff lists that are kept to match people by, besides what everybody has. Pure."""

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from turnabout.foundation.common.tables import Problem, Table
from turnabout.frame.directory.values import looks_like_date, looks_like_mail
from turnabout.frame.directory.vocabulary import plain

PREFIX = "kept:"
MOST_COLUMNS = 20
MOST_VALUES = 200
LONGEST = 80
ENOUGH_TO_TELL = 10
NO_VALUE = frozenset({"-", "--", "n/a", "na", "none", "null", "nan", "#n/a", "?", "."})
_SEVERAL = re.compile(r"[;|\n]")
_TIME = re.compile(
    r"\b(years?|months?|days?|hours?|count|number of|num|rate|since|tenure|anos|meses|dias|horas|"
    r"antiguedad|jahre|monate|tage|annees|mois|jours)\b"
)


def key_of(heading: str) -> str:
    """The name under which a column is kept: two spellings of a heading are one column."""
    return " ".join(heading.casefold().split())


def attribute_of(key: str) -> str:
    """What a kept column is called among the attributes of a person."""
    return f"{PREFIX}{key}"


def key_in(attribute: str) -> str:
    """The kept column that an attribute means, or nothing."""
    return attribute.removeprefix(PREFIX) if attribute.startswith(PREFIX) else ""


def values_in(cell: str) -> list[str]:
    """What a cell says; several values are told apart by semicolons."""
    parts = (" ".join(part.split()) for part in _SEVERAL.split(cell))
    return [part for part in dict.fromkeys(parts) if part and part.casefold() not in NO_VALUE]


def as_kept(cell: str) -> str:
    """A cell as it is kept."""
    return "; ".join(values_in(cell))


def with_kept(kept: dict[str, str], key: str, value: str) -> dict[str, str]:
    """What is kept of somebody, with another value; an empty one leaves nothing."""
    others = {name: held for name, held in kept.items() if name != key}
    return {**others, key: value} if value else others


def problems_of(table: Table, names: Sequence[str]) -> Iterable[Problem]:
    """Why columns cannot be kept, a sentence each: what is kept puts people into groups."""
    if len(names) > MOST_COLUMNS:
        yield Problem(
            None,
            names[MOST_COLUMNS],
            _("%(count)d columns are to be kept, and %(most)d is as many as can be.")
            % {"count": len(names), "most": MOST_COLUMNS},
            _("Keep those by which you match, and set the others to “Not used”."),
        )
    for name in names:
        sentence = _why_not(name, [row.cells[name] for row in table.rows])
        if sentence:
            yield Problem(None, name, sentence, _("Set this column to “Not used”."))


def _why_not(name: str, cells: Iterable[str]) -> str:
    filled = [cell for cell in cells if values_in(cell)]
    values = {key_of(value) for cell in filled for value in values_in(cell)}
    if not filled:
        return _("It is empty in every row, so there is nothing to keep.")
    if _TIME.search(plain(name)):
        return _("It counts or measures somebody. Only what puts people into groups can be kept.")
    if sum(looks_like_date(cell) or looks_like_mail(cell) for cell in filled) * 2 > len(filled):
        return _("It holds dates or addresses. Only what puts people into groups can be kept.")
    if any(len(value) > LONGEST for value in values):
        return _("It holds whole sentences. Only short words that people share can be kept.")
    if len(values) > MOST_VALUES:
        return _(
            "It holds %(count)d different values. What puts people into groups has %(most)d at "
            "most."
        ) % {"count": len(values), "most": MOST_VALUES}
    if len(filled) >= ENOUGH_TO_TELL and len(values) * 2 > len(filled):
        return _("Nearly everybody has a value of her own there, so it puts nobody into a group.")
    return ""
