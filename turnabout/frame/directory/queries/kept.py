"""The columns that are kept to match people by, and how people are grouped by them."""

from collections import Counter
from dataclasses import dataclass

from turnabout.frame.directory.kept import values_in
from turnabout.frame.directory.models import Criterion, Organisation, Person

SHOWN = 6


def criteria_of(organisation: Organisation) -> list[Criterion]:
    """What is kept besides what everybody has."""
    return list(Criterion.objects.filter(organisation=organisation))


@dataclass(frozen=True)
class CriterionMet:
    """A kept column with how many people have something there, and what most of them have."""

    criterion: Criterion
    people: int
    values: int
    some: str


def criteria_met(organisation: Organisation) -> list[CriterionMet]:
    """Each kept column with what the people who are here have in it."""
    criteria = criteria_of(organisation)
    if not criteria:
        return []
    people: Counter[str] = Counter()
    values: dict[str, Counter[str]] = {one.key: Counter() for one in criteria}
    here = Person.objects.present().filter(organisation=organisation).exclude(kept={})
    for kept in here.values_list("kept", flat=True).iterator():
        people.update(kept.keys())
        for key in kept.keys() & values.keys():
            values[key].update(values_in(kept[key]))
    return [
        CriterionMet(
            criterion=one,
            people=people[one.key],
            values=len(values[one.key]),
            some=", ".join(value for value, _count in values[one.key].most_common(SHOWN)),
        )
        for one in criteria
    ]
