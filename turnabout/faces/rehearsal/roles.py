"""One person for each role of a lived programme, and the way in for each of them."""

import secrets
from dataclasses import dataclass

from django.db.models import Case, Count, Q, When

from turnabout.faces.rehearsal.company import KNOWN
from turnabout.foundation.accounts.models import User
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.frame.directory.services.entrance import give_way_in
from turnabout.frame.programmes.models import Membership
from turnabout.together.pairs.models import Pair

ROLES = (
    "coordinator",
    "mentor",
    "mentee",
    "delegate",
    "sponsor",
    "guardian",
    "facilitator",
    "owner",
)


@dataclass(frozen=True)
class Entry:
    """The way in for one role: who it is, and the secret part of her address."""

    role: str
    name: str
    user: str
    token: str


def open_entries() -> list[Entry]:
    """Choose somebody for each role and give her an account. Roles nobody holds are left out."""
    found = ((role, _person_for(role)) for role in ROLES)
    return [_entry(role, person) for role, person in found if person is not None]


def _entry(role: str, person: Person) -> Entry:
    user = give_way_in(person)
    return Entry(role, person.name, user.public_id, secrets.token_urlsafe(9))


def _person_for(role: str) -> Person | None:
    people = Person.objects.present().select_related("user")
    if role == "owner":
        owner = User.objects.filter(is_owner=True).first()
        return people.filter(user=owner).first() if owner else None
    if role in KNOWN:
        return _of_a_pair(role)
    active = Membership.objects.active().filter(role=role)
    if role == "delegate":
        meetings = "principal__pairs_as_mentee__meetings"
        ahead = {f"{meetings}__starts_at__gt": now(), f"{meetings}__cancelled_at": None}
        to_come = Count(meetings, filter=Q(**ahead))
        for_others = Case(When(principal=_of_a_pair("mentee"), then=0), default=1)
        active = active.annotate(to_come=to_come).order_by(for_others, "-to_come", "pk")
    member = active.first()
    return people.filter(pk=member.person_id).first() if member else None


def _of_a_pair(side: str) -> Person | None:
    """The one whom the guides name if she is in a pair that meets; else another."""
    pairs = Pair.objects.together().annotate(
        sessions=Count("meetings", filter=Q(meetings__held_at__isnull=False))
    )
    named = pairs.filter(**{f"{side}__name": KNOWN[side]}).first()
    pair = named or pairs.order_by("-sessions", "pk").first()
    if pair is None:
        return None
    found: Person = getattr(pair, side)
    return found
