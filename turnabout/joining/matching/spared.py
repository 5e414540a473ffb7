"""People as they are for a question in which some pairs are not for private rules to decide."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from turnabout.joining.matching.engine import Person
from turnabout.joining.matching.engine.cohort import folded

Side = tuple[Person, ...]


def spared(
    mentors: Sequence[Person], mentees: Sequence[Person], *, pairs: frozenset[tuple[str, str]]
) -> tuple[Side, Side]:
    """The same people; what they said in private no longer stands between these pairs.

    Whoever is in none of them stays as she is. For the others each private rule becomes a list of
    people, from which the partners are taken out.
    """
    of_mentor: dict[str, set[str]] = {}
    of_mentee: dict[str, set[str]] = {}
    for mentor, mentee in pairs:
        of_mentor.setdefault(mentor, set()).add(mentee)
        of_mentee.setdefault(mentee, set()).add(mentor)
    return (
        tuple(_listed(one, mentees, of_mentor.get(one.id), mentor_rules_out) for one in mentors),
        tuple(_listed(one, mentors, of_mentee.get(one.id), rules_out) for one in mentees),
    )


def rules_out(person: Person, other: Person) -> bool:
    """Whether somebody has said in private that she would rather not meet this person."""
    units = {folded(unit) for unit in person.rather_not_units}
    named = other.id in person.rather_not or other.id in person.declined
    return named or folded(other.unit) in units


def mentor_rules_out(mentor: Person, mentee: Person) -> bool:
    """As `rules_out`, and also where all that the mentee wants is off limits for the mentor."""
    closed = bool(mentee.wants) and mentor.off_limits.issuperset(mentee.wants)
    return closed or rules_out(mentor, mentee)


def _listed(
    person: Person,
    others: Sequence[Person],
    partners: set[str] | None,
    refuses: Callable[[Person, Person], bool],
) -> Person:
    if not partners or not has_said_something(person):
        return person
    refused = frozenset(one.id for one in others if refuses(person, one))
    nothing: frozenset[str] = frozenset()
    return replace(
        person,
        rather_not=refused - partners,
        rather_not_units=nothing,
        declined=nothing,
        off_limits=nothing,
    )


def has_said_something(person: Person) -> bool:
    return bool(
        person.rather_not or person.declined or person.rather_not_units or person.off_limits
    )
