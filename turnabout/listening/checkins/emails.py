"""The mails that ask for a pulse, and for answers before and after."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.links import LinkPurpose, leads_to
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import Manner, describes, in_days
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import LinkWanted, still_wanted
from turnabout.frame.programmes.over import TOGETHER, over
from turnabout.listening.checkins.models import Pulse, Round, RoundTicket
from turnabout.together.meetings.jobs import ASK_FOR
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.emails import frame
from turnabout.together.pairs.moments import MORNING

REMIND_BEFORE_DAYS = 3
# Longer than any round is open.
LINK_DAYS = 70


@leads_to("round")
def to_round(link: LinkPurpose) -> str:
    return reverse("checkins:round", kwargs={"public_id": link.about})


@leads_to("pulse")
def to_pulse(link: LinkPurpose) -> str:
    return reverse("checkins:pulse", kwargs={"public_id": link.about})


def send_pulse(meeting: Meeting) -> None:
    """Ask both, unless the last phase in which pairs meet is closed: then nobody is asked."""
    if over(meeting.pair.programme, TOGETHER):
        return
    for person in (meeting.pair.mentor, meeting.pair.mentee):
        facts: dict[str, Any] = {"number": meeting.number}
        outbox.add(
            "checkins/pulse",
            to=person,
            about=meeting,
            context={**frame(meeting.pair), **facts},
            links={"action_url": LinkWanted("pulse", meeting.public_id)},
            dedupe=f"pulse:{meeting.public_id}:{person.public_id}",
            stale_after=ASK_FOR,
        )


def send_round(ticket: RoundTicket) -> None:
    """Ask one person for her answers, without a name."""
    _ask("checkins/round", ticket)


def send_round_reminder(ticket: RoundTicket) -> None:
    """A reminder for later; it leaves only if the ticket is unspent then."""
    day = ticket.round.closes_on - timedelta(days=REMIND_BEFORE_DAYS)
    zone = ZoneInfo(ticket.person.clock_zone)
    _ask("checkins/round-reminder", ticket, due_at=datetime.combine(day, MORNING, tzinfo=zone))


@still_wanted("checkins/round", "checkins/round-reminder")
def is_still_to_answer(message: OutboxMessage) -> bool:
    waiting = RoundTicket.objects.filter(is_spent=False, round__closed_at=None)
    return waiting.filter(
        round__public_id=message.about, person__public_id=message.recipient
    ).exists()


@still_wanted("checkins/pulse")
def is_still_unanswered(message: OutboxMessage) -> bool:
    given = Pulse.objects.filter(
        meeting__public_id=message.about, author__public_id=message.recipient
    )
    return not given.exists()


def _ask(kind: str, ticket: RoundTicket, *, due_at: datetime | None = None) -> None:
    programme = ticket.round.programme
    outbox.add(
        kind,
        to=ticket.person,
        about=ticket.round,
        context={
            "programme_name": programme.name,
            "organisation_name": programme.organisation.name,
            "closes_on": ticket.round.closes_on.isoformat(),
            "is_after": ticket.round.moment == Round.Moment.AFTER,
        },
        links={"action_url": LinkWanted("round", ticket.round.public_id, days=LINK_DAYS)},
        dedupe=f"{kind}:{ticket.round.public_id}:{ticket.person.public_id}",
        due_at=due_at,
    )


def _round_sample(*, is_after: bool = False) -> dict[str, Any]:
    return {"closes_on": in_days(14)[:10], "is_after": is_after}


def _round_samples() -> dict[str, dict[str, Any]]:
    return {
        gettext("Before it begins"): _round_sample(),
        gettext("At the end"): _round_sample(is_after=True),
    }


describes(
    "checkins/round",
    to=_("Everybody who mentors or learns"),
    why=_("A round of questions before or after the programme is open."),
    by_role=_round_samples,
    manner=Manner.ASK,
)
describes(
    "checkins/round-reminder",
    to=_("Everybody who mentors or learns"),
    why=_("The round closes soon and there is no answer yet."),
    facts=_round_sample,
    manner=Manner.ASK,
)
describes(
    "checkins/pulse",
    to=_("Both of a pair"),
    why=_("A session took place."),
    manner=Manner.ASK,
    facts=lambda: {"number": 2},
)
