"""Points for hours of the week in which both are free."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Ints
from turnabout.joining.matching.engine.hard.meeting import hours_in_common
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.rules import Detail, units


@dataclass(frozen=True)
class HoursInCommon:
    """Full points from `enough` shared hours on, in proportion below."""

    kind: ClassVar[str] = "hours_in_common"
    weight: float
    enough: int = 4

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        hours = np.minimum(np.rint(hours_in_common(cohort, rows)).astype(np.int64), self.enough)
        return np.asarray(
            (2 * units(self.weight) * hours + self.enough) // (2 * self.enough), np.int64
        )

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        return {"hours": ((mentor.hours or 0) & (mentee.hours or 0)).bit_count()}
