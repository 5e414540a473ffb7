"""A person as the engine sees one: plain data, the same shape on both sides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Value = str | frozenset[str]

NOTHING: Mapping[str, int] = MappingProxyType({})
NO_ATTRIBUTES: Mapping[str, Value] = MappingProxyType({})
NOBODY: frozenset[str] = frozenset()
SETS = ("languages", "off_limits", "rather_not", "rather_not_units", "declined")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be paired.

    `wanted` places are what she hopes for; `at_most` (None: as many as wanted) is the limit.
    `level` grows with seniority. `managers` runs from the nearest manager upwards; None means
    that nobody knows them, an empty tuple that there is nobody above. `hours` has one bit for
    each hour of the week. `offers` gives a level per topic, `wants` a rank (1 is first).
    `rather_not`, `rather_not_units`, `declined` and `off_limits` are private: they forbid, and
    nothing that leaves the engine names them. `rankings` lists ids, dearest first.
    """

    id: str
    wanted: int = 1
    at_most: int | None = None
    level: int | None = None
    unit: str = ""
    place: str = ""
    profession: str = ""
    managers: tuple[str, ...] | None = None
    languages: frozenset[str] = NOBODY
    hours: int | None = None
    offers: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    wants: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    off_limits: frozenset[str] = NOBODY
    rather_not: frozenset[str] = NOBODY
    rather_not_units: frozenset[str] = NOBODY
    declined: frozenset[str] = NOBODY
    rankings: tuple[str, ...] = ()
    attributes: Mapping[str, Value] = field(default_factory=lambda: NO_ATTRIBUTES)

    def __post_init__(self) -> None:
        """Let everybody share one empty set: of large organisations they are a third."""
        for name in SETS:
            if not getattr(self, name):
                object.__setattr__(self, name, NOBODY)

    @property
    def places(self) -> int:
        """The most partners she takes."""
        return self.wanted if self.at_most is None else self.at_most

    @property
    def tiers(self) -> tuple[int, int, int]:
        """Her places in three parts: the first, the further wanted ones, the rest."""
        first = min(1, self.places)
        further = max(0, min(self.wanted, self.places) - 1)
        return first, further, self.places - first - further

    def value(self, column: str) -> Value:
        """What she has in a column: one of the named ones, or one of the programme's own."""
        if column in ("unit", "place", "profession"):
            named: str = getattr(self, column)
            return named
        return self.attributes.get(column, "")
