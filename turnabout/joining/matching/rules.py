"""What a programme's runs weigh and forbid, as its coordinator sets it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

from turnabout.frame.programmes.models import Programme
from turnabout.joining.applications.queries import setting
from turnabout.joining.applications.queries.choosing import chooses
from turnabout.joining.matching.criteria import Criterion
from turnabout.joining.matching.models import Run

WEIGHTS = ("topics", "style", "distance", "wishes", "hours")
WHOLE = 100
Direction = Literal["mentor_junior", "mentor_senior", "any"]
Repeats = Literal["forbid", "allow", "favour"]
# What two who were partners before have of the 100 points where that is favoured.
FAVOURED = 10
# What keeping a living pair is worth in a re-match, in points on top of the 100.
KEEPING = {"free": 0, "prefer": 10, "nearly": 100, "never": 100}


@dataclass(frozen=True)
class RunRules:
    """The rules of one run. Weights share out 100 points, also among criteria that count.

    Whose level is unknown may be paired: her role already says which side she is on. Whose hours,
    languages or topics are unknown may be paired too. `keep` is empty, or says that this is a
    re-match and what its living pairs are worth; `only_accepted` leaves out about whom nothing
    is decided, unless they are in a living pair; `without` names rules that are left out;
    `supposes` names people (side:id) who would take one more partner than they said. `repeats` is
    what is made of two whose pairing is over: two who are together now are never paired twice.
    """

    weights: Mapping[str, int]
    direction: str = "mentor_junior"
    level_gap: int = 1
    common_manager_levels: int = 1
    needs_topic: bool = True
    fairest: bool = False
    fill_places: bool = True
    repeats: Repeats = "forbid"
    only_accepted: bool = False
    criteria: tuple[Criterion, ...] = ()
    keep: str = ""
    without: tuple[str, ...] = ()
    supposes: tuple[str, ...] = ()

    @property
    def is_rematch(self) -> bool:
        return bool(self.keep)

    @property
    def counted(self) -> dict[str, int]:
        """The points of the criteria that count, by their columns."""
        return {
            one.column: self.weights.get(one.column, 0) for one in self.criteria if one.is_counted
        }

    @classmethod
    def of(cls, programme: Programme) -> Self:
        """The defaults of a programme, as its preset and its coordinator set them.

        Criteria of its own are those of the latest run.
        """
        weights = setting(programme, "weights")
        shares = weights if isinstance(weights, Mapping) else asdict(weights)
        latest = Run.objects.filter(programme_id=programme.pk).exclude(rules={}).first()
        before = cls.from_data(latest.rules) if latest else None
        return cls(
            weights=shared_out(
                _beside({name: shares[name] for name in WEIGHTS}, before.counted if before else {})
            ),
            criteria=before.criteria if before else (),
            direction=setting(programme, "direction"),
            level_gap=programme.level_gap,
            only_accepted=chooses(programme),
        )

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        lists: dict[str, Any] = {
            name: tuple(data.get(name, ())) for name in ("without", "supposes")
        }
        lists["criteria"] = tuple(Criterion(**one) for one in data.get("criteria", ()))
        return cls(**{**data, **lists})

    def as_data(self) -> dict[str, Any]:
        lists = {
            "without": list(self.without),
            "supposes": list(self.supposes),
            "criteria": [asdict(one) for one in self.criteria],
        }
        return {**asdict(self), "weights": dict(self.weights), **lists}


def _beside(weights: Mapping[str, int], counted: Mapping[str, int]) -> dict[str, int]:
    """The weights of a programme sharing out what its criteria leave them of the 100 points."""
    left = WHOLE - sum(counted.values())
    whole = sum(weights.values())
    return {
        **{name: weight * left for name, weight in weights.items()},
        **{name: weight * whole for name, weight in counted.items()},
    }


def shared_out(weights: Mapping[str, int]) -> dict[str, int]:
    """The same weights as whole parts of 100, by largest remainder. All zero weighs all alike.

    Besides the weights that every run has there may be some of criteria, by their columns.
    """
    names = (*WEIGHTS, *sorted(weights.keys() - set(WEIGHTS)))
    asked = {name: max(int(weights.get(name, 0)), 0) for name in names}
    if not any(asked.values()):
        asked = dict.fromkeys(WEIGHTS, 1)
    total = sum(asked.values())
    shares = {name: WHOLE * weight // total for name, weight in asked.items()}
    by_remainder = sorted(names, key=lambda name: -(WHOLE * asked[name] % total))
    for name in by_remainder[: WHOLE - sum(shares.values())]:
        shares[name] += 1
    return shares
