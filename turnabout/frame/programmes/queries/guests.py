"""Guest organisations of a programme, and what their contacts see of their people."""

from dataclasses import dataclass

from django.db.models import Count, Q

from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Membership, Programme


@dataclass(frozen=True)
class GuestLine:
    """A guest, who looks after its people, and how many of them are in the programme now."""

    guest: Organisation
    contacts: tuple[Membership, ...]
    people: int


def guests_of(programme: Programme) -> list[GuestLine]:
    sides = Q(
        people__memberships__programme=programme,
        people__memberships__ended_at=None,
        people__memberships__role__in=("mentor", "mentee"),
    )
    rows = programme.guests.order_by("name").annotate(
        taking_part=Count("people", filter=sides, distinct=True)
    )
    contacts: dict[int, list[Membership]] = {}
    for member in (
        Membership.objects.current()
        .filter(programme=programme, role="guest_contact")
        .select_related("person")
    ):
        contacts.setdefault(member.person.organisation_id, []).append(member)
    return [GuestLine(row, tuple(contacts.get(row.pk, ())), row.taking_part) for row in rows]


def is_of_guest(programme: Programme, person: Person) -> bool:
    return programme.guests.filter(pk=person.organisation_id).exists()
