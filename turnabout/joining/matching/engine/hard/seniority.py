"""How far apart two people stand, and in which direction."""

from dataclasses import dataclass
from typing import ClassVar

from turnabout.joining.matching.engine.cohort import Cohort, Mask
from turnabout.joining.matching.engine.quick import ByClass, Form, forbids_unless
from turnabout.joining.matching.engine.rules import Missing


@dataclass(frozen=True)
class LevelGap:
    """The mentee stands `least` to `most` levels above the mentor; negative numbers turn it round.

    `most` None sets no upper end. A missing level is allowed or forbidden, as `missing` says.
    """

    kind: ClassVar[str] = "level_gap"
    least: int = 1
    most: int | None = None
    missing: Missing = "forbid"

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        gap, both = cohort.apart("level", lambda person: person.level, rows)
        passes = gap >= self.least
        if self.most is not None:
            passes &= gap <= self.most
        return (passes & both) | ~both if self.missing == "allow" else passes & both

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByClass(lambda person: person.level, forbids_unless(self.permits)),)
