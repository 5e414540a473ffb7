"""The one way out: a notice is a row in the transaction of its act; the worker sends it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import models

from turnabout.foundation.common.role_words import NONE, RoleWords
from turnabout.foundation.common.time import now
from turnabout.foundation.notices.catalogue import is_to_do
from turnabout.foundation.notices.models import OutboxMessage

TO_MANY = "is_to_many"


class Addressee(Protocol):
    """Whoever can be written to: a person with a public id."""

    public_id: str


@dataclass(frozen=True)
class Recipient:
    """Where a message goes, resolved when it leaves."""

    address: str
    name: str
    language: str
    zone: str
    organisation: str = ""


@dataclass(frozen=True)
class LinkWanted:
    """A one-purpose link that is made when the message is rendered."""

    purpose: str
    about: str
    days: int = 21


Resolver = Callable[[str], Recipient | None]
WantedCheck = Callable[[OutboxMessage], bool]
LinkMaker = Callable[[LinkWanted, str], str]
CalendarMaker = Callable[[OutboxMessage], bytes | None]

HoursFinder = Callable[[str], tuple[int, int] | None]
UnsubscribeMaker = Callable[[str, str], str]
Stopper = Callable[[str], None]

RoleWordsFinder = Callable[[OutboxMessage], RoleWords]
WordsFinder = Callable[[str, str, str], Mapping[str, Mapping[str, str]]]

_resolver: Resolver | None = None
_role_words_finder: RoleWordsFinder | None = None
_words_finder: WordsFinder | None = None
_link_maker: LinkMaker | None = None
_unsubscribe_maker: UnsubscribeMaker | None = None
_hours_finder: HoursFinder | None = None
_stoppers: dict[str, Stopper] = {}
_wanted: dict[str, WantedCheck] = {}
_calendars: dict[str, CalendarMaker] = {}
_aside: ContextVar[list[OutboxMessage] | None] = ContextVar("aside", default=None)


def resolves_recipients(resolver: Resolver) -> Resolver:
    """Register how a public id becomes an address; None for people who may not be written to."""
    global _resolver
    _resolver = resolver
    return resolver


def finds_role_words(finder: RoleWordsFinder) -> RoleWordsFinder:
    """Register how a notice knows what its programme calls the two sides."""
    global _role_words_finder
    _role_words_finder = finder
    return finder


def role_words_of(message: OutboxMessage) -> RoleWords:
    return _role_words_finder(message) if _role_words_finder else NONE


def makes_links(maker: LinkMaker) -> LinkMaker:
    """Register how a wanted link for a recipient becomes a whole address."""
    global _link_maker
    _link_maker = maker
    return maker


def makes_unsubscribe_links(maker: UnsubscribeMaker) -> UnsubscribeMaker:
    """Register how a recipient and a kind become the address behind List-Unsubscribe."""
    global _unsubscribe_maker
    _unsubscribe_maker = maker
    return maker


def unsubscribe_link(kind: str, recipient: str) -> str:
    return _unsubscribe_maker(recipient, kind) if _unsubscribe_maker else ""


def finds_hours(finder: HoursFinder) -> HoursFinder:
    """Register how a public id becomes the hours between which somebody works, in her zone."""
    global _hours_finder
    _hours_finder = finder
    return finder


def hours_of(recipient: str) -> tuple[int, int] | None:
    return _hours_finder(recipient) if _hours_finder else None


def stopped_by(*kinds: str) -> Callable[[Stopper], Stopper]:
    """Register what else happens when somebody wants no more of these notices."""

    def declare(stopper: Stopper) -> Stopper:
        _stoppers.update(dict.fromkeys(kinds, stopper))
        return stopper

    return declare


def stopper_of(kind: str) -> Stopper | None:
    return _stoppers.get(kind)


def finds_own_words(finder: WordsFinder) -> WordsFinder:
    """Register how a kind, a recipient and a language become the organisation's own words."""
    global _words_finder
    _words_finder = finder
    return finder


def still_wanted(*kinds: str) -> Callable[[WantedCheck], WantedCheck]:
    """Register the question asked right before sending: is this notice still right?"""

    def declare(check: WantedCheck) -> WantedCheck:
        _wanted.update(dict.fromkeys(kinds, check))
        return check

    return declare


def brings_calendar(*kinds: str) -> Callable[[CalendarMaker], CalendarMaker]:
    """Register what makes the calendar part of these notices."""

    def declare(maker: CalendarMaker) -> CalendarMaker:
        _calendars.update(dict.fromkeys(kinds, maker))
        return maker

    return declare


def add(
    kind: str,
    *,
    to: Addressee,
    about: models.Model | None = None,
    context: dict[str, Any] | None = None,
    links: dict[str, LinkWanted] | None = None,
    dedupe: str | None = None,
    due_at: datetime | None = None,
    stale_after: timedelta | None = None,
) -> None:
    """Put a notice in the outbox. A second one with the same `dedupe` is not added."""
    at = due_at or now()
    message = OutboxMessage(
        kind=kind,
        recipient=to.public_id,
        about=getattr(about, "public_id", "") if about else "",
        context=context or {},
        links={name: vars(link) for name, link in (links or {}).items()},
        dedupe=dedupe,
        created_at=now(),
        due_at=at,
        stale_at=at + stale_after if stale_after else None,
        is_to_do=is_to_do(kind),
    )
    aside = _aside.get()
    if aside is not None:
        aside.append(message)
        return
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=dedupe is not None)


@contextmanager
def told_to_many() -> Iterator[None]:
    """Keep what is added inside at once. What one does for many wakes nobody of them.

    Such a notice waits for the end of its reader's quiet hours, also where others leave at once.
    """
    with set_aside() as messages:
        yield
    for message in messages:
        message.context = {**message.context, TO_MANY: True}
    aside = _aside.get()
    if aside is not None:
        aside.extend(messages)
        return
    OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)


@contextmanager
def set_aside() -> Iterator[list[OutboxMessage]]:
    """Gather the notices that are added inside, to be read before they leave; none is kept."""
    messages: list[OutboxMessage] = []
    token = _aside.set(messages)
    try:
        yield messages
    finally:
        _aside.reset(token)


def add_sample(kind: str, *, to: Addressee, context: dict[str, Any]) -> None:
    """Send somebody a mail of an invented case. It is marked as one and opens nothing."""
    add(kind, to=to, context={**context, "is_sample": True})


def own_words_for(kind: str, recipient: str, language: str) -> Mapping[str, Mapping[str, str]]:
    """What the recipient's organisation says instead of the shipped sentences of a mail."""
    return _words_finder(kind, recipient, language) if _words_finder else {}


def recipient_of(message: OutboxMessage) -> Recipient | None:
    return _resolver(message.recipient) if _resolver else None


def is_still_wanted(message: OutboxMessage) -> bool:
    check = None if message.context.get("is_sample") else _wanted.get(message.kind)
    return check is None or check(message)


def calendar_of(message: OutboxMessage) -> bytes | None:
    maker = None if message.context.get("is_sample") else _calendars.get(message.kind)
    return maker(message) if maker else None


def links_of(message: OutboxMessage) -> dict[str, str]:
    """The links of a message by name, made now."""
    if _link_maker is None:
        return {}
    wanted = {name: LinkWanted(**link) for name, link in message.links.items()}
    return {name: _link_maker(link, message.recipient) for name, link in wanted.items()}


def link_to(wanted: LinkWanted, recipient: str) -> str:
    return _link_maker(wanted, recipient) if _link_maker else ""
