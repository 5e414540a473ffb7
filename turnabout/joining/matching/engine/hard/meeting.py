"""What two people need to be able to talk: a language, some hours, and a wish to talk about."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Floats, Ints, Mask
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.quick import (
    FORBIDDEN,
    WORD,
    Bits,
    ByClass,
    ByOverlap,
    BySum,
    Form,
    bits,
    forbids_unless,
)
from turnabout.joining.matching.engine.rules import Missing


def hours_in_common(cohort: Cohort, rows: slice) -> Floats:
    """How many hours of the week both are free."""

    def free(person: Person) -> list[str]:
        hours = person.hours or 0
        return [f"{hour:03}" for hour in range(hours.bit_length()) if hours >> hour & 1]

    mentors, mentees = cohort.members("hours", free, free)
    return mentors[rows] @ mentees.T


def hours_known(cohort: Cohort, rows: slice) -> Mask:
    """Which pairs both said when they are free."""
    mentors, mentees = cohort.known("hours", lambda person: person.hours is not None)
    return mentors[rows, None] & mentees[None, :]


def free_bits(cohort: Cohort) -> tuple[Bits, Bits]:
    """When both sides are free, a bit for each hour, or quarter of an hour, that anybody names."""

    def made() -> tuple[Bits, Bits]:
        mentors = [one.hours or 0 for one in cohort.mentors]
        mentees = [one.hours or 0 for one in cohort.mentees]
        width = max((hours.bit_length() for hours in (*mentors, *mentees)), default=0)
        return bits(mentors, max(width, 1)), bits(mentees, max(width, 1))

    return cohort.once("free bits", made)


def by_count(length: int, worth: Ints) -> Ints:
    """What 0, 1, 2 … hours are worth, the last number standing for all that follow."""
    return worth[np.minimum(np.arange(length + 1), len(worth) - 1)]


@dataclass(frozen=True)
class SharedHours:
    """At least `least` hours of the week in common."""

    kind: ClassVar[str] = "shared_hours"
    least: int = 1
    missing: Missing = "allow"

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        passes = hours_in_common(cohort, rows) >= self.least
        known = hours_known(cohort, rows)
        return passes | ~known if self.missing == "allow" else passes & known

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        """Unknown hours share none; where that is allowed, extra bits make up for them."""
        mentors, mentees = free_bits(cohort)
        knows = cohort.known("hours", lambda person: person.hours is not None)
        if self.missing == "allow" and not (knows[0].all() and knows[1].all()):
            mentors = np.hstack([mentors, *_made_up(self.least, ~knows[0], ours=True)])
            mentees = np.hstack([mentees, *_made_up(self.least, ~knows[1], ours=False)])
        needed = np.array([FORBIDDEN] * self.least + [0], np.int64)
        return (ByOverlap(mentors, mentees, by_count(mentors.shape[1] * WORD, needed)),)


def _made_up(least: int, unknown: Mask, *, ours: bool) -> list[Bits]:
    """Words in which whoever does not know has enough in common with everybody."""
    words = -(-least // WORD)
    full, some = (
        np.repeat(np.where(who, np.uint32(0xFFFFFFFF), np.uint32(0))[:, None], words, axis=1)
        for who in (np.ones(len(unknown), np.bool_), unknown)
    )
    return [some, full] if ours else [full, some]


@dataclass(frozen=True)
class SharedLanguage:
    """At least one language in common."""

    kind: ClassVar[str] = "shared_language"
    missing: Missing = "allow"

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        mentors, mentees = cohort.members(
            "languages", lambda person: person.languages, lambda person: person.languages
        )
        passes = mentors[rows] @ mentees.T > 0
        said_mentor, said_mentee = cohort.known("languages", lambda one: bool(one.languages))
        known = said_mentor[rows, None] & said_mentee[None, :]
        return passes | ~known if self.missing == "allow" else passes

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        return (ByClass(lambda person: person.languages, forbids_unless(self.permits)),)


@dataclass(frozen=True)
class SomeWish:
    """The mentor offers at least one topic that the mentee wants."""

    kind: ClassVar[str] = "some_wish"
    missing: Missing = "allow"

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        mentors, mentees = cohort.members(
            "wishes", lambda person: person.offers, lambda person: person.wants
        )
        passes = mentors[rows] @ mentees.T > 0
        offers, _ = cohort.known("offers", lambda person: bool(person.offers))
        _, wants = cohort.known("wants", lambda person: bool(person.wants))
        known = offers[rows, None] & wants[None, :]
        return passes | ~known if self.missing == "allow" else passes

    def forms(self, cohort: Cohort) -> tuple[Form, ...]:
        def words(topics: Collection[str], mine: str, theirs: str) -> dict[str, int]:
            if self.missing == "forbid":
                return dict.fromkeys(topics, 1)
            return dict.fromkeys([*topics, theirs] if topics else [mine, theirs], 1)

        return (
            BySum(
                [words(one.offers, "?offers", "?wants") for one in cohort.mentors],
                [words(one.wants, "?wants", "?offers") for one in cohort.mentees],
                zero_forbids=True,
            ),
        )
