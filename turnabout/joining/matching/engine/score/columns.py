"""Points for what two people have in common, or for how differently they see things."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Ints, Mask, as_set, folded
from turnabout.joining.matching.engine.hard.columns import both_known, common
from turnabout.joining.matching.engine.people import Person, Value
from turnabout.joining.matching.engine.quick import ByClass, Form
from turnabout.joining.matching.engine.rules import Detail, units


def _share(weight: float, columns: int) -> Ints:
    """The units that each column gives: as even as can be, and the weight in all."""
    return np.diff(units(weight) * np.arange(columns + 1, dtype=np.int64) // columns)


Holds = Callable[[Cohort, str, slice], Mask]


def _total(
    weight: float, columns: tuple[str, ...], holds: Holds, cohort: Cohort, rows: slice
) -> Ints:
    given = zip(columns, _share(weight, len(columns)), strict=True)
    held = [share * holds(cohort, column, rows) for column, share in given]
    return np.asarray(np.sum(held, axis=0), np.int64)


def _by_column(weight: float, columns: tuple[str, ...], holds: Holds) -> tuple[Form, ...]:
    def form(column: str, share: np.int64) -> Form:
        return ByClass(
            lambda person: person.value(column),
            lambda cohort, rows: share * holds(cohort, column, rows),
        )

    given = zip(columns, _share(weight, len(columns)), strict=True)
    return tuple(form(column, share) for column, share in given)


def _alike(cohort: Cohort, column: str, rows: slice) -> Mask:
    return common(cohort, column, column, rows)


def _apart(cohort: Cohort, column: str, rows: slice) -> Mask:
    return ~_alike(cohort, column, rows) & both_known(cohort, column, column, rows)


def _shown(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(sorted(value))


@dataclass(frozen=True)
class InCommon:
    """Full points where the cells share a value. The two sides may name the column differently.

    With `tell` off, no reason says which value it is.
    """

    kind: ClassVar[str] = "in_common"
    weight: float
    column: str
    mentee_column: str = ""
    tell: bool = True

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        shared = common(cohort, self.column, self.mentee_column or self.column, rows)
        return shared * np.int64(units(self.weight))

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (
            ByClass(
                lambda person: (person.value(self.column), person.value(self.mentee_column)),
                self.units,
            ),
        )

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        theirs = as_set(mentee.value(self.mentee_column or self.column))
        mine = mentor.value(self.column)
        values = (mine,) if isinstance(mine, str) else mine
        shared = sorted(value for value in values if folded(value) in theirs)
        return {"column": self.column, "shared": shared if self.tell else []}


@dataclass(frozen=True)
class Likeness:
    """The share of these columns, such as style and values, in which something is shared."""

    kind: ClassVar[str] = "likeness"
    weight: float
    columns: tuple[str, ...]

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        return _total(self.weight, self.columns, _alike, cohort, rows)

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return _by_column(self.weight, self.columns, _alike)

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        alike = [
            column
            for column in self.columns
            if as_set(mentor.value(column)) & as_set(mentee.value(column))
        ]
        return {"alike": alike}


@dataclass(frozen=True)
class Distance:
    """The share of these columns in which both are known and nothing is shared."""

    kind: ClassVar[str] = "distance"
    weight: float
    columns: tuple[str, ...]

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        return _total(self.weight, self.columns, _apart, cohort, rows)

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return _by_column(self.weight, self.columns, _apart)

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        apart = [
            {
                "column": one,
                "mentor": _shown(mentor.value(one)),
                "mentee": _shown(mentee.value(one)),
            }
            for one in self.columns
            if as_set(mentor.value(one))
            and as_set(mentee.value(one))
            and not as_set(mentor.value(one)) & as_set(mentee.value(one))
        ]
        return {"apart": apart}
