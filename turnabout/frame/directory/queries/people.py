from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from turnabout.foundation.common.time import today
from turnabout.frame.directory.models import Person
from turnabout.frame.directory.queries.kept import criteria_of


def people_list(people: QuerySet[Person], *, search: str, show: str) -> QuerySet[Person]:
    """The people of one list page: those who are here, who are away or who left."""
    people = people.filter(left_on__isnull=show != "left")
    for word in search.split()[:6]:
        people = people.filter(
            Q(name__icontains=word)
            | Q(hr_id__iexact=word)
            | Q(job_title__icontains=word)
            | Q(unit__icontains=word)
            | Q(place__icontains=word)
            | Q(addresses__address__icontains=word)
        )
    return people.select_related("level", "manager").distinct().order_by("name", "hr_id")


@dataclass(frozen=True)
class PersonPage:
    person: Person
    address: str
    reports: list[Person]
    kept: list[tuple[str, str]]
    away_until: date | None
    is_away: bool


def person_page(person: Person) -> PersonPage:
    day = today(person.organisation.zone)
    is_away = person.away_until is not None and person.away_until > day
    has_date = is_away and person.away_until is not None and person.away_until.year < 9999
    return PersonPage(
        person=person,
        address=person.address,
        reports=list(person.reports.filter(left_on=None).order_by("name", "hr_id")),
        kept=[
            (criterion.name, person.kept[criterion.key])
            for criterion in criteria_of(person.organisation)
            if criterion.key in person.kept
        ],
        away_until=person.away_until if has_date else None,
        is_away=is_away,
    )
