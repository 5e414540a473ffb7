"""Rules over any column: two people differ in it, or have it in common."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Mask, as_set
from turnabout.joining.matching.engine.quick import ByClass, Form, forbids_unless
from turnabout.joining.matching.engine.rules import Missing


def common(cohort: Cohort, mentor_column: str, mentee_column: str, rows: slice) -> Mask:
    """Which pairs have at least one value in common; a list in a cell counts as its values.

    Few cells are written very often, so each is read once and compared once in a block.
    """
    mentors, mentees, few = cohort.alike(
        ("column", mentor_column, mentee_column),
        lambda person: person.value(mentor_column),
        lambda person: person.value(mentee_column),
    )
    mine, theirs = few.members(
        ("column", mentor_column, mentee_column),
        lambda person: as_set(person.value(mentor_column)),
        lambda person: as_set(person.value(mentee_column)),
    )
    asked, at = np.unique(mentors[rows], return_inverse=True)
    shared: Mask = (mine[asked] @ theirs.T > 0)[at][:, mentees]
    return shared


def both_known(cohort: Cohort, mentor_column: str, mentee_column: str, rows: slice) -> Mask:
    """Which pairs have something in both cells."""
    mentors, _ = cohort.known(mentor_column, lambda one: bool(as_set(one.value(mentor_column))))
    _, mentees = cohort.known(mentee_column, lambda one: bool(as_set(one.value(mentee_column))))
    return mentors[rows, None] & mentees[None, :]


@dataclass(frozen=True)
class Different:
    """The two have nothing in common in this column, which people know as `called`."""

    kind: ClassVar[str] = "different"
    column: str
    missing: Missing = "allow"
    called: str = ""

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        passes = ~common(cohort, self.column, self.column, rows)
        if self.missing == "forbid":
            passes &= both_known(cohort, self.column, self.column, rows)
        return passes

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByClass(lambda person: person.value(self.column), forbids_unless(self.permits)),)


@dataclass(frozen=True)
class Same:
    """The two have a value in common in this column, which people know as `called`."""

    kind: ClassVar[str] = "same"
    column: str
    missing: Missing = "forbid"
    called: str = ""

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        passes = common(cohort, self.column, self.column, rows)
        if self.missing == "allow":
            passes |= ~both_known(cohort, self.column, self.column, rows)
        return passes

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByClass(lambda person: person.value(self.column), forbids_unless(self.permits)),)
