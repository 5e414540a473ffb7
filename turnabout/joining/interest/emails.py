from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.links import LinkPurpose, leads_to
from turnabout.foundation.common.time import today
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import Manner, describes
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import LinkWanted, still_wanted
from turnabout.foundation.notices.rendering import Sample, sample_to
from turnabout.frame.directory.models import Person
from turnabout.joining.interest.models import News, Poll, PollTicket, Quiet, Subscription
from turnabout.joining.interest.policy import BENEFITS, NEWS, POLL, QUIET

ASKED = "interest/asked"
EXPLAINED = "interest/benefits"
CONFIRM = "interest/news-confirm"
TOLD = "interest/news"
LINK_DAYS = 60
CONFIRM_DAYS = 7


def send_poll_letter(ticket: PollTicket) -> None:
    """Ask one person, with a link that is hers and works for one answer."""
    poll = ticket.poll
    outbox.add(
        ASKED,
        to=ticket.person,
        about=poll,
        context=_context(poll),
        links={
            "action_url": LinkWanted(POLL, poll.public_id, LINK_DAYS),
            **_no_more(ticket.person),
        },
        dedupe=f"poll:{poll.public_id}:{ticket.person.public_id}",
    )


def send_benefits_letter(poll: Poll, person: Person) -> None:
    """Tell one person what the programme gives each side, with a page to read."""
    outbox.add(
        EXPLAINED,
        to=person,
        about=poll,
        context=_context(poll),
        links={"action_url": LinkWanted(BENEFITS, poll.public_id, LINK_DAYS), **_no_more(person)},
        dedupe=f"benefits:{poll.public_id}:{person.public_id}",
    )


def send_news_confirmation(person: Person) -> None:
    """Ask whether it was she who asked for news: once a day at the most, whoever typed it in."""
    outbox.add(
        CONFIRM,
        to=person,
        context={"organisation_name": person.organisation.name},
        links={"action_url": LinkWanted(NEWS, person.public_id, CONFIRM_DAYS)},
        dedupe=f"news-confirm:{person.public_id}:{today(person.organisation.zone)}",
        stale_after=timedelta(days=2),
    )


def send_news_letter(news: News, person: Person) -> None:
    outbox.add(
        TOLD,
        to=person,
        about=news,
        context=_news_context(news),
        links={"action_url": LinkWanted(NEWS, person.public_id, LINK_DAYS)},
        dedupe=f"news:{news.public_id}:{person.public_id}",
    )


def sample_letter(poll: Poll, person: Person) -> Sample:
    """The letter of a poll that this person would get, to read before it leaves."""
    return _sample(ASKED, _context(poll), person)


def sample_of_benefits(poll: Poll, person: Person) -> Sample:
    return _sample(EXPLAINED, _context(poll), person)


def sample_of_news(news: News, person: Person) -> Sample:
    return _sample(TOLD, _news_context(news), person)


def _sample(kind: str, words: dict[str, str], person: Person) -> Sample:
    # The real link opens the door of the person it is sent to, so nobody else sees it.
    nowhere = {"no_more_url": f"{settings.SITE_ADDRESS}/go/…"}
    return sample_to(
        kind,
        {**words, **nowhere},
        recipient=person.public_id,
        name=person.name,
        language=person.language or person.organisation.language,
    )


@still_wanted(EXPLAINED)
def is_still_to_explain(message: OutboxMessage) -> bool:
    return not Quiet.objects.filter(person__public_id=message.recipient).exists()


@still_wanted(TOLD)
def is_still_a_reader(message: OutboxMessage) -> bool:
    return Subscription.objects.current().filter(person__public_id=message.recipient).exists()


@still_wanted(ASKED)
def is_still_open(message: OutboxMessage) -> bool:
    is_quiet = Quiet.objects.filter(person__public_id=message.recipient).exists()
    return not is_quiet and Poll.objects.open().filter(public_id=message.about).exists()


@leads_to(POLL)
def to_answer(link: LinkPurpose) -> str:
    return reverse("interest:answer", args=[link.about])


@leads_to(BENEFITS)
def to_benefits(link: LinkPurpose) -> str:
    return reverse("interest:benefits", args=[link.about])


@leads_to(NEWS)
def to_own_news(link: LinkPurpose) -> str:
    return reverse("interest:my_news")


@leads_to(QUIET)
def to_quiet(link: LinkPurpose) -> str:
    return reverse("interest:quiet")


def _no_more(person: Person) -> dict[str, LinkWanted]:
    return {"no_more_url": LinkWanted(QUIET, person.public_id, LINK_DAYS)}


def _news_context(news: News) -> dict[str, str]:
    return {
        "title": news.subject,
        "body_text": news.body,
        "organisation_name": news.organisation.name,
        "programme_title": news.programme.name if news.programme else "",
    }


def _context(poll: Poll) -> dict[str, str]:
    return {"title": poll.title, "organisation_name": poll.organisation.name}


describes(
    ASKED,
    to=_("Those who are asked in a poll"),
    why=_("A coordinator sends the letters of a poll."),
    manner=Manner.ASK,
    facts=lambda: {"title": _("Could this be for you?")},
)
describes(
    EXPLAINED,
    to=_("Those who are asked in a poll"),
    why=_("A coordinator explains the benefits after a poll."),
    manner=Manner.NEWS,
    facts=lambda: {"title": _("Could this be for you?")},
)
describes(
    CONFIRM,
    to=_("Those who asked for news"),
    why=_("Somebody gave this address to hear what comes of it."),
)
describes(
    TOLD,
    to=_("Those who asked for news"),
    why=_("A coordinator writes news."),
    manner=Manner.NEWS,
    facts=lambda: {"title": _("We begin in spring"), "body_text": _("Ask us how to join.")},
)
