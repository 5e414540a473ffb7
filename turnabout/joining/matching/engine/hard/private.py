"""What somebody said in private forbids like any rule, and is never named or counted apart."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from turnabout.joining.matching.engine.cohort import Cohort, folded
from turnabout.joining.matching.engine.listed import Listed
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.quick import FORBIDDEN


def ruled_out(cohort: Cohort) -> Listed:
    """All pairs that one of the two has ruled out, or that a boundary keeps apart."""
    return cohort.listed("private", lambda: _ruled_out(cohort))


def _ruled_out(cohort: Cohort) -> Iterator[tuple[str, str, int]]:
    for mentor, mentee_id in _refused(cohort.mentors, cohort.mentees):
        yield mentor, mentee_id, FORBIDDEN
    for mentee, mentor_id in _refused(cohort.mentees, cohort.mentors):
        yield mentor_id, mentee, FORBIDDEN
    for mentor, mentee_id in _only_off_limits(cohort):
        yield mentor, mentee_id, FORBIDDEN


def _refused(side: tuple[Person, ...], others: tuple[Person, ...]) -> Iterator[tuple[str, str]]:
    in_unit: defaultdict[str, list[str]] = defaultdict(list)
    if any(one.rather_not_units for one in side):
        for other in others:
            in_unit[folded(other.unit)].append(other.id)
    for one in side:
        for other_id in one.rather_not | one.declined:
            yield one.id, other_id
        for unit in {folded(unit) for unit in one.rather_not_units}:
            for other_id in in_unit[unit]:
                yield one.id, other_id


def _only_off_limits(cohort: Cohort) -> Iterator[tuple[str, str]]:
    """Mentors and mentees all of whose wishes the mentor would rather not talk about."""
    if not any(mentor.off_limits for mentor in cohort.mentors):
        return
    wanting: defaultdict[str, list[str]] = defaultdict(list)
    wishes = {mentee.id: len(mentee.wants) for mentee in cohort.mentees}
    for mentee in cohort.mentees:
        for topic in mentee.wants:
            wanting[topic].append(mentee.id)
    kept_from: dict[frozenset[str], list[str]] = {}
    for mentor in cohort.mentors:
        topics = mentor.off_limits
        if topics not in kept_from:
            met = Counter(one for topic in topics for one in wanting.get(topic, ()))
            kept_from[topics] = [one for one, count in met.items() if count == wishes[one]]
        yield from ((mentor.id, one) for one in kept_from[topics])
