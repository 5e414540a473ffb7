"""What can happen to an hour with many: plan, change, cancel, answer, note who was there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.second_tap import SECOND_TAP
from turnabout.foundation.common.time import now
from turnabout.foundation.notices import outbox
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.together.gatherings import emails, queries
from turnabout.together.gatherings.models import Gathering, Invitation

NEEDS_SOMEBODY = gettext_lazy("A circle needs a facilitator. Invite one to the programme first.")


@dataclass(frozen=True)
class Plan:
    """What an hour is to be; a series is the same hour on several days."""

    kind: str
    audience: str
    starts: tuple[datetime, ...]
    minutes: int = 60
    place: str = ""
    agenda: str = ""
    facilitator: Person | None = None
    chosen: tuple[Person, ...] = ()


@transaction.atomic
def plan_gatherings(programme: Programme, plan: Plan, *, by: Person) -> list[Gathering]:
    """Plan one hour or a series of them, and invite everybody they are for."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    refuse_what_cannot_be(programme, plan)
    people = list(queries.audience_of(programme, plan.audience, plan.chosen))
    if not people:
        raise Refusal(_("Nobody would be invited yet. Invite people to the programme first."))
    planned = [_plan(programme, plan, start, by) for start in plan.starts]
    for gathering in planned:
        _invite(gathering, people)
        if gathering.facilitator is not None:
            emails.send_to_lead(gathering)
    audit.record("gatherings_planned", about=programme, by=by, kind=plan.kind, number=len(planned))
    return planned


@transaction.atomic
def change_gathering(
    gathering: Gathering,
    *,
    starts_at: datetime,
    minutes: int,
    place: str,
    agenda: str,
    facilitator: Person | None,
    sequence: int,
    by: Person,
) -> None:
    """Move an hour or its place; whoever is invited is told, and asked again when it is moved.

    Where somebody else leads it, the hour goes from one calendar to the other.
    """
    if starts_at <= now():
        raise Refusal(_("This hour has to lie ahead."))
    _refuse_who_cannot_lead(gathering.programme, facilitator)
    if gathering.is_circle and facilitator is None:
        raise Refusal(NEEDS_SOMEBODY)
    was = (gathering.starts_at, gathering.minutes, gathering.place)
    led_by = gathering.facilitator
    is_moved = was != (starts_at, minutes, place)
    current = Gathering.objects.to_come(now()).filter(pk=gathering.pk, sequence=sequence)
    changed = current.update(
        starts_at=starts_at,
        minutes=minutes,
        place=place,
        agenda=agenda,
        facilitator=facilitator,
        sequence=F("sequence") + int(is_moved),
        changed_at=now(),
        reminded_at=None if is_moved else F("reminded_at"),
    )
    if not changed:
        raise Refusal(_("This was changed meanwhile, or its hour has come. Look at it again."))
    gathering.refresh_from_db()
    has_another_leader = facilitator != led_by
    if not (is_moved or has_another_leader):
        return
    audit.record("gathering_changed", about=gathering, by=by)
    if has_another_leader:
        if led_by is not None:
            _take_out_for(gathering, led_by)
        emails.send_to_lead(gathering)
    if was[0] != starts_at:
        gathering.invitations.update(comes=None, answered_at=None)
    if is_moved:
        emails.send_changed(gathering, to_leader=not has_another_leader)


@transaction.atomic
def cancel_gathering(gathering: Gathering, *, by: Person) -> None:
    """Take an hour out of every calendar."""
    coming = Gathering.objects.to_come(now()).filter(pk=gathering.pk)
    if not coming.update(cancelled_at=now(), changed_at=now(), sequence=F("sequence") + 1):
        raise Refusal(_("This has begun, or was cancelled already."))
    gathering.refresh_from_db()
    audit.record("gathering_cancelled", about=gathering, by=by)
    emails.send_cancelled(gathering)


@transaction.atomic
def say_whether_coming(gathering: Gathering, comes: bool, *, by: Person) -> None:
    """Answer an invitation. The latest answer counts, and no answer needs a reason."""
    if not Gathering.objects.to_come(now()).filter(pk=gathering.pk).exists():
        raise Refusal(_("This has begun or does not take place, so there is nothing to answer."))
    invited = gathering.invitations.filter(person=by)
    if not invited.update(comes=comes, answered_at=now()):
        raise Refusal(_("Only those who are invited answer."))


