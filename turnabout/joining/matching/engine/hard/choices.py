"""What the coordinator decided by hand, and what follows from who somebody is."""

from dataclasses import dataclass
from typing import ClassVar

from turnabout.joining.matching.engine.cohort import Cohort, Mask
from turnabout.joining.matching.engine.listed import Listed
from turnabout.joining.matching.engine.quick import FORBIDDEN, ByList, Form

Pairs = frozenset[tuple[str, str]]


def herself(cohort: Cohort) -> Listed:
    """Everybody who is on both sides, as a pair of hers."""
    return cohort.listed("herself", lambda: ((one.id, one.id, FORBIDDEN) for one in cohort.mentors))


def _forbidden(cohort: Cohort, key: str, pairs: Pairs) -> Listed:
    return cohort.listed((key, pairs), lambda: ((*pair, FORBIDDEN) for pair in pairs))


@dataclass(frozen=True)
class NotHerself:
    """Somebody who is on both sides is never her own partner."""

    kind: ClassVar[str] = "not_herself"

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        apart: Mask = herself(cohort).block(rows) == 0
        return apart

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByList(herself(cohort)),)


@dataclass(frozen=True)
class NotBanned:
    """The coordinator said never."""

    kind: ClassVar[str] = "banned"
    pairs: Pairs

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        apart: Mask = _forbidden(cohort, self.kind, self.pairs).block(rows) == 0
        return apart

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByList(_forbidden(cohort, self.kind, self.pairs)),)


@dataclass(frozen=True)
class NotAgain:
    """Partners of the past are not paired again."""

    kind: ClassVar[str] = "not_again"
    pairs: Pairs

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        apart: Mask = _forbidden(cohort, self.kind, self.pairs).block(rows) == 0
        return apart

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByList(_forbidden(cohort, self.kind, self.pairs)),)
