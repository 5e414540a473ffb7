"""Reporting lines: nobody mentors into her own, at any depth, and no shared manager nearby."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from turnabout.joining.matching.engine.cohort import Cohort, Mask
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.rules import Missing


def _both_known(cohort: Cohort, rows: slice) -> Mask:
    mentors, mentees = cohort.known("managers", lambda person: person.managers is not None)
    return mentors[rows, None] & mentees[None, :]


def _lines(cohort: Cohort) -> Iterator[tuple[str, str]]:
    for mentee in cohort.mentees:
        for manager in mentee.managers or ():
            yield manager, mentee.id
    for mentor in cohort.mentors:
        for manager in mentor.managers or ():
            yield mentor.id, manager


@dataclass(frozen=True)
class NotInLine:
    """Neither is above the other in a reporting line, however far.

    What is known of either line counts; where one is unknown and the other silent, `missing`.
    """

    kind: ClassVar[str] = "not_in_line"
    missing: Missing = "allow"

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        apart = ~cohort.listed("lines", lambda: _lines(cohort))[rows]
        return apart & _both_known(cohort, rows) if self.missing == "forbid" else apart


@dataclass(frozen=True)
class NoCommonManager:
    """They share no manager within `within` levels above each of them."""

    kind: ClassVar[str] = "no_common_manager"
    within: int = 1
    missing: Missing = "allow"

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        def near(person: Person) -> tuple[str, ...]:
            return (person.managers or ())[: self.within]

        mentors, mentees = cohort.members(("managers", self.within), near, near)
        apart: Mask = mentors[rows] @ mentees.T == 0
        return apart & _both_known(cohort, rows) if self.missing == "forbid" else apart
