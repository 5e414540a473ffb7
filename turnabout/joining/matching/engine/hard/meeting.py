"""What two people need to be able to talk: a language, some hours, and a wish to talk about."""

from dataclasses import dataclass
from typing import ClassVar

from turnabout.joining.matching.engine.cohort import Cohort, Floats, Mask
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.rules import Missing


def hours_in_common(cohort: Cohort, rows: slice) -> Floats:
    """How many hours of the week both are free."""

    def free(person: Person) -> list[str]:
        bits = person.hours or 0
        return [f"{hour:03}" for hour in range(bits.bit_length()) if bits >> hour & 1]

    mentors, mentees = cohort.members("hours", free, free)
    return mentors[rows] @ mentees.T


def hours_known(cohort: Cohort, rows: slice) -> Mask:
    """Which pairs both said when they are free."""
    mentors, mentees = cohort.known("hours", lambda person: person.hours is not None)
    return mentors[rows, None] & mentees[None, :]


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
