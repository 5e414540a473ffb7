"""Who gets an invitation and who does not, with reasons: the same before and when it leaves."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.conflicts import conflict
from turnabout.frame.programmes.models import Membership, Programme

Role = Membership.Role


@dataclass(frozen=True)
class NotInvited:
    person: Person
    reason: Promise | str


@dataclass(frozen=True)
class Letters:
    """The letters that would go out, and the people who would get none."""

    to_write: tuple[Person, ...]
    not_invited: tuple[NotInvited, ...]


def letters_to(
    programme: Programme,
    people: Sequence[Person],
    *,
    role: str,
    principal: Person | None = None,
) -> Letters:
    """Sort people into those who get a letter for this role and those who do not, with reasons."""
    unique = list({person.pk: person for person in people}.values())
    prefetch_related_objects(unique, "addresses")
    held = _open_memberships(programme, unique)
    hosts = {programme.organisation_id, *programme.guests.values_list("pk", flat=True)}
    principal_reason = _why_no_principal(programme, role, principal)
    to_write, not_invited = [], []
    for person in unique:
        reason = principal_reason or _why_not(
            person, role=role, principal=principal, held=held[person.pk], hosts=hosts
        )
        if reason:
            not_invited.append(NotInvited(person, reason))
        else:
            to_write.append(person)
    return Letters(tuple(to_write), tuple(not_invited))


def _open_memberships(
    programme: Programme, people: Sequence[Person]
) -> defaultdict[int, list[Membership]]:
    held: defaultdict[int, list[Membership]] = defaultdict(list)
    for membership in Membership.objects.current().filter(programme=programme, person__in=people):
        held[membership.person_id].append(membership)
    return held


def _why_no_principal(
    programme: Programme, role: str, principal: Person | None
) -> Promise | str | None:
    if role not in Role.values:
        return _("There is no such role. Choose one of those shown.")
    if role != Role.DELEGATE:
        return _("Only a delegate acts for somebody else.") if principal else None
    if principal is None:
        return _("Say whose times this delegate looks after.")
    is_mentee = (
        Membership.objects.current()
        .filter(programme=programme, person=principal, role=Role.MENTEE)
        .exists()
    )
    return None if is_mentee else _("A delegate looks after the times of a mentee here.")


def _why_not(
    person: Person,
    *,
    role: str,
    principal: Person | None,
    held: Sequence[Membership],
    hosts: set[int],
) -> Promise | str | None:
    if person.organisation_id not in hosts:
        return _("Works in an organisation that does not take part.")
    if person.left_on:
        return _("Has left the organisation.")
    if principal == person:
        return _("Cannot be her own delegate.")
    if any(row.role == role and row.principal_id == getattr(principal, "pk", None) for row in held):
        return _("Was invited to this role before, or holds it.")
    if not person.address:
        return _("Has no mail address in the staff list.")
    return conflict(role, {row.role for row in held})
