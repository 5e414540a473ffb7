"""The mails about gatherings: when, where, of what kind. Never who else comes, nor an agenda."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.links import LinkPurpose, leads_to
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import Manner, describes, in_days
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import LinkWanted, brings_calendar, still_wanted
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.together.gatherings.entries import entry_of, guest_of
from turnabout.together.gatherings.models import NAMES, Gathering, Invitation
from turnabout.together.gatherings.policy import INVITED, LEADS
from turnabout.together.meetings.calendars import CANCEL, REQUEST, entry_file
from turnabout.together.meetings.entries import organiser_for

REMINDED_FOR = timedelta(days=2)
ASKED_FOR = timedelta(days=14)
OPEN_FOR_DAYS = 90


@leads_to(INVITED)
def to_gathering(link: LinkPurpose) -> str:
    return reverse("gatherings:detail", kwargs={"public_id": link.about})


@leads_to(LEADS)
def to_attendance(link: LinkPurpose) -> str:
    return reverse("gatherings:attendance", kwargs={"public_id": link.about})


def send_invitation(invitation: Invitation) -> None:
    """Once for each invitation: whoever has left and joins anew is invited anew."""
    _send(
        "gatherings/invitation",
        invitation.gathering,
        invitation.person,
        once_for=invitation.public_id,
    )


def send_to_lead(gathering: Gathering) -> None:
    """Whoever leads it has it in her calendar, too."""
    if gathering.facilitator is not None:
        _send(
            "gatherings/to-lead",
            gathering,
            gathering.facilitator,
            purpose=LEADS,
            once_for=f"{gathering.facilitator.public_id}:{gathering.changed_at.isoformat()}",
        )


def send_changed(gathering: Gathering, *, to_leader: bool) -> None:
    for invitation in gathering.invitations.select_related("person"):
        _send("gatherings/changed", gathering, invitation.person)
    if to_leader and gathering.facilitator is not None:
        _send("gatherings/changed", gathering, gathering.facilitator, purpose=LEADS)


def send_cancelled(gathering: Gathering) -> None:
    """Everybody who has it in the calendar; whoever does not come hears it, too."""
    for invitation in gathering.invitations.select_related("person"):
        send_let_go(gathering, invitation.person)
    if gathering.facilitator is not None:
        send_let_go(gathering, gathering.facilitator)


def send_let_go(gathering: Gathering, person: Person, *, once_for: str = "") -> None:
    """Take it out of one calendar."""
    _send("gatherings/cancelled", gathering, person, purpose="", once_for=once_for)


def send_reminder(gathering: Gathering) -> None:
    """Those who come and those who have not said; nobody who said no."""
    for invitation in gathering.invitations.exclude(comes=False).select_related("person"):
        _send(
            "gatherings/reminder",
            gathering,
            invitation.person,
            stale_after=REMINDED_FOR,
            has_said=invitation.comes is not None,
        )


def send_ask_who_was_there(gathering: Gathering) -> None:
    if gathering.facilitator is not None:
        _send(
            "gatherings/who-was-there",
            gathering,
            gathering.facilitator,
            purpose=LEADS,
            stale_after=ASKED_FOR,
        )


@still_wanted("gatherings/invitation", "gatherings/changed", "gatherings/reminder")
def is_still_so(message: OutboxMessage) -> bool:
    """Whether it stands as this notice says, and its reader is still among those it is for."""
    standing = Gathering.objects.standing().filter(
        public_id=message.about, sequence=message.context["sequence"]
    )
    invited = standing.filter(invitations__person__public_id=message.recipient)
    if not invited.exists():
        return standing.filter(facilitator__public_id=message.recipient).exists()
    taking_part = Membership.objects.active().filter(
        person__public_id=message.recipient,
        programme__in=standing.values("programme_id"),
        role__in=("mentor", "mentee"),
    )
    answered_no = invited.filter(
        invitations__comes=False, invitations__person__public_id=message.recipient
    )
    is_reminder = message.kind == "gatherings/reminder"
    return taking_part.exists() and not (is_reminder and answered_no.exists())


@still_wanted("gatherings/to-lead")
def is_still_hers(message: OutboxMessage) -> bool:
    standing = Gathering.objects.standing().filter(
        public_id=message.about, sequence=message.context["sequence"]
    )
    return standing.filter(facilitator__public_id=message.recipient).exists()


@still_wanted("gatherings/cancelled")
def is_still_out(message: OutboxMessage) -> bool:
    """Whether it does not take place, or not for this reader."""
    gathering = Gathering.objects.filter(public_id=message.about)
    invited = Invitation.objects.filter(
        gathering__in=gathering, person__public_id=message.recipient
    )
    return gathering.exclude(cancelled_at=None).exists() or not invited.exists()


@still_wanted("gatherings/who-was-there")
def is_still_unnoted(message: OutboxMessage) -> bool:
    standing = Gathering.objects.standing().filter(public_id=message.about)
    return (
        not Invitation.objects.filter(gathering__in=standing, was_there__isnull=False).exists()
        and standing.exists()
    )


@brings_calendar("gatherings/invitation", "gatherings/to-lead", "gatherings/changed")
def entry(message: OutboxMessage) -> bytes | None:
    return _file(message, REQUEST)


@brings_calendar("gatherings/cancelled")
def entry_taken_out(message: OutboxMessage) -> bytes | None:
    return _file(message, CANCEL)


def _file(message: OutboxMessage, method: str) -> bytes | None:
    gathering = (
        Gathering.objects.filter(public_id=message.about)
        .select_related("programme__organisation")
        .first()
    )
    person = Person.objects.filter(public_id=message.recipient).first()
    if gathering is None or person is None:
        return None
    with translation.override(gathering.programme.organisation.language):
        return entry_file(
            entry_of(gathering, (guest_of(gathering, person),)),
            method=method,
            organiser=organiser_for(gathering.public_id, person),
            stamped_at=message.created_at,
        )


def _send(
    kind: str,
    gathering: Gathering,
    person: Person,
    *,
    purpose: str = INVITED,
    stale_after: timedelta | None = None,
    once_for: str = "",
    **facts: Any,
) -> None:
    link = LinkWanted(purpose, gathering.public_id, days=OPEN_FOR_DAYS)
    outbox.add(
        kind,
        to=person,
        about=gathering,
        context={**facts_of(gathering), **facts},
        links={"action_url": link} if purpose else {},
        dedupe=f"{kind}:{gathering.public_id}:{gathering.sequence}:{once_for or person.public_id}",
        stale_after=stale_after,
    )


def facts_of(gathering: Gathering) -> dict[str, Any]:
    """What every mail about it tells."""
    programme = gathering.programme
    return {
        "programme_name": programme.name,
        "organisation_name": programme.organisation.name,
        "kind": gathering.kind,
        "starts_at": gathering.starts_at.isoformat(),
        "ends_at": gathering.ends_at.isoformat(),
        "place": gathering.place,
        "sequence": gathering.sequence,
    }


def _samples() -> dict[str, dict[str, Any]]:
    return {
        str(label): {
            "kind": kind,
            "starts_at": in_days(9),
            "ends_at": in_days(9, hour=11),
            "place": "Holm, 2.14",
            "has_said": kind == Gathering.Kind.LAUNCH,
        }
        for kind, label in NAMES.items()
    }


for _kind, _to, _why in (
    ("invitation", _("Those who are invited"), _("A circle, a launch or a showcase is planned.")),
    ("to-lead", _("Whoever leads it"), _("A circle, a launch or a showcase is planned.")),
    ("changed", _("Those who are invited"), _("It has another time or place.")),
    ("cancelled", _("Those who are invited"), _("It does not take place, or they have left.")),
    ("reminder", _("Those who have not said no"), _("It is two days away.")),
):
    describes(f"gatherings/{_kind}", to=_to, why=_why, by_role=_samples)
describes(
    "gatherings/who-was-there",
    to=_("Whoever leads it"),
    why=_("It is over."),
    by_role=_samples,
    manner=Manner.ASK,
)
