"""Points for hours of the week in which both are free."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Ints
from turnabout.joining.matching.engine.hard.meeting import by_count, free_bits, hours_in_common
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.quick import WORD, ByOverlap, Form
from turnabout.joining.matching.engine.rules import Detail, units


@dataclass(frozen=True)
class HoursInCommon:
    """Full points from `enough` shared hours on, in proportion below."""

    kind: ClassVar[str] = "hours_in_common"
    weight: float
    enough: int = 4

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        hours = np.rint(hours_in_common(cohort, rows)).astype(np.int64)
        return self._worth[np.minimum(hours, self.enough)]

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        free = free_bits(cohort)
        return (ByOverlap(*free, by_count(free[0].shape[1] * WORD, self._worth)),)

    @property
    def _worth(self) -> Ints:
        hours = np.arange(self.enough + 1, dtype=np.int64)
        return (2 * units(self.weight) * hours + self.enough) // (2 * self.enough)

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        return {"hours": ((mentor.hours or 0) & (mentee.hours or 0)).bit_count()}
