from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.directory.services.entrance import give_way_in
from turnabout.frame.programmes import emails, events
from turnabout.frame.programmes.conflicts import conflict
from turnabout.frame.programmes.letters import NotInvited, letters_to
from turnabout.frame.programmes.models import Membership, Programme

MANY = 500
# Mentors and mentees do everything from their letters; these roles have pages to come back to.
SIGNING_IN = frozenset(
    {
        Membership.Role.COORDINATOR,
        Membership.Role.SPONSOR,
        Membership.Role.GUARDIAN,
        Membership.Role.DELEGATE,
        Membership.Role.AUDITOR,
        Membership.Role.FACILITATOR,
        Membership.Role.READER,
        Membership.Role.GUEST_CONTACT,
    }
)


@dataclass(frozen=True)
class Invitations:
    """Who was invited, and who was not, each with the reason."""

    invited: tuple[Membership, ...]
    not_invited: tuple[NotInvited, ...]


def invite_member(
    programme: Programme,
    person: Person,
    *,
    role: str,
    by: Person,
    principal: Person | None = None,
) -> Membership:
    """Invite one person into a role. Refuses with the reason when she cannot have it."""
    invitations = invite_members(programme, [person], role=role, by=by, principal=principal)
    if invitations.not_invited:
        raise Refusal(invitations.not_invited[0].reason)
    return invitations.invited[0]


@transaction.atomic
def invite_members(
    programme: Programme,
    people: Sequence[Person],
    *,
    role: str,
    by: Person,
    principal: Person | None = None,
) -> Invitations:
    """Invite everybody who can have this role, and write to each of them once."""
    # Two coordinators who invite at the same moment take turns.
    Programme.objects.select_for_update().get(pk=programme.pk)
    letters = letters_to(programme, people, role=role, principal=principal)
    invited = [
        _invite(programme, person, role=role, by=by, principal=principal)
        for person in letters.to_write
    ]
    return Invitations(invited=tuple(invited), not_invited=letters.not_invited)


@transaction.atomic
def accept_invitation(membership: Membership) -> None:
    """Take up a role. Saying yes a second time changes nothing."""
    waiting = Membership.objects.current().filter(pk=membership.pk, accepted_at=None)
    if not waiting.update(accepted_at=now()):
        membership.refresh_from_db()
        if membership.ended_at:
            raise Refusal(_("This invitation has been taken back. Ask your coordinator about it."))
        return
    membership.refresh_from_db()
    for member in _members_who_sign_in(membership):
        open_way_in(member)
    audit.record("member_accepted", about=membership, by=membership.person, role=membership.role)
    events.member_accepted.send(sender=None, membership=membership)


@transaction.atomic
def open_way_in(membership: Membership) -> None:
    """Give a member a way in of her own, and write to her how to choose a password."""
    emails.send_welcome(membership, give_way_in(membership.person))


def _members_who_sign_in(accepted: Membership) -> list[Membership]:
    """Who needs a way in now: a mentee whose assistant opens her mail, too, to read hers."""
    if accepted.role not in SIGNING_IN:
        return []
    principals = Membership.objects.current().filter(
        programme=accepted.programme, role="mentee", person=accepted.principal
    )
    return [
        member
        for member in (accepted, *principals.select_related("person"))
        if member.person.user is None and member.person.address
    ]


@transaction.atomic
def pause_membership(membership: Membership, *, by: Person) -> None:
    """Let somebody rest from her role. Nobody is told why."""
    _refuse_last_coordinator(membership)
    if not Membership.objects.active().filter(pk=membership.pk).update(paused_at=now()):
        raise Refusal(_("Only somebody who takes part now can pause."))
    membership.refresh_from_db()
    audit.record("member_paused", about=membership, by=by)


@transaction.atomic
def resume_membership(membership: Membership, *, by: Person) -> None:
    """Let somebody come back to her role."""
    resting = Membership.objects.current().filter(pk=membership.pk).exclude(paused_at=None)
    if not resting.update(paused_at=None, back_on=None):
        raise Refusal(_("Only somebody who paused can come back."))
    membership.refresh_from_db()
    audit.record("member_resumed", about=membership, by=by)


@transaction.atomic
def end_membership(membership: Membership, *, by: Person) -> None:
    """End a role, or take an invitation back. A programme keeps one coordinator."""
    _refuse_last_coordinator(membership)
    if not _end(membership, by=by):
        raise AlreadySo(_("This role has ended already."))


