from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from turnabout.foundation.common.actors import Standing
from turnabout.frame.directory.models import Address, Level, Person
from turnabout.frame.programmes.models import Membership, MembershipQuerySet, Programme

PART = 500


@dataclass(frozen=True)
class PastedPeople:
    """Who a pasted list named, and the words that fitted nobody or more than one."""

    people: tuple[Person, ...]
    unknown: tuple[str, ...]


def members_of(programme: Programme, *, role: str = "", words: str = "") -> MembershipQuerySet:
    """The memberships of a programme by name, those that ended last."""
    found = programme.memberships.filter(role=role) if role else programme.memberships.all()
    if words:
        found = found.filter(
            Q(person__name__icontains=words)
            | Q(person__unit__icontains=words)
            | Q(person__job_title__icontains=words)
            | Q(person__hr_id__iexact=words)
        )
    return found.select_related("person", "principal").order_by(
        "ended_at", "person__name", "person__pk", "pk"
    )


def counts_by_role(programme: Programme) -> Counter[str]:
    """How many people are invited to or hold each role now."""
    rows = (
        Membership.objects.current()
        .filter(programme=programme)
        .values_list("role")
        .annotate(people=Count("pk"))
    )
    return Counter(dict(rows))


def people_found(
    people: QuerySet[Person], *, unit: str = "", level: str = "", words: str = ""
) -> QuerySet[Person]:
    """Narrow people down by unit, by level and by words of their name or work."""
    if unit:
        people = people.filter(unit=unit)
    if level:
        same = Level.objects.filter(pk=int(level) if level.isdecimal() else 0).values("rank")
        people = people.filter(level__rank__in=same)
    if words:
        people = people.filter(
            Q(name__icontains=words) | Q(job_title__icontains=words) | Q(hr_id__iexact=words)
        )
    return people.select_related("level").order_by("name", "pk")


def units_of(people: QuerySet[Person]) -> list[str]:
    return list(people.exclude(unit="").order_by("unit").values_list("unit", flat=True).distinct())


def people_by_id(people: QuerySet[Person], ids: Sequence[str]) -> list[Person]:
    """The people with these public ids, by name."""
    return _in_parts(people, "public_id__in", ids)


def people_named(people: QuerySet[Person], words: Sequence[str]) -> PastedPeople:
    """The people whom a pasted list names by personnel number or by their current address."""
    lowered = [word.lower() for word in words]
    found: dict[str, set[int]] = {}
    for start in range(0, len(lowered), PART):
        part = lowered[start : start + PART]
        numbered = people.annotate(number=Lower("hr_id")).filter(number__in=part)
        addressed = Address.objects.annotate(mail=Lower("address")).filter(
            mail__in=part, until=None, person__in=people
        )
        for word, pk in [
            *numbered.values_list("number", "pk"),
            *addressed.values_list("mail", "person_id"),
        ]:
            found.setdefault(word, set()).add(pk)
    unknown = tuple(word for word in words if len(found.get(word.lower(), ())) != 1)
    named = {next(iter(found[word])) for word in lowered if len(found.get(word, ())) == 1}
    return PastedPeople(tuple(_in_parts(people, "pk__in", list(named))), unknown)


def _in_parts(people: QuerySet[Person], lookup: str, values: Sequence[Any]) -> list[Person]:
    """The people found by a long list of values, by name; a database takes only so many at once."""
    found: list[Person] = []
    for start in range(0, len(values), PART):
        found += people.filter(**{lookup: values[start : start + PART]})
    return sorted(found, key=lambda person: (person.name, person.pk))


def standing_word(standing: Standing) -> str:
    return {
        Standing.INVITED: _("invited"),
        Standing.ACTIVE: _("takes part"),
        Standing.PAUSED: _("pausing"),
        Standing.ENDED: _("has left"),
    }[standing]
