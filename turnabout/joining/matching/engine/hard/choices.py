"""What the coordinator decided by hand, and what follows from who somebody is."""

from dataclasses import dataclass
from typing import ClassVar

from turnabout.joining.matching.engine.cohort import Cohort, Mask

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class NotHerself:
    """Somebody who is on both sides is never her own partner."""

    kind: ClassVar[str] = "not_herself"

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        return ~cohort.listed("herself", lambda: ((one.id, one.id) for one in cohort.mentors))[rows]


@dataclass(frozen=True)
class NotBanned:
    """The coordinator said never."""

    kind: ClassVar[str] = "banned"
    pairs: Pairs

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        return ~cohort.listed(("bans", self.pairs), lambda: self.pairs)[rows]


@dataclass(frozen=True)
class NotAgain:
    """Partners of the past are not paired again."""

    kind: ClassVar[str] = "not_again"
    pairs: Pairs

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        return ~cohort.listed(("previous", self.pairs), lambda: self.pairs)[rows]
