"""What is due around a gathering."""

from datetime import timedelta

from django.db import transaction

from turnabout.foundation.common.due import does_what_is_due
from turnabout.foundation.common.time import now
from turnabout.frame.programmes.models import Membership
from turnabout.together.gatherings import emails, queries, services
from turnabout.together.gatherings.models import Gathering

REMIND_BEFORE = timedelta(days=2)
LONGEST = timedelta(hours=12)


@does_what_is_due("gatherings.invite_newcomers")
def invite_newcomers() -> int:
    """Invite whoever has joined since an hour was planned."""
    coming = Gathering.objects.to_come(now()).exclude(audience=Gathering.Audience.CHOSEN)
    invited = 0
    for gathering in coming.select_related("programme__organisation", "facilitator"):
        joined = Membership.objects.active().filter(
            programme=gathering.programme,
            role__in=queries.ROLES[Gathering.Audience(gathering.audience)],
            accepted_at__gt=gathering.planned_at,
        )
        missing = joined.exclude(person__in=gathering.invitations.values("person_id"))
        if missing.filter(person__left_on=None).exists():
            invited += services.invite_newcomers(gathering)
    return invited


@does_what_is_due("gatherings.remind")
def remind() -> int:
    """Remind two days before, those who have not said no."""
    soon = Gathering.objects.to_come(now()).filter(
        starts_at__lte=now() + REMIND_BEFORE, reminded_at=None
    )
    return sum(_remind(one) for one in soon.select_related("programme__organisation"))


@does_what_is_due("gatherings.ask_who_was_there")
def ask_who_was_there() -> int:
    """Ask whoever led it, once, who was there."""
    past = Gathering.objects.standing().filter(
        asked_at=None, starts_at__lte=now(), starts_at__gte=now() - emails.ASKED_FOR - LONGEST
    )
    rows = past.select_related("programme__organisation", "facilitator")
    return sum(_ask(gathering) for gathering in rows if gathering.ends_at <= now())


@transaction.atomic
def _remind(gathering: Gathering) -> int:
    if not Gathering.objects.filter(pk=gathering.pk, reminded_at=None).update(reminded_at=now()):
        return 0
    emails.send_reminder(gathering)
    return 1


@transaction.atomic
def _ask(gathering: Gathering) -> int:
    if not Gathering.objects.filter(pk=gathering.pk, asked_at=None).update(asked_at=now()):
        return 0
    emails.send_ask_who_was_there(gathering)
    return 1
