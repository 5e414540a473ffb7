"""Points for what two people have in common, or for how differently they see things."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Ints, Mask, as_set, folded
from turnabout.joining.matching.engine.hard.columns import both_known, common
from turnabout.joining.matching.engine.people import Person, Value
from turnabout.joining.matching.engine.quick import ByClass, Form
from turnabout.joining.matching.engine.rules import Detail, units


def _share(weight: float, held: list[Mask]) -> Ints:
    """The weight times the share of columns in which something holds, rounded half up."""
    count = np.sum(held, axis=0, dtype=np.int64)
    return np.asarray((2 * units(weight) * count + len(held)) // (2 * len(held)), np.int64)


def _all_of(columns: tuple[str, ...]) -> Callable[[Person], Hashable]:
    return lambda person: tuple(person.value(column) for column in columns)


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
        alike = [common(cohort, column, column, rows) for column in self.columns]
        return _share(self.weight, alike)

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByClass(_all_of(self.columns), self.units),)

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
        apart = [
            ~common(cohort, column, column, rows) & both_known(cohort, column, column, rows)
            for column in self.columns
        ]
        return _share(self.weight, apart)

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByClass(_all_of(self.columns), self.units),)

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
