import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.second_tap import sent_before
from turnabout.foundation.common.time import now, today
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.own_sets import set_asked
from turnabout.frame.questions.services import install_question_sets
from turnabout.frame.topics.packs import load_groups
from turnabout.joining.interest import emails, events
from turnabout.joining.interest.models import Poll, PollAnswer, PollBrowser, PollTicket, Quiet
from turnabout.joining.interest.queries import may_be_told

USE = "interest"
TOPICS_AT_MOST = 5
USUAL_TOPICS = (
    "ai",
    "data",
    "collaboration",
    "frontline",
    "start",
    "culture",
    "business",
    "careers",
)


@dataclass(frozen=True)
class Words:
    """What somebody answered. `topics` are groups of the catalogue; the rest may be empty."""

    side: str
    standing: str = ""
    topics: Sequence[str] = field(default_factory=tuple)
    obstacles: Sequence[str] = field(default_factory=tuple)
    unit: str = ""


@transaction.atomic
def open_poll(
    organisation: Organisation,
    *,
    title: str,
    by: Person,
    topics: Sequence[str] = (),
    programme: Programme | None = None,
) -> Poll:
    """Open a poll that anybody with its link can answer. It sends nothing."""
    if not title.strip():
        raise Refusal(_("Give the poll a name, so that people know what they are asked about."))
    if programme is not None and programme.organisation_id != organisation.pk:
        raise Refusal(_("A poll asks the people of the organisation that runs the programme."))
    install_question_sets(organisation)
    known = [group.slug for group in load_groups()]
    asked = [slug for slug in known if slug in (topics or USUAL_TOPICS)]
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    opened = Poll.objects.filter(opened_by=by, programme=programme, topics=asked, closed_at=None)
    if before := sent_before(opened, title.strip(), at="opened_at", read=attrgetter("title")):
        return before
    poll = Poll.objects.create(
        organisation=organisation,
        programme=programme,
        title=title.strip(),
        asks=set_asked(programme, USE, USE).slug if programme else USE,
        topics=asked,
        opened_by=by,
        created_at=now(),
        opened_at=now(),
    )
    audit.record("poll_opened", about=poll, by=by)
    events.poll_opened.send(sender=None, poll=poll)
    return poll


def close_poll(poll: Poll, *, by: Person) -> None:
    """Close a poll. Only then is it read out, so that no answer shows up as a difference.

    What may be told of it is settled once, here, after the answers stand still.
    """
    _close(poll, by=by)
    Poll.objects.filter(pk=poll.pk, told__isnull=True).update(told=may_be_told(poll))
    poll.refresh_from_db()


@transaction.atomic
def send_poll(poll: Poll, people: Sequence[Person], *, by: Person) -> int:
    """Send each person a link of her own, once for each poll. Returns how many letters go out."""
    require_open(poll)
    asked = set(poll.tickets.values_list("person_id", flat=True))
    new = [person for person in reachable(poll, people) if person.pk not in asked]
    tickets = [PollTicket(poll=poll, person=person) for person in new]
    PollTicket.objects.bulk_create(tickets, ignore_conflicts=True)
    for ticket in tickets:
        emails.send_poll_letter(ticket)
    audit.record("poll_sent", about=poll, by=by, letters=len(tickets))
    return len(tickets)


@transaction.atomic
def answer_poll(
    poll: Poll, words: Words, *, person: Person | None = None, browser: str = ""
) -> None:
    """Count an answer: one for each personal link, one for each browser by the open link.

    The ticket or the browser is marked in its own table. Nothing leads from there to the answer.
    A second answer from the same place changes nothing.
    """
    require_open(poll)
    if person is not None:
        if _spends_ticket(poll, person):
            _keep(poll, words, PollAnswer.Way.PERSONAL)
    elif not browser:
        raise Refusal(_("Your browser keeps no cookies, so it cannot be counted once. Allow them."))
    elif _spends_browser(poll, browser):
        _keep(poll, words, PollAnswer.Way.OPEN)


@transaction.atomic
def record_heard_in_person(poll: Poll, words: Words, *, by: Person, people: int = 1) -> None:
    """Enter answers heard in a meeting or on a shift, marked as such."""
    require_open(poll)
    if people < 1:
        raise Refusal(_("Enter at least one person."))
    for _each in range(people):
        _keep(poll, words, PollAnswer.Way.IN_PERSON)
    audit.record("poll_heard_in_person", about=poll, by=by, people=people)


@transaction.atomic
def _close(poll: Poll, *, by: Person) -> None:
    if not Poll.objects.open().filter(pk=poll.pk).update(closed_at=now()):
        raise AlreadySo(_("This poll is closed already."))
    audit.record("poll_closed", about=poll, by=by)
    poll.refresh_from_db()
    events.poll_closed.send(sender=None, poll=poll)


def reachable(poll: Poll, people: Iterable[Person]) -> list[Person]:
    """Those who can get a letter, once each: at work here, with an address, not left in peace."""
    quiet = set(
        Quiet.objects.filter(person__organisation=poll.organisation).values_list(
            "person_id", flat=True
        )
    )
    unique = {person.pk: person for person in people}
    return [
        person
        for pk, person in unique.items()
        if person.organisation_id == poll.organisation_id
        and person.left_on is None
        and person.address
        and pk not in quiet
    ]


def has_answered(poll: Poll, *, person: Person | None = None, browser: str = "") -> bool:
    """Whether this link or this browser gave its answer already."""
    if person is not None:
        return poll.tickets.filter(person=person, is_spent=True).exists()
    return bool(browser) and poll.browsers.filter(digest=_digest(poll, browser)).exists()


def require_open(poll: Poll) -> None:
    if not Poll.objects.open().filter(pk=poll.pk).exists():
        raise Refusal(_("This poll is closed. Ask whoever sent you the link what came of it."))


def _spends_ticket(poll: Poll, person: Person) -> bool:
    tickets = PollTicket.objects.filter(poll=poll, person=person)
    if tickets.filter(is_spent=False).update(is_spent=True):
        return True
    if not tickets.exists():
        raise Refusal(_("This link was made for somebody else. Use the open link of the poll."))
    return False


def _spends_browser(poll: Poll, browser: str) -> bool:
    _row, is_new = PollBrowser.objects.get_or_create(poll=poll, digest=_digest(poll, browser))
    return is_new


def _digest(poll: Poll, browser: str) -> str:
    return hashlib.sha256(f"{poll.public_id}:{browser}".encode()).hexdigest()


def _keep(poll: Poll, words: Words, way: PollAnswer.Way) -> None:
    if words.side not in PollAnswer.Side.values:
        raise Refusal(_("Choose one of the answers to the first question."))
    PollAnswer.objects.create(
        poll=poll,
        side=words.side,
        standing=words.standing,
        topics=[slug for slug in poll.topics if slug in words.topics][:TOPICS_AT_MOST],
        obstacles=sorted(set(words.obstacles)),
        unit=words.unit,
        way=way,
        answered_on=today(poll.organisation.zone),
    )
