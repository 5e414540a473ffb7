from collections.abc import Iterable

from django.db.models import Count, Q

from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.applications.models import Application
from turnabout.joining.matching.problem import taken_places

SIDES = (Membership.Role.MENTOR, Membership.Role.MENTEE)


ASKED_AT_ONCE = 1500


def places_left(programme: Programme) -> dict[int, int]:
    """How many partners each member can still take, by the key of the membership."""
    taken = taken_places(programme)
    applications = (
        Application.objects.to_match()
        .filter(membership__programme=programme)
        .select_related("membership")
    )
    return {
        row.membership_id: max(
            row.places_at_most - taken[row.membership.role, row.membership.person_id], 0
        )
        for row in applications
    }


def free_people(programme: Programme) -> dict[str, int]:
    """How many on each side can take one partner more now; who is being asked is not free."""
    left = {pk for pk, places in places_left(programme).items() if places}
    rows = Membership.objects.filter(pk__in=left).values("role")
    found = {row["role"]: row["people"] for row in rows.annotate(people=Count("pk")).order_by()}
    return {role: found.get(role, 0) for role in SIDES}


def applicants(programme: Programme) -> dict[str, int]:
    """How many can be matched now, on each side."""
    rows = (
        Application.objects.to_match()
        .filter(membership__programme=programme)
        .values("membership__role")
        .annotate(people=Count("pk"))
        .order_by()
    )
    found = {row["membership__role"]: row["people"] for row in rows}
    return {role: found.get(role, 0) for role in SIDES}


def find_member(programme: Programme, words: str, *, role: str) -> Membership | None:
    """The one applicant of a side who is called like this, or whose public id this is."""
    words = words.strip()
    if not words:
        return None
    people = Membership.objects.filter(
        programme=programme, role=role, application__isnull=False
    ).select_related("person")
    named = people.filter(Q(public_id=words) | Q(person__name__iexact=words))[:2]
    found = list(named) or list(people.filter(person__name__icontains=words)[:2])
    return found[0] if len(found) == 1 else None


def names_on(programme: Programme, role: str) -> list[str]:
    """The names of a side's applicants, to choose from while typing."""
    applied = Application.objects.to_match().filter(
        membership__programme=programme, membership__role=role
    )
    names = applied.values_list("membership__person__name", flat=True)
    return list(names.order_by("membership__person__name")[:ASKED_AT_ONCE])


def members_by_id(public_ids: Iterable[str]) -> dict[str, Membership]:
    found = Membership.objects.filter(public_id__in=set(public_ids)).select_related("person__level")
    return {membership.public_id: membership for membership in found}


def first_name(membership: Membership) -> str:
    return membership.person.given_name or membership.person.name
