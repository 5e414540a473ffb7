from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.links import LinkPurpose, leads_to
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import describes
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import LinkWanted, still_wanted
from turnabout.foundation.notices.rendering import Sample, sample_to
from turnabout.frame.directory.models import Person
from turnabout.joining.interest.models import Poll, PollTicket
from turnabout.joining.interest.policy import POLL

ASKED = "interest/asked"
LINK_DAYS = 60


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
    return sample_to(
        ASKED,
        _context(poll),
        recipient=person.public_id,
        name=person.name,
        language=person.language or poll.organisation.language,
    )


@still_wanted(ASKED)
def is_still_open(message: OutboxMessage) -> bool:
    return Poll.objects.open().filter(public_id=message.about).exists()


@leads_to(POLL)
def to_answer(link: LinkPurpose) -> str:
    return reverse("interest:answer", args=[link.about])


def _context(poll: Poll) -> dict[str, str]:
    return {"title": poll.title, "organisation_name": poll.organisation.name}


describes(
    ASKED,
    to=_("Those who are asked in a poll"),
    why=_("A coordinator sends the letters of a poll."),
    facts=lambda: {"title": _("Could this be for you?")},
)