@transaction.atomic
def note_attendance(gathering: Gathering, present: Collection[str], *, by: Person) -> None:
    """Say who was there, by the ids of their invitations. It can be put right later."""
    begun = Gathering.objects.standing().filter(pk=gathering.pk, starts_at__lte=now())
    if not begun.exists():
        raise Refusal(_("This lies ahead. Say afterwards who was there."))
    invited = gathering.invitations
    invited.filter(public_id__in=list(present)).update(was_there=True, noted_at=now())
    invited.exclude(public_id__in=list(present)).update(was_there=False, noted_at=now())
    audit.record("attendance_noted", about=gathering, by=by)


@transaction.atomic
def invite_newcomers(gathering: Gathering) -> int:
    """Invite those who have joined since; whoever was chosen by name stays as chosen."""
    Gathering.objects.select_for_update().get(pk=gathering.pk)
    invited = gathering.invitations.values("person_id")
    people = queries.audience_of(gathering.programme, gathering.audience)
    return len(_invite(gathering, list(people.exclude(pk__in=invited))))


@transaction.atomic
def let_go(gathering: Gathering, person: Person) -> None:
    """Take an hour to come out of the calendar of somebody who has left."""
    for invitation in gathering.invitations.filter(person=person):
        invitation.delete()
        emails.send_let_go(gathering, person, once_for=invitation.public_id)


@transaction.atomic
def leave_to_others(gathering: Gathering) -> None:
    """Nobody leads an hour to come whose facilitator is there no more: the coordinator is asked."""
    led_by = gathering.facilitator
    gathering.facilitator = None
    gathering.changed_at = now()
    gathering.save(update_fields=["facilitator", "changed_at"])
    if led_by is not None:
        _take_out_for(gathering, led_by)


def _take_out_for(gathering: Gathering, led_by: Person) -> None:
    """Take it out of the calendar of whoever led it, unless she is invited as well."""
    if not gathering.invitations.filter(person=led_by).exists():
        ends = f"{led_by.public_id}:{gathering.changed_at.isoformat()}"
        emails.send_let_go(gathering, led_by, once_for=ends)


def _plan(programme: Programme, plan: Plan, start: datetime, by: Person) -> Gathering:
    return Gathering.objects.create(
        programme=programme,
        kind=plan.kind,
        audience=plan.audience,
        facilitator=plan.facilitator,
        starts_at=start,
        minutes=plan.minutes,
        place=plan.place,
        agenda=plan.agenda,
        planned_by=by,
        planned_at=now(),
        changed_at=now(),
    )


def _invite(gathering: Gathering, people: Sequence[Person]) -> list[Invitation]:
    rows = [Invitation(gathering=gathering, person=one, invited_at=now()) for one in people]
    invited = Invitation.objects.bulk_create(rows)
    with outbox.told_to_many():
        for invitation in invited:
            emails.send_invitation(invitation)
    return invited


def refuse_what_cannot_be(programme: Programme, plan: Plan) -> None:
    """Refuse an hour that lies behind, is led by nobody who may, or is planned already."""
    if not plan.starts or any(start <= now() for start in plan.starts):
        raise Refusal(_("The hour has to lie ahead."))
    _refuse_who_cannot_lead(programme, plan.facilitator)
    if plan.kind == Gathering.Kind.CIRCLE:
        _refuse_a_circle_that_is_none(programme, plan)
    same = Gathering.objects.standing().filter(
        programme=programme,
        kind=plan.kind,
        audience=plan.audience,
        facilitator=plan.facilitator,
        starts_at__in=plan.starts,
    )
    if plan.audience == Gathering.Audience.CHOSEN:
        # Two circles at one hour for others each are two; the same form sent twice is one.
        same = same.filter(planned_at__gt=now() - SECOND_TAP)
    if same.exists():
        raise Refusal(_("This is planned already. Look at the list."))


def _refuse_who_cannot_lead(programme: Programme, person: Person | None) -> None:
    if person is not None and person not in queries.facilitators_of(programme):
        raise Refusal(_("Only a facilitator of this programme leads such an hour."))


def _refuse_a_circle_that_is_none(programme: Programme, plan: Plan) -> None:
    """A circle of mentors is for mentors, and led by somebody who is there for that."""
    if plan.audience in (Gathering.Audience.MENTEES, Gathering.Audience.BOTH):
        raise Refusal(_("A circle of mentors is for mentors alone."))
    mentors = set(queries.audience_of(programme, Gathering.Audience.MENTORS))
    if any(person not in mentors for person in plan.chosen):
        raise Refusal(_("A circle of mentors is for mentors alone."))
    if plan.facilitator is None:
        raise Refusal(NEEDS_SOMEBODY)
