"""Points for whom people asked for, for partners of the past and for those who are together."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Ints
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.rules import Detail, units


@dataclass(frozen=True)
class Rankings:
    """Half the points for each side's ranking: all of that half for the first of k, a k-th for the
    last."""

    kind: ClassVar[str] = "rankings"
    weight: float

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        return cohort.once((self.kind, self.weight), lambda: self._all(cohort))[rows]

    def _all(self, cohort: Cohort) -> Ints:
        given = np.zeros(cohort.shape, np.int64)
        half = units(self.weight) // 2
        for row, mentor in enumerate(cohort.mentors):
            for place, other in enumerate(mentor.rankings):
                if other in cohort.mentee_at:
                    left = len(mentor.rankings) - place
                    given[row, cohort.mentee_at[other]] += half * left // len(mentor.rankings)
        for column, mentee in enumerate(cohort.mentees):
            for place, other in enumerate(mentee.rankings):
                if other in cohort.mentor_at:
                    left = len(mentee.rankings) - place
                    given[cohort.mentor_at[other], column] += half * left // len(mentee.rankings)
        return given

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        return {
            "by_mentor": mentee.id in mentor.rankings,
            "by_mentee": mentor.id in mentee.rankings,
        }


@dataclass(frozen=True)
class Again:
    """Full points for partners of the past."""

    kind: ClassVar[str] = "again"
    weight: float
    pairs: frozenset[tuple[str, str]]

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        known = cohort.listed(("previous", self.pairs), lambda: self.pairs)[rows]
        return known * np.int64(units(self.weight))

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        return {"again": (mentor.id, mentee.id) in self.pairs}


@dataclass(frozen=True)
class Kept:
    """Full points for pairs that live already, on top of what the other parts share out."""

    kind: ClassVar[str] = "kept"
    weight: float
    pairs: frozenset[tuple[str, str]]

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        together = cohort.listed(("kept", self.pairs), lambda: self.pairs)[rows]
        return together * np.int64(units(self.weight))

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        return {"together": (mentor.id, mentee.id) in self.pairs}
