"""Points for whom people asked for, for partners of the past and for those who are together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from turnabout.joining.matching.engine.cohort import Cohort, Ints
from turnabout.joining.matching.engine.listed import Listed
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.quick import ByList, Form
from turnabout.joining.matching.engine.rules import Detail, units


@dataclass(frozen=True)
class Rankings:
    """Half the points for each side's ranking: all of that half for the first of k, a k-th for the
    last."""

    kind: ClassVar[str] = "rankings"
    weight: float

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        return self._listed(cohort).block(rows)

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByList(self._listed(cohort)),)

    def _listed(self, cohort: Cohort) -> Listed:
        return cohort.listed((self.kind, self.weight), lambda: self._ranked(cohort))

    def _ranked(self, cohort: Cohort) -> Iterator[tuple[str, str, int]]:
        half = units(self.weight) // 2
        for mentor in cohort.mentors:
            for place, other in enumerate(mentor.rankings):
                left = len(mentor.rankings) - place
                yield mentor.id, other, half * left // len(mentor.rankings)
        for mentee in cohort.mentees:
            for place, other in enumerate(mentee.rankings):
                left = len(mentee.rankings) - place
                yield other, mentee.id, half * left // len(mentee.rankings)

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        return {
            "by_mentor": mentee.id in mentor.rankings,
            "by_mentee": mentor.id in mentee.rankings,
        }


@dataclass(frozen=True)
class _ForPairs:
    """Full points for the pairs that are listed."""

    kind: ClassVar[str]
    weight: float
    pairs: frozenset[tuple[str, str]]

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        return self.listed(cohort).block(rows)

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByList(self.listed(cohort)),)

    def listed(self, cohort: Cohort) -> Listed:
        """The pairs with what they are given."""
        worth = units(self.weight)
        return cohort.listed(
            (self.kind, worth, self.pairs), lambda: ((*pair, worth) for pair in self.pairs)
        )


@dataclass(frozen=True)
class Again(_ForPairs):
    """Full points for partners of the past."""

    kind: ClassVar[str] = "again"

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        return {"again": (mentor.id, mentee.id) in self.pairs}


@dataclass(frozen=True)
class Kept(_ForPairs):
    """Full points for pairs that live already, on top of what the other parts share out."""

    kind: ClassVar[str] = "kept"

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        return {"together": (mentor.id, mentee.id) in self.pairs}


@dataclass(frozen=True)
class First(_ForPairs):
    """Full points for pairs with somebody who comes first, on top of what the others share out."""

    kind: ClassVar[str] = "first"

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        return {"first": (mentor.id, mentee.id) in self.pairs}
