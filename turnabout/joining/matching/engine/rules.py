"""What a programme decides: who may be paired, what makes a good pair, what comes first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from turnabout.joining.matching.engine.cohort import Cohort, Ints, Mask
from turnabout.joining.matching.engine.errors import ProblemError
from turnabout.joining.matching.engine.people import Person

UNITS_PER_POINT = 1000

Missing = Literal["allow", "forbid"]
Detail = Mapping[str, object]


class HardRule(Protocol):
    """A rule that forbids. `missing` says what it makes of data that is not there."""

    kind: ClassVar[str]

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        """Mentors of `rows` by all mentees: who passes."""
        ...


class ScorePart(Protocol):
    """A part of the score: at most `weight` points, 0 for a pair it knows nothing good about."""

    kind: ClassVar[str]

    @property
    def weight(self) -> float: ...

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        """Mentors of `rows` by all mentees: thousandths of a point, 0 to the weight."""
        ...

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        """What is worth telling about one pair."""
        ...


def units(points: float) -> int:
    """Points on the grid of the engine."""
    return round(points * UNITS_PER_POINT)


@dataclass(frozen=True)
class Rules:
    """Everything that decides a plan except the people.

    Hard rules are asked in their order. Weights share out 100 points, unless `raw_points` says
    that a coordinator counts in points of her own. `pins`, `bans` and `previous` are pairs of
    ids, the mentor first; `favour_weight` is what a repeat is worth where repeats are favoured.
    `kept` are pairs that live already; keeping one is worth `keep_weight` points on top of the
    100, so that a re-match parts only whom it is worth parting. `first` are pairs with somebody
    who comes first; each has `first_weight` points on top as well.
    `salt` turns the draw between equal plans from run to run.
    """

    hard: tuple[HardRule, ...] = ()
    parts: tuple[ScorePart, ...] = ()
    raw_points: bool = False
    fill_places: bool = True
    fairest: bool = False
    salt: str = ""
    pins: frozenset[tuple[str, str]] = frozenset()
    bans: frozenset[tuple[str, str]] = frozenset()
    previous: frozenset[tuple[str, str]] = frozenset()
    repeats: Literal["favour", "allow", "forbid"] = "allow"
    favour_weight: float = 0
    kept: frozenset[tuple[str, str]] = frozenset()
    keep_weight: float = 0
    first: frozenset[tuple[str, str]] = frozenset()
    first_weight: float = 0

    def __post_init__(self) -> None:
        for part in self.parts:
            if part.weight < 0:
                raise ProblemError("weight_below_zero", part.kind)
        if self.keep_weight < 0:
            raise ProblemError("weight_below_zero", "kept")
        if self.first_weight < 0:
            raise ProblemError("weight_below_zero", "first")
        if self.parts and not self.raw_points and units(self.whole) != units(100):
            raise ProblemError("weights_not_100", f"{self.whole:g}")
        if both := sorted(self.pins & self.bans):
            raise ProblemError("pinned_and_banned", " ".join(both[0]))

    @property
    def whole(self) -> float:
        """The most points a pair can have, whatever is kept."""
        favour = self.favour_weight if self.repeats == "favour" else 0
        return sum(part.weight for part in self.parts) + favour
