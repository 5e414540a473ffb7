"""A programme's own criteria: columns in which two people are to differ or to agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from django.utils.translation import gettext_lazy as _

from turnabout.frame.directory.kept import attribute_of, values_in
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.directory.queries import criteria_of
from turnabout.joining.matching.engine import Person as Somebody
from turnabout.joining.matching.engine.cohort import Cohort, Ints
from turnabout.joining.matching.engine.hard.columns import Different, Same, both_known, common
from turnabout.joining.matching.engine.quick import ByClass, Form
from turnabout.joining.matching.engine.rules import Detail, HardRule, units

MUST_DIFFER, MUST_AGREE = "must_differ", "must_agree"
DIFFER, AGREE = "differ", "agree"
ASKS = {
    DIFFER: _("counts: better where it differs"),
    AGREE: _("counts: better where it is the same"),
    MUST_DIFFER: _("must differ"),
    MUST_AGREE: _("must be the same"),
}
COUNTED = (DIFFER, AGREE)
# What everybody has, as the engine knows it.
OF_EVERYBODY = {
    "place": _("Place of work"),
    "unit": _("Department or team"),
    "job_title": _("Job title"),
}


@dataclass(frozen=True)
class Column:
    """A column that can be asked about: as the engine knows it, and as people call it."""

    name: str
    slug: str
    label: str

    @property
    def called(self) -> str:
        """What rules and reasons call it; empty where it goes by our own words."""
        return "" if self.name in OF_EVERYBODY else self.label


@dataclass(frozen=True)
class Criterion:
    """What is asked of two people in one column, which was `called` so when it was chosen."""

    column: str
    called: str
    asks: str

    @property
    def is_counted(self) -> bool:
        return self.asks in COUNTED


def columns_to_ask(organisation: Organisation) -> list[Column]:
    """What everybody has, and then what the organisation keeps to match people by."""
    kept = (
        Column(attribute_of(one.key), f"kept_{one.pk}", one.name)
        for one in criteria_of(organisation)
    )
    return [*of_everybody(), *kept]


def of_everybody() -> list[Column]:
    return [Column(name, name, str(label)) for name, label in OF_EVERYBODY.items()]


def attributes_kept(person: Person) -> dict[str, frozenset[str]]:
    """What somebody has in the kept columns, as the engine compares it."""
    return {attribute_of(key): frozenset(values_in(cell)) for key, cell in person.kept.items()}


def hard_criteria(criteria: Sequence[Criterion]) -> tuple[HardRule, ...]:
    """What must hold. Where it is not known of one of the two, a pair may be."""
    made: dict[str, type[Different] | type[Same]] = {MUST_DIFFER: Different, MUST_AGREE: Same}
    return tuple(
        made[one.asks](column=one.column, missing="allow", called=one.called)
        for one in criteria
        if one.asks in made
    )


def counted_criteria(
    criteria: Sequence[Criterion], weights: Mapping[str, float]
) -> tuple["Counted", ...]:
    """What gives points."""
    return tuple(
        Counted(weights[one.column], one.column, one.called, differs=one.asks == DIFFER)
        for one in criteria
        if one.is_counted and weights.get(one.column)
    )


@dataclass(frozen=True)
class Counted:
    """Full points where two people differ in a column, or where they have a value in common.

    Where it is not known of one of the two there are no points.
    """

    kind: ClassVar[str] = "criterion"
    weight: float
    column: str
    called: str
    differs: bool

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        held = common(cohort, self.column, self.column, rows)
        if self.differs:
            held = ~held & both_known(cohort, self.column, self.column, rows)
        return np.asarray(held * np.int64(units(self.weight)), np.int64)

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByClass(lambda person: person.value(self.column), self.units),)

    def detail(self, mentor: Somebody, mentee: Somebody) -> Detail:
        """What people have in a column stays in the directory: only its name is told."""
        return {"column": self.column, "called": self.called, "differs": self.differs}
