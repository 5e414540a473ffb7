"""What somebody said in private forbids like any rule, and is never named or counted apart."""

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Mask, folded
from turnabout.joining.matching.engine.people import Person


def _refuses(one: Person, other: Person) -> bool:
    return (
        other.id in one.rather_not
        or other.id in one.declined
        or (
            bool(one.rather_not_units)
            and folded(other.unit) in {folded(unit) for unit in one.rather_not_units}
        )
    )


def _only_off_limits(mentor: Person, mentee: Person) -> bool:
    return bool(mentee.wants) and mentor.off_limits.issuperset(mentee.wants)


def _has_said_something(person: Person) -> bool:
    return bool(
        person.rather_not or person.declined or person.rather_not_units or person.off_limits
    )


def private_permits(cohort: Cohort) -> Mask:
    """All pairs: whom neither has ruled out and no boundary stands between."""
    mask = np.ones(cohort.shape, np.bool_)
    for row, mentor in enumerate(cohort.mentors):
        if _has_said_something(mentor):
            for column, mentee in enumerate(cohort.mentees):
                if _refuses(mentor, mentee) or _only_off_limits(mentor, mentee):
                    mask[row, column] = False
    for column, mentee in enumerate(cohort.mentees):
        if _has_said_something(mentee):
            for row, mentor in enumerate(cohort.mentors):
                if _refuses(mentee, mentor):
                    mask[row, column] = False
    return mask
