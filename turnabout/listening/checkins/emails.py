"""The mail that asks for a pulse."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.links import LinkPurpose, leads_to
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import Manner, describes
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import LinkWanted, still_wanted
from turnabout.frame.programmes.over import TOGETHER, over
from turnabout.listening.checkins.models import Pulse
from turnabout.together.meetings.jobs import ASK_FOR
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.emails import frame


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


@still_wanted("checkins/pulse")
def is_still_unanswered(message: OutboxMessage) -> bool:
    given = Pulse.objects.filter(
        meeting__public_id=message.about, author__public_id=message.recipient
    )
    return not given.exists()


describes(
    "checkins/pulse",
    to=_("Both of a pair"),
    why=_("A session took place."),
    manner=Manner.ASK,
    facts=lambda: {"number": 2},
)
