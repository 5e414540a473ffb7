"""Two people against the rules that may be named, one rule at a time."""

from collections.abc import Sequence

from turnabout.joining.matching.engine import Person
from turnabout.joining.matching.engine.cohort import Cohort
from turnabout.joining.matching.engine.rules import HardRule


def broken_rules(rules: Sequence[HardRule], mentor: Person, mentee: Person) -> list[HardRule]:
    """The rules that this pair does not pass. What is private is not among them."""
    two = Cohort((mentor,), (mentee,))
    return [rule for rule in rules if not rule.permits(two, slice(0, 1))[0, 0]]