@transaction.atomic
def end_memberships_of_leavers(people: Sequence[Person]) -> list[str]:
    """End every role of people who left the organisation, and those of their assistants.

    Even the last coordinator's: whoever is gone runs nothing, and a staff list is never refused
    for the sake of a programme. Whoever can mend that is told. Returns the public ids of what
    ended.
    """
    ended: list[Membership] = []
    for start in range(0, len(people), MANY):
        gone = people[start : start + MANY]
        theirs = Membership.objects.current().filter(Q(person__in=gone) | Q(principal__in=gone))
        ended += [
            membership
            for membership in theirs.select_related("person", "programme").order_by("pk")
            if _end(membership, by=None)
        ]
    coordinators = [one for one in ended if one.role == Membership.Role.COORDINATOR]
    left_alone = {one.programme_id for one in coordinators}
    for programme in Programme.objects.run_by_nobody().filter(pk__in=left_alone):
        emails.send_nobody_runs_it(programme)
    return [membership.public_id for membership in ended]


@transaction.atomic
def resume_memberships_of_returned(ended: Sequence[str]) -> int:
    """Go on with roles that a staff list ended by mistake, where nothing has taken their place."""
    back: list[tuple[Membership, datetime]] = []
    for start in range(0, len(ended), MANY):
        gone = Membership.objects.filter(
            public_id__in=ended[start : start + MANY],
            ended_at__isnull=False,
            person__left_on=None,
            principal__left_on=None,
            programme__closed_at=None,
        )
        for membership in gone.select_related("programme", "person").order_by("pk"):
            ended_at = membership.ended_at
            if ended_at is not None and _resume(membership):
                back.append((membership, ended_at))
    for membership, ended_at in back:
        events.member_returned.send(sender=None, membership=membership, ended_at=ended_at)
    return len(back)


def _resume(membership: Membership) -> bool:
    held = Membership.objects.current().filter(
        programme=membership.programme_id, person=membership.person_id
    )
    roles = set(held.values_list("role", flat=True))
    if membership.role in roles or conflict(membership.role, roles):
        return False
    membership.ended_at = None
    membership.save(update_fields=["ended_at"])
    audit.record("member_returned", about=membership, role=membership.role)
    return True


@transaction.atomic
def take_up_programme(programme: Programme, *, by: Person) -> Membership:
    """Become the coordinator of a programme that nobody runs any more."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    if not Programme.objects.run_by_nobody().filter(pk=programme.pk).exists():
        raise Refusal(_("Somebody runs this programme already."))
    role = Membership.Role.COORDINATOR
    held = Membership.objects.current().filter(programme=programme, person=by)
    reason = conflict(role, set(held.values_list("role", flat=True)))
    if reason:
        raise Refusal(reason)
    membership, _made = Membership.objects.get_or_create(
        programme=programme, person=by, role=role, ended_at=None, defaults={"invited_at": now()}
    )
    own = Membership.objects.filter(pk=membership.pk)
    own.filter(accepted_at=None).update(accepted_at=now())
    own.update(paused_at=None, back_on=None)
    membership.refresh_from_db()
    audit.record("programme_taken_up", about=membership, by=by)
    return membership


def _end(membership: Membership, *, by: Person | None) -> bool:
    if not Membership.objects.current().filter(pk=membership.pk).update(ended_at=now()):
        return False
    membership.refresh_from_db()
    audit.record("member_ended", about=membership, by=by, role=membership.role)
    events.member_ended.send(sender=None, membership=membership)
    return True


def _invite(
    programme: Programme, person: Person, *, role: str, by: Person, principal: Person | None
) -> Membership:
    membership = Membership.objects.create(
        programme=programme, person=person, role=role, principal=principal, invited_at=now()
    )
    emails.send_invitation(membership, by=by)
    audit.record("member_invited", about=membership, by=by, role=role)
    events.member_invited.send(sender=None, membership=membership)
    return membership


def _refuse_last_coordinator(membership: Membership) -> None:
    if membership.role != Membership.Role.COORDINATOR or membership.accepted_at is None:
        return
    # Of two coordinators who step down at the same moment, the second finds herself the last.
    Programme.objects.select_for_update().get(pk=membership.programme_id)
    others = Membership.objects.active().filter(
        programme_id=membership.programme_id, role=Membership.Role.COORDINATOR
    )
    if not others.exclude(pk=membership.pk).exists():
        raise Refusal(_("A programme keeps one coordinator. Invite another one first."))
