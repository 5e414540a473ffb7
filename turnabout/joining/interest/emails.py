from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from turnabout.foundation.accounts.links import LinkPurpose, leads_to
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import LinkWanted, still_wanted
from turnabout.frame.directory.models import Person
from turnabout.joining.interest.models import Poll, PollTicket
from turnabout.joining.interest.policy import POLL

ASKED = "interest/asked"
LINK_DAYS = 60


@dataclass(frozen=True)
class Sample:
    """A letter as one of its readers would get it, with a link that leads nowhere."""

    name: str
    subject: str
    text: str


def send_poll_letter(ticket: PollTicket) -> None:
    """Ask one person, with a link that is hers and works for one answer."""
    poll = ticket.poll
    outbox.add(
        ASKED,
        to=ticket.person,
        about=poll,
        context=_context(poll),
        links={"action_url": LinkWanted(POLL, poll.public_id, LINK_DAYS)},
        dedupe=f"poll:{poll.public_id}:{ticket.person.public_id}",
    )


def sample_letter(poll: Poll, person: Person) -> Sample:
    """The letter that this person would get, to read before it leaves."""
    context = {**_context(poll), "action_url": f"{settings.SITE_ADDRESS}/go/…"}
    folder = "interest/emails/asked"
    with translation.override(person.language or poll.organisation.language):
        subject = " ".join(render_to_string(f"{folder}/subject.txt", context).split())
        text = render_to_string(f"{folder}/body.txt", context).strip()
    return Sample(name=person.name, subject=subject, text=text)


@still_wanted(ASKED)
def is_still_open(message: OutboxMessage) -> bool:
    return Poll.objects.open().filter(public_id=message.about).exists()


@leads_to(POLL)
def to_answer(link: LinkPurpose) -> str:
    return reverse("interest:answer", args=[link.about])


def _context(poll: Poll) -> dict[str, str]:
    return {"title": poll.title, "organisation_name": poll.organisation.name}
