"""The answer: pairs with their reasons, people without a partner, and the proof."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from turnabout.joining.matching.engine.cohort import Ints
from turnabout.joining.matching.engine.rules import HardRule

Side = Literal["mentor", "mentee"]
SIDES: tuple[Side, Side] = ("mentor", "mentee")


@dataclass(frozen=True)
class Reason:
    """A part of a pair's score: `points` of `weight`, both in thousandths of a point."""

    rule: str
    weight: int
    points: int
    detail: Mapping[str, object]


@dataclass(frozen=True)
class Pair:
    """Two people, by id. The parts add up to the score."""

    mentor: str
    mentee: str
    score: int
    parts: tuple[Reason, ...]
    pinned: bool = False


@dataclass(frozen=True)
class Blocked:
    """How many of the other side a rule was the first to forbid."""

    rule: HardRule
    count: int


@dataclass(frozen=True)
class Unmatched:
    """Somebody without a partner, and what happened to everybody on the other side.

    `possible` counts those whom no rule that may be named forbids; for them the answer is that
    others fit better for everyone.
    """

    person: str
    side: Side
    reason: Literal["nobody_there", "no_places", "nobody_permitted", "others_fit_better"]
    blocked_by: tuple[Blocked, ...]
    possible: int


@dataclass(frozen=True)
class RunnerUp:
    """A permitted pair outside the plan that is shown beside it: `for_side` is who may look."""

    mentor: str
    mentee: str
    score: int
    for_side: Side


@dataclass(frozen=True)
class Certificate:
    """Prices that prove a plan: `bound` is above no plan, `value` is what this one reaches.

    Both are two whole numbers: the tiers packed by their `scales`, and the draw. `reached` says
    tier by tier what the plan reaches. Prices are people by these two lanes, in the order of
    sorted ids. `violators` counts the permitted pairs outside the plan that are worth more than
    both prices, of all there are: none where the plan is proven. `score_from` is the least score
    a pair may have here, where a floor was set.
    """

    scales: Mapping[str, int]
    reached: Mapping[str, int]
    value: tuple[int, int]
    bound: tuple[int, int]
    mentor_prices: Ints = field(compare=False)
    mentee_prices: Ints = field(compare=False)
    violators: int = 0
    score_from: int | None = None

    @property
    def is_optimal(self) -> bool:
        return self.value == self.bound

    @property
    def gap(self) -> int:
        """How far the best plan of all could be above this one, in packed units."""
        return self.bound[0] - self.value[0]


@dataclass(frozen=True)
class Plan:
    """Who meets whom. `total` is in thousandths of a point; `places` counts pairs."""

    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    served_mentors: int
    served_mentees: int
    places: int
    wanted_filled: int
    total: int
    runners_up: tuple[RunnerUp, ...]
    pins_not_kept: tuple[tuple[str, str], ...]
    certificate: Certificate
    floor: Certificate | None = None

    @property
    def served(self) -> int:
        """People with at least one partner, on both sides."""
        return self.served_mentors + self.served_mentees
