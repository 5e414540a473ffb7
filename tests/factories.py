"""Rows for tests, made through models where no act exists yet. Every argument has a default."""

from datetime import UTC, datetime, timedelta
from itertools import count

from turnabout.foundation.accounts.models import User
from turnabout.frame.directory.models import Address, Appointment, Level, Organisation, Person
from turnabout.frame.programmes.models import Membership, Programme

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_number = count(1)


def make_organisation(**fields):
    settled = {"name": "Northmere Water", "zone": "Europe/London", "created_at": MONDAY}
    return Organisation.objects.create(**{**settled, **fields})


def make_level(organisation, rank, name=""):
    level, _ = Level.objects.get_or_create(
        organisation=organisation, name=name or f"Level {rank}", defaults={"rank": rank}
    )
    return level


def make_person(organisation=None, *, name="Ada Nowak", address="", rank=None, **fields):
    organisation = organisation or make_organisation()
    number = next(_number)
    person = Person.objects.create(
        organisation=organisation,
        name=name,
        given_name=name.split()[0],
        hr_id=fields.pop("hr_id", f"E{number:05}"),
        level=make_level(organisation, rank) if rank else None,
        created_at=MONDAY,
        **fields,
    )
    address = address or f"{name.split()[0].lower()}.{number}@example.org"
    Address.objects.create(person=person, address=address, since=MONDAY.date())
    return person


def make_user(person=None, *, is_owner=False, password="a long password"):
    number = next(_number)
    email = person.address if person else f"user.{number}@example.org"
    user = User.objects.create_user(email, password, is_owner=is_owner)
    if person:
        person.user = user
        person.save(update_fields=["user"])
    return user


def appoint(person, role="coordinator"):
    return Appointment.objects.create(person=person, role=role, since=MONDAY)


def make_programme(organisation=None, **fields):
    settled = {"name": "Fresh Eyes", "preset": "ways-of-working", "created_at": MONDAY}
    organisation = organisation or make_organisation()
    return Programme.objects.create(organisation=organisation, **{**settled, **fields})


def make_member(programme, person, role, *, state="active", principal=None):
    dates = {
        "invited": {},
        "active": {"accepted_at": MONDAY},
        "paused": {"accepted_at": MONDAY, "paused_at": MONDAY + timedelta(days=1)},
        "ended": {"accepted_at": MONDAY, "ended_at": MONDAY + timedelta(days=1)},
    }[state]
    return Membership.objects.create(
        programme=programme,
        person=person,
        role=role,
        principal=principal,
        invited_at=MONDAY,
        **dates,
    )
