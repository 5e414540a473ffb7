"""Reads that feed the pages of gatherings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.together.gatherings.models import WAS_THERE, Gathering, Invitation

ROLES = {
    Gathering.Audience.MENTORS: ("mentor",),
    Gathering.Audience.MENTEES: ("mentee",),
    Gathering.Audience.BOTH: ("mentor", "mentee"),
}
FIRST_CIRCLE_WEEK = 5
WEEKS_BETWEEN_CIRCLES = 8
CIRCLES = 3


@dataclass(frozen=True)
class Circles:
    """How many circles of mentors there have been for somebody, and at how many she was."""

    held: int
    attended: int


def audience_of(
    programme: Programme, audience: str, chosen: Collection[Person] = ()
) -> QuerySet[Person]:
    """Who is invited, by what they are in the programme now; a person counts once."""
    roles = ROLES.get(Gathering.Audience(audience), ("mentor", "mentee"))
    taking_part = Membership.objects.active().filter(programme=programme, role__in=roles)
    people = Person.objects.present().filter(pk__in=taking_part.values("person_id"))
    if audience == Gathering.Audience.CHOSEN:
        people = people.filter(pk__in=[person.pk for person in chosen])
    return people.order_by("name", "pk")


def facilitators_of(programme: Programme) -> QuerySet[Person]:
    """Who may lead an hour of a programme."""
    leading = Membership.objects.active().filter(programme=programme, role="facilitator")
    return Person.objects.present().filter(pk__in=leading.values("person_id")).order_by("name")


def usual_hour(programme: Programme, kind: str) -> dict[str, Any]:
    """What such an hour mostly is: circles in weeks 5, 13 and 20, the launch at the start."""
    begins = programme.starts_on or now().date()
    if kind == Gathering.Kind.LAUNCH:
        return {"kind": kind, "audience": Gathering.Audience.BOTH, "day": max(begins, _soon())}
    if kind == Gathering.Kind.SHOWCASE:
        last = begins + timedelta(days=programme.gap_days * programme.sessions)
        return {"kind": kind, "audience": Gathering.Audience.BOTH, "day": max(last, _soon())}
    return {
        "kind": Gathering.Kind.CIRCLE,
        "audience": Gathering.Audience.MENTORS,
        "day": max(begins + timedelta(weeks=FIRST_CIRCLE_WEEK), _soon()),
        "times": CIRCLES,
        "weeks": WEEKS_BETWEEN_CIRCLES,
    }


def _soon() -> date:
    return now().date() + timedelta(weeks=1)


def with_counts(gatherings: QuerySet[Gathering]) -> QuerySet[Gathering]:
    """Each with how many are invited, come, do not, and were there."""
    return gatherings.select_related("programme__organisation", "facilitator").annotate(
        invited=Count("invitations", distinct=True),
        coming=Count("invitations", filter=Q(invitations__comes=True), distinct=True),
        not_coming=Count("invitations", filter=Q(invitations__comes=False), distinct=True),
        were_there=Count("invitations", filter=Q(invitations__was_there=True), distinct=True),
        noted=Count("invitations", filter=Q(invitations__was_there__isnull=False), distinct=True),
    )


def invitations_seen(gathering: Gathering, actor: Actor) -> list[Invitation]:
    """Who is invited, as far as this reader sees it."""
    seen = Invitation.objects.visible_to(actor).filter(gathering=gathering)
    return list(seen.select_related("person"))


def own_gatherings(person: Person, programme: Programme) -> list[Invitation]:
    """What somebody is invited to and has not passed yet, the next first."""
    own = Invitation.objects.filter(
        person=person,
        gathering__programme=programme,
        gathering__cancelled_at=None,
        gathering__starts_at__gte=now(),
    )
    return list(own.select_related("gathering").order_by("gathering__starts_at"))


def circles_of(person: Person, programme: Programme) -> Circles:
    """What a mentor's certificate counts: the circles that were held, and those she was at."""
    circles = Invitation.objects.filter(
        person=person, gathering__programme=programme, gathering__kind=Gathering.Kind.CIRCLE
    )
    counted = circles.filter(gathering__cancelled_at=None).aggregate(
        held=Count("pk", filter=Q(was_there__isnull=False)), attended=Count("pk", filter=WAS_THERE)
    )
    return Circles(**counted)
