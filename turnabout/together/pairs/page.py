"""The pair's own page is made of parts; later rooms bring theirs without being known here.

A part says where it stands (`top`, `main`, `aside`), which template draws it and what that needs.
`tells_session_facts` and `tells_needs` are how the rooms of the sessions and of the signals answer
the coordinator's list; `tells_session_dates` is how the dates get onto the agreement.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from turnabout.foundation.common.actors import Actor
from turnabout.frame.programmes.models import Programme
from turnabout.together.pairs.models import Pair

PLACES = ("top", "main", "aside")


@dataclass(frozen=True)
class Part:
    """One section of the page. `context` is given to its template as `part`."""

    place: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50


@dataclass(frozen=True)
class SessionFacts:
    """What a coordinator knows of a pair's sessions: that they happen."""

    held: int = 0
    moved: int = 0
    missed: int = 0
    to_come: int = 0

    @property
    def settled(self) -> int:
        """Of how many it is known that they took place or did not."""
        return self.held + self.missed


NEEDS_PERSON, WATCH = "needs_person", "watch"
PartMaker = Callable[[Pair, Actor], Part | None]
DatesTeller = Callable[[Pair], Sequence[datetime]]
FactsTeller = Callable[[Sequence[Pair]], Mapping[int, SessionFacts]]
NeedsTeller = Callable[[Programme], Mapping[int, str]]

_makers: list[PartMaker] = []
_dates_teller: DatesTeller | None = None
_facts_teller: FactsTeller | None = None
_needs_teller: NeedsTeller | None = None


def adds_to_pair_page(maker: PartMaker) -> PartMaker:
    """Register a room's part of the pair's page; None where it has nothing to show."""
    _makers.append(maker)
    return maker


def tells_session_facts(teller: FactsTeller) -> FactsTeller:
    """Register the one room that counts sessions."""
    global _facts_teller
    _facts_teller = teller
    return teller


def tells_session_dates(teller: DatesTeller) -> DatesTeller:
    """Register the one room that knows when a pair meets."""
    global _dates_teller
    _dates_teller = teller
    return teller


def tells_needs(teller: NeedsTeller) -> NeedsTeller:
    """Register the one room that knows which pairs need a look, by the key of the pair."""
    global _needs_teller
    _needs_teller = teller
    return teller


def parts_for(pair: Pair, actor: Actor) -> dict[str, list[Part]]:
    """The parts of a pair's page for this person, by place and in order."""
    made = sorted(_made(pair, actor), key=lambda part: part.order)
    return {place: [part for part in made if part.place == place] for place in PLACES}


def session_facts(pairs: Sequence[Pair]) -> Mapping[int, SessionFacts]:
    return _facts_teller(pairs) if _facts_teller else {}


def session_dates(pair: Pair) -> Sequence[datetime]:
    return _dates_teller(pair) if _dates_teller else ()


def needs_in(programme: Programme) -> Mapping[int, str]:
    return _needs_teller(programme) if _needs_teller else {}


def _made(pair: Pair, actor: Actor) -> Iterable[Part]:
    for maker in _makers:
        part = maker(pair, actor)
        if part is not None:
            yield part
