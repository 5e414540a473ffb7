"""What the directory knows of who acts and of where to write."""

from dataclasses import replace

from turnabout.foundation.common.actors import NOBODY, Actor, enriches_actors
from turnabout.foundation.common.time import now
from turnabout.foundation.notices.outbox import Recipient, resolves_recipients
from turnabout.frame.directory.models import Person


@enriches_actors
def with_person(actor: Actor) -> Actor:
    """Name the person behind a user or a link; somebody who left is nobody."""
    people = Person.objects.present().select_related("organisation")
    try:
        if actor.user_id is not None:
            person = people.get(user_id=actor.user_id)
        else:
            person = people.get(public_id=actor.person_ref)
    except Person.DoesNotExist:
        return actor if actor.is_owner else NOBODY
    standing = person.appointments.filter(until=None).order_by()
    appointments = standing.values_list("role", flat=True)
    return replace(
        actor,
        person=person,
        person_id=person.pk,
        person_ref=person.public_id,
        organisation_id=person.organisation_id,
        appointments=frozenset(appointments),
    )


@resolves_recipients
def recipient(public_id: str) -> Recipient | None:
    """Where to write to somebody now; nobody writes to people who left or are away."""
    person = (
        Person.objects.present()
        .select_related("organisation")
        .prefetch_related("addresses")
        .filter(public_id=public_id)
        .first()
    )
    if person is None or not person.address or _is_away(person):
        return None
    return Recipient(
        address=person.address,
        name=person.name,
        language=person.language or person.organisation.language,
        zone=person.clock_zone,
        organisation=person.organisation.public_id,
    )


def _is_away(person: Person) -> bool:
    return person.away_until is not None and person.away_until > now().date()
