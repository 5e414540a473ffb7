"""The question: these mentors, these mentees, these rules."""

from dataclasses import dataclass

from turnabout.joining.matching.engine.cohort import Cohort
from turnabout.joining.matching.engine.errors import ProblemError
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.rules import Rules


@dataclass(frozen=True)
class Problem:
    """Who could be paired and by which rules. Ids are unique on each side."""

    mentors: tuple[Person, ...]
    mentees: tuple[Person, ...]
    rules: Rules

    def __post_init__(self) -> None:
        for side in (self.mentors, self.mentees):
            seen: set[str] = set()
            for person in side:
                if not person.id:
                    raise ProblemError("no_id")
                if person.id in seen:
                    raise ProblemError("id_twice", person.id)
                if person.wanted < 0 or person.places < 0:
                    raise ProblemError("places_below_zero", person.id)
                seen.add(person.id)

    def cohort(self) -> Cohort:
        """Both sides in the order of their ids, so that the order of input cannot matter."""
        return Cohort(
            tuple(sorted(self.mentors, key=lambda person: person.id)),
            tuple(sorted(self.mentees, key=lambda person: person.id)),
        )
