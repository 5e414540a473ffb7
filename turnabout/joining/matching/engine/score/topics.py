"""How well what one side offers covers what the other side wants.

A person's wishes count by rank: the last of k counts 1, the first k. A topic that is offered
counts fully from the level `enough` on and in proportion below; one that only shares a keyword
with a wish counts half of that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Ints
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.quick import SHIFT, BySum, Form, rounded
from turnabout.joining.matching.engine.rules import Detail, units

Keywords = Mapping[str, frozenset[str]]
NO_KEYWORDS: Keywords = MappingProxyType({})
FULL = 60


def _ranks(person: Person) -> dict[str, int]:
    last = max(person.wants.values(), default=0)
    return {topic: last - rank + 1 for topic, rank in person.wants.items()}


def _crediting(enough: int, keywords: Keywords) -> Callable[[Person], dict[str, int]]:
    topics_of: dict[str, set[str]] = {}
    for topic, words in keywords.items():
        for word in words:
            topics_of.setdefault(word, set()).add(topic)

    def credited(person: Person) -> dict[str, int]:
        given: dict[str, int] = {}
        for topic, level in person.offers.items():
            full = FULL * min(level, enough) // enough
            given[topic] = max(given.get(topic, 0), full)
            for word in keywords.get(topic, ()):
                for related in topics_of[word]:
                    given[related] = max(given.get(related, 0), full // 2)
        return given

    return credited


def _shares(weight: float) -> Callable[[Person], dict[str, int]]:
    """For each wish what a 60th of having it met is worth, on the finer grid of sums."""

    def shares(person: Person) -> dict[str, int]:
        ranks = _ranks(person)
        whole = FULL * sum(ranks.values())
        worth = units(weight) << SHIFT
        return {topic: (2 * worth * rank + whole) // (2 * whole) for topic, rank in ranks.items()}

    return shares


def _told(wants: Mapping[str, int], offers: Mapping[str, int]) -> Detail:
    met = sorted((rank, topic) for topic, rank in wants.items() if topic in offers)
    return {"topics": [topic for _, topic in met]}


@dataclass(frozen=True)
class Wishes:
    """What the mentor offers, against what the mentee wants."""

    kind: ClassVar[str] = "wishes"
    weight: float
    enough: int = 1
    keywords: Keywords = field(default_factory=lambda: NO_KEYWORDS)

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        offers, wants = cohort.weights(self._key, self.crediting(), _shares(self.weight))
        return rounded(np.rint(offers[rows] @ wants.T).astype(np.int64))

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        credited, shares = self.crediting(), _shares(self.weight)
        return (BySum(list(map(credited, cohort.mentors)), list(map(shares, cohort.mentees))),)

    def crediting(self) -> Callable[[Person], dict[str, int]]:
        """What a mentor is credited with, topic by topic, in 60ths."""
        return _crediting(self.enough, self.keywords)

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        return _told(mentee.wants, mentor.offers)

    @property
    def _key(self) -> object:
        return type(self), self.weight, self.enough, tuple(sorted(self.keywords.items()))


@dataclass(frozen=True)
class Returns:
    """What the mentee can give back, against what the mentor would like in return."""

    kind: ClassVar[str] = "returns"
    weight: float
    enough: int = 1
    keywords: Keywords = field(default_factory=lambda: NO_KEYWORDS)

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        credited = _crediting(self.enough, self.keywords)
        wants, offers = cohort.weights(self._key, _shares(self.weight), credited)
        return rounded(np.rint(wants[rows] @ offers.T).astype(np.int64))

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        credited, shares = _crediting(self.enough, self.keywords), _shares(self.weight)
        return (BySum(list(map(shares, cohort.mentors)), list(map(credited, cohort.mentees))),)

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        return _told(mentor.wants, mentee.offers)

    @property
    def _key(self) -> object:
        return self.kind, self.weight, self.enough, tuple(sorted(self.keywords.items()))
