"""Reporting lines: nobody mentors into her own, at any depth, and no shared manager nearby."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from turnabout.joining.matching.engine.cohort import Cohort, Mask
from turnabout.joining.matching.engine.listed import Listed
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.quick import (
    FORBIDDEN,
    ByClass,
    ByList,
    Form,
    forbids_unless,
)
from turnabout.joining.matching.engine.rules import Missing


def _both_known(cohort: Cohort, rows: slice) -> Mask:
    mentors, mentees = cohort.known("managers", _is_known)
    return mentors[rows, None] & mentees[None, :]


def _is_known(person: Person) -> bool:
    return person.managers is not None


def _unknown_forbids(missing: Missing) -> tuple[Form, ...]:
    return (ByClass(_is_known, forbids_unless(_both_known)),) if missing == "forbid" else ()


def _lines(cohort: Cohort) -> Iterator[tuple[str, str, int]]:
    for mentee in cohort.mentees:
        for manager in mentee.managers or ():
            yield manager, mentee.id, FORBIDDEN
    for mentor in cohort.mentors:
        for manager in mentor.managers or ():
            yield mentor.id, manager, FORBIDDEN


@dataclass(frozen=True)
class NotInLine:
    """Neither is above the other in a reporting line, however far.

    What is known of either line counts; where one is unknown and the other silent, `missing`.
    """

    kind: ClassVar[str] = "not_in_line"
    missing: Missing = "allow"

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        apart: Mask = self._listed(cohort).block(rows) == 0
        return apart & _both_known(cohort, rows) if self.missing == "forbid" else apart

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByList(self._listed(cohort)), *_unknown_forbids(self.missing))

    def _listed(self, cohort: Cohort) -> Listed:
        return cohort.listed(self.kind, lambda: _lines(cohort))


@dataclass(frozen=True)
class NoCommonManager:
    """They share no manager within `within` levels above each of them."""

    kind: ClassVar[str] = "no_common_manager"
    within: int = 1
    missing: Missing = "allow"

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        apart: Mask = self._listed(cohort).block(rows) == 0
        return apart & _both_known(cohort, rows) if self.missing == "forbid" else apart

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByList(self._listed(cohort)), *_unknown_forbids(self.missing))

    def _listed(self, cohort: Cohort) -> Listed:
        return cohort.listed((self.kind, self.within), lambda: self._teams(cohort))

    def _teams(self, cohort: Cohort) -> Iterator[tuple[str, str, int]]:
        under: defaultdict[str, list[str]] = defaultdict(list)
        for mentee in cohort.mentees:
            for manager in (mentee.managers or ())[: self.within]:
                under[manager].append(mentee.id)
        for mentor in cohort.mentors:
            for manager in (mentor.managers or ())[: self.within]:
                for mentee_id in under.get(manager, ()):
                    yield mentor.id, mentee_id, FORBIDDEN
