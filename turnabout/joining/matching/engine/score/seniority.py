"""Points by how many levels stand between two people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Ints
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.quick import ByClass, Form
from turnabout.joining.matching.engine.rules import Detail, units


@dataclass(frozen=True)
class GapPoints:
    """Points for each gap (mentee's level less mentor's); gaps that are not named get none."""

    kind: ClassVar[str] = "gap_points"
    points: Mapping[int, float]

    @property
    def weight(self) -> float:
        return max(self.points.values(), default=0)

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        gap, known = cohort.apart("level", lambda person: person.level, rows)
        given = np.zeros(gap.shape, np.int64)
        for wanted, points in self.points.items():
            given[(gap == wanted) & known] = units(points)
        return given

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByClass(lambda person: person.level, self.units),)

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        if mentor.level is None or mentee.level is None:
            return {"gap": None}
        return {"gap": mentee.level - mentor.level}
