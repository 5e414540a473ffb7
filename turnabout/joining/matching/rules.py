"""What a programme's runs weigh and forbid, as its coordinator sets it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

from turnabout.frame.programmes.models import Programme
from turnabout.joining.applications.queries import setting

WEIGHTS = ("topics", "style", "distance", "wishes", "hours")
WHOLE = 100
Direction = Literal["mentor_junior", "mentor_senior", "any"]


@dataclass(frozen=True)
class RunRules:
    """The rules of one run. Weights share out 100 points.

    Whose level is unknown may be paired: her role already says which side she is on. Whose hours,
    languages or topics are unknown may be paired too.
    """

    weights: Mapping[str, int]
    direction: str = "mentor_junior"
    level_gap: int = 1
    common_manager_levels: int = 1
    needs_topic: bool = True
    fairest: bool = False

    @classmethod
    def of(cls, programme: Programme) -> Self:
        """The defaults of a programme, as its preset and its coordinator set them."""
        weights = setting(programme, "weights")
        shares = weights if isinstance(weights, Mapping) else asdict(weights)
        return cls(
            weights=shared_out({name: shares[name] for name in WEIGHTS}),
            direction=setting(programme, "direction"),
            level_gap=programme.level_gap,
        )

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        return cls(**data)

    def as_data(self) -> dict[str, Any]:
        return {**asdict(self), "weights": dict(self.weights)}


def shared_out(weights: Mapping[str, int]) -> dict[str, int]:
    """The same weights as whole parts of 100, by largest remainder. All zero weighs all alike."""
    asked = {name: max(int(weights.get(name, 0)), 0) for name in WEIGHTS}
    if not any(asked.values()):
        asked = dict.fromkeys(WEIGHTS, 1)
    total = sum(asked.values())
    shares = {name: WHOLE * weight // total for name, weight in asked.items()}
    by_remainder = sorted(WEIGHTS, key=lambda name: -(WHOLE * asked[name] % total))
    for name in by_remainder[: WHOLE - sum(shares.values())]:
        shares[name] += 1
    return shares
