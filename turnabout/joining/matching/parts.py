"""What a run on a site reads of applications besides what every list has: style, hopes, lived
experience, which nobody but their author sees and none of which tells any detail, and ways to meet.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Ints, Mask
from turnabout.joining.matching.engine.hard.columns import Same, both_known, common
from turnabout.joining.matching.engine.hard.meeting import SomeWish
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.quick import BySum, Form
from turnabout.joining.matching.engine.rules import Detail, Missing, units
from turnabout.joining.matching.engine.score.topics import FULL, Wishes

STYLES = ("style_plan", "style_direct", "style_examples")
VALUES = "values"
WIDEST = 4
SHARES = "shares"
FROM_THE_FRONT = frozenset({"frontline", "customers"})
WAYS = "ways"
# Of a mentor the topics that she draws on from her own life, of a mentee whether he wants one.
LIVED, WANTS_LIVED = "lived", "wants_lived"


@dataclass(frozen=True)
class AllWishes(Wishes):
    """What the mentee wants, against what the mentor offers and what she has lived.

    Only what is offered in the open is told.
    """

    def crediting(self) -> Callable[[Person], dict[str, int]]:
        in_the_open = super().crediting()

        def credited(person: Person) -> dict[str, int]:
            lived = person.value(LIVED)
            own = lived if isinstance(lived, frozenset) else frozenset()
            return {**in_the_open(person), **dict.fromkeys(sorted(own), FULL)}

        return credited


@dataclass(frozen=True)
class SomeOpenWish(SomeWish):
    """As `SomeWish`; who wants to hear of something lived passes with everybody.

    So nobody can tell from what this rule lets through which mentors have lived it. Those who
    have not, or will not speak of it, are ruled out in private where he wants nothing else.
    """

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        wants_lived = np.array([_wants_lived(one) for one in cohort.mentees], np.bool_)
        permitted: Mask = super().permits(cohort, rows) | wants_lived[None, :]
        return permitted

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        (sums,) = super().forms(cohort)
        assert isinstance(sums, BySum)
        mentors: list[Mapping[str, int]] = [{**words, LIVED: 1} for words in sums.mentors]
        mentees: list[Mapping[str, int]] = [
            {**words, LIVED: 1} if _wants_lived(person) else words
            for words, person in zip(sums.mentees, cohort.mentees, strict=True)
        ]
        return (replace(sums, mentors=mentors, mentees=mentees),)


@dataclass(frozen=True)
class SharedWay(Same):
    """By video, or in person where both work. Where one of the two said nothing, a pair may be."""

    kind: ClassVar[str] = "shared_way"
    column: str = WAYS
    missing: Missing = "allow"


def _read(axis: str) -> Callable[[Person], int | None]:
    def read(person: Person) -> int | None:
        value = person.value(axis)
        return int(value) if isinstance(value, str) and value else None

    return read


@dataclass(frozen=True)
class Style:
    """How near two people are in working style, and how many values they share.

    A scale that one of them left out gives nothing, and neither do values.
    """

    kind: ClassVar[str] = "style"
    weight: float

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        near: Ints = np.zeros((rows.stop - rows.start, len(cohort.mentees)), np.int64)
        for axis in STYLES:
            apart, known = cohort.apart(axis, _read(axis), rows)
            near += np.where(known, WIDEST - np.abs(apart), 0)
        mentors_value, mentees_value = cohort.members(VALUES, _values, _values)
        shared = np.rint(mentors_value[rows] @ mentees_value.T).astype(np.int64)
        near += np.minimum(shared, WIDEST)
        whole = WIDEST * (len(STYLES) + 1)
        return np.asarray((2 * units(self.weight) * near + whole) // (2 * whole), np.int64)

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        return {}


@dataclass(frozen=True)
class Hopes:
    """What each hoped for in a partner: half the points for each side. Who hoped for nothing has
    nothing to miss.

    A partner who shares a trait is a hope like any other, and only of somebody who asked for it
    in her own application. It is met where the other asked to be matched on the same.
    """

    kind: ClassVar[str] = "hopes"
    weight: float

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        words = _words(cohort)
        shape = (rows.stop - rows.start, len(cohort.mentees))
        met = {word: _meets(word)(cohort, rows) for word in words}
        half = units(self.weight) // 2
        mentors = [[word in _hopes(person) for word in words] for person in cohort.mentors[rows]]
        mentees = [[word in _hopes(person) for word in words] for person in cohort.mentees]
        by_mentors = _share(half, mentors, met, shape, axis=0)
        return by_mentors + _share(half, mentees, met, shape, axis=1)

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        return {}


def _wants_lived(person: Person) -> bool:
    return person.value(WANTS_LIVED) == "yes"


def _values(person: Person) -> frozenset[str]:
    value = person.value(VALUES)
    return value if isinstance(value, frozenset) else frozenset()


def _hopes(person: Person) -> frozenset[str]:
    value = person.value("hopes")
    hopes = value & _MET.keys() if isinstance(value, frozenset) else frozenset()
    return hopes | {SHARES} if person.value(SHARES) else hopes - {SHARES}


def _words(cohort: Cohort) -> list[str]:
    found: set[str] = set()
    for person in (*cohort.mentors, *cohort.mentees):
        found |= _hopes(person)
    return sorted(found)


def _share(
    half: int, asked: list[list[bool]], met: dict[str, Mask], shape: tuple[int, int], *, axis: int
) -> Ints:
    table = np.array(asked, np.int64).reshape(len(asked), len(met))
    counts = table.sum(axis=1)
    got = np.zeros(shape, np.int64)
    for place, is_met in enumerate(met.values()):
        column = table[:, place]
        got += np.where(is_met, column[:, None] if axis == 0 else column[None, :], 0)
    whole = counts[:, None] if axis == 0 else counts[None, :]
    safe = np.maximum(whole, 1)
    return np.asarray(np.where(whole > 0, half * got // safe, half), np.int64)


def _differs(column: str) -> Callable[[Cohort, slice], Mask]:
    def meets(cohort: Cohort, rows: slice) -> Mask:
        apart: Mask = ~common(cohort, column, column, rows) & both_known(
            cohort, column, column, rows
        )
        return apart

    return meets


def _same_work(cohort: Cohort, rows: slice) -> Mask:
    return common(cohort, "profession", "profession", rows)


def _shares(cohort: Cohort, rows: slice) -> Mask:
    return common(cohort, SHARES, SHARES, rows)


def _of_mentor(is_so: Callable[[Person], bool]) -> Callable[[Cohort, slice], Mask]:
    def meets(cohort: Cohort, rows: slice) -> Mask:
        so = np.array([is_so(person) for person in cohort.mentors[rows]], np.bool_)
        return np.repeat(so[:, None], len(cohort.mentees), axis=1)

    return meets


def _from_the_front(mentor: Person) -> bool:
    knows = mentor.value("knows")
    return isinstance(knows, frozenset) and bool(knows & FROM_THE_FRONT)


def _meets(word: str) -> Callable[[Cohort, slice], Mask]:
    return _MET[word]


_MET: dict[str, Callable[[Cohort, slice], Mask]] = {
    "other_department": _differs("unit"),
    "other_place": _differs("place"),
    "same_profession": _same_work,
    SHARES: _shares,
    "frontline": _of_mentor(_from_the_front),
    "new_here": _of_mentor(lambda mentor: mentor.value("is_new") == "yes"),
}
