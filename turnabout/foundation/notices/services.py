"""What the worker does with the outbox: claim, check again, pace, send, mark."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from enum import Enum, auto

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.db import transaction
from django.db.models import F, Q

from turnabout.foundation.common.due import is_stopping
from turnabout.foundation.common.time import now
from turnabout.foundation.notices import post
from turnabout.foundation.notices.catalogue import DIGEST, Manner, kinds_of, manner_of
from turnabout.foundation.notices.chat import say_that_mail_came
from turnabout.foundation.notices.digest import render_digest
from turnabout.foundation.notices.models import OutboxMessage, Reader
from turnabout.foundation.notices.outbox import is_still_wanted, recipient_of
from turnabout.foundation.notices.pacing import LEASE, drop, let_go, lines_of
from turnabout.foundation.notices.rendering import render_mail

PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440))
# How long somebody finds on her page what she was told, and how often it is looked at meanwhile.
KEPT_FOR = timedelta(days=60)
LOOKED_AT_AGAIN = timedelta(minutes=15)
log = logging.getLogger(__name__)


class Outcome(Enum):
    """What became of a message that was looked at."""

    SENT = auto()
    REFUSED = auto()
    BROKE_OFF = auto()  # the conversation ended in the middle, perhaps because of this mail
    AWAY = auto()  # the mail server took nothing; it is not this message's fault
    NOT_NOW = auto()  # held by another worker, dropped or put off: no server was asked


ENDS_THE_LOOK = (Outcome.AWAY, Outcome.BROKE_OFF)


class Line:
    """One conversation with the mail server, begun with the first mail."""

    def __init__(self) -> None:
        self.connection: BaseEmailBackend | None = None

    def send(self, mail: EmailMessage) -> None:
        """Send one mail; begin once more where the server hung up after earlier ones."""
        is_fresh = self.connection is None
        try:
            self._send(mail)
        except Exception as error:
            self.close()
            if is_fresh or not post.hung_up(error):
                raise
            self._send(mail)

    def close(self) -> None:
        if self.connection is not None:
            with suppress(Exception):
                self.connection.close()
        self.connection = None

    def _send(self, mail: EmailMessage) -> None:
        if self.connection is None:
            connection = get_connection()
            try:
                connection.open()
            except Exception as error:
                raise post.ServerAwayError(str(error)) from error
            self.connection = connection
        self.connection.send_messages([mail])


def deliver_due(limit: int = 100) -> int:
    """Send what is due, the oldest first and news last; returns how many mails left.

    A crash between sending and marking sends once more, never loses.
    """
    granted = post.grant(limit, now())
    outcomes = []
    line = Line()
    try:
        for pk in _in_turn(limit if granted else 0):
            outcomes.append(_deliver(pk, line))
            tried = len(outcomes) - outcomes.count(Outcome.NOT_NOW)
            if tried == granted or outcomes[-1] in ENDS_THE_LOOK or is_stopping():
                break
    finally:
        line.close()
    if outcomes.count(Outcome.SENT) + outcomes.count(Outcome.REFUSED):
        post.is_back()
    post.give_back(granted - len(outcomes) + outcomes.count(Outcome.NOT_NOW))
    return outcomes.count(Outcome.SENT)


def deliver(pk: int) -> bool:
    """Claim one message and send it; false when another worker holds it or it must not leave."""
    line = Line()
    try:
        return _deliver(pk, line) is Outcome.SENT
    finally:
        line.close()


def retry_parked() -> int:
    """Try again what was given up; what is stale by now is dropped when it is looked at."""
    parked = OutboxMessage.objects.parked().filter(dropped_at=None)
    return parked.update(parked_at=None, attempts=0, due_at=now(), last_error="")


def somebody_acted(person: str) -> None:
    """Somebody did something here: what was asked of her before has been heard."""
    Reader.objects.filter(person=person, ignored__gt=0).update(ignored=0)
    settle(OutboxMessage.objects.open_to_do(now()).filter(recipient=person))


def settle_some(limit: int = 200) -> int:
    """Look again whether what was asked for is done, for those who answered elsewhere."""
    at = now()
    looked_at_lately = Q(looked_at__gt=at - LOOKED_AT_AGAIN)
    rows = OutboxMessage.objects.filter(is_to_do=True, settled_at=None).exclude(title="")
    found = list(rows.exclude(looked_at_lately).order_by("looked_at", "pk")[:limit])
    return settle(found)


def settle(messages: Iterable[OutboxMessage]) -> int:
    """Take what is done, or stale, off its reader's page; with it goes what it was about."""
    at = now()
    found = list(messages)
    done = [row.pk for row in found if not _is_wanted(row, at) or row.created_at < at - KEPT_FOR]
    rows = OutboxMessage.objects
    rows.filter(pk__in=[row.pk for row in found]).update(looked_at=at)
    rows.filter(pk__in=done).update(settled_at=at)
    rows.filter(pk__in=done).exclude(sent_at=None, dropped_at=None).update(context={}, links={})
    return len(done)


def forget_told() -> int:
    """Let go of the words of news that was told long ago."""
    old = OutboxMessage.objects.filter(created_at__lt=now() - KEPT_FOR).exclude(title="")
    over = old.exclude(sent_at=None, dropped_at=None)
    return over.update(title="", context={}, links={}, settled_at=now())


def _in_turn(limit: int) -> Iterator[int]:
    due = OutboxMessage.objects.due(now()).order_by("due_at", "pk").values_list("pk", flat=True)
    news = (*kinds_of(Manner.NEWS), DIGEST)
    first = list(due.exclude(kind__in=news)[:limit])
    yield from first
    yield from list(due.filter(kind__in=news)[: limit - len(first)])


def _deliver(pk: int, line: Line) -> Outcome:
    at = now()
    claimed = OutboxMessage.objects.due(at).filter(pk=pk)
    if not claimed.update(leased_until=at + LEASE, attempts=F("attempts") + 1):
        return Outcome.NOT_NOW
    message = OutboxMessage.objects.get(pk=pk)
    try:
        recipient = recipient_of(message)
        if recipient is None or not _is_wanted(message, at):
            drop(message, at)
            return Outcome.NOT_NOW
        leaves = let_go(message, recipient, at)
        if leaves is None:
            return Outcome.NOT_NOW
        message = leaves
        render = render_digest if message.kind == DIGEST else render_mail
        mail = render(message, recipient)
        line.send(mail)
    except Exception as error:
        return _put_back(message, error)
    _mark_sent(message, str(mail.subject))
    say_that_mail_came(message.recipient, recipient.language)
    return Outcome.SENT


def _is_wanted(message: OutboxMessage, at: datetime) -> bool:
    if message.kind == DIGEST:
        return bool(lines_of(message, at))
    is_stale = message.stale_at is not None and message.stale_at < at
    return not is_stale and is_still_wanted(message)


@transaction.atomic
def _mark_sent(message: OutboxMessage, subject: str) -> None:
    """What has left is not kept, but for what its reader finds on her page."""
    at = now()
    marks = {"sent_at": at, "leased_until": None, "last_error": ""}
    rows = OutboxMessage.objects.filter(pk=message.pk)
    if message.kind == DIGEST:
        said = [line.pk for line in lines_of(message, at)]
        message.lines.filter(pk__in=said).update(sent_at=at)
        message.lines.filter(sent_at=None).update(dropped_at=at, settled_at=at)
        rows.update(**marks)
    elif _is_shown(message):
        rows.update(**marks, title=subject[:300])
    else:
        rows.update(**marks, context={}, links={})
    if message.nudged_at is not None:
        rows.update(nudged_at=at)
        Reader.objects.filter(person=message.recipient).update(ignored=F("ignored") + 1)


def _is_shown(message: OutboxMessage) -> bool:
    is_kept = message.is_to_do or manner_of(message.kind) is Manner.NEWS
    return is_kept and not message.context.get("is_sample")


def _put_back(message: OutboxMessage, error: Exception) -> Outcome:
    """Try again after a growing pause; park the message when the pauses are used up.

    A nudge that did not leave is not counted. Where the server itself is away, no message is to
    blame: all of them wait for it.
    """
    log.warning("Message %s (%s) was not sent: %s", message.public_id, message.kind, error)
    rows = OutboxMessage.objects.filter(pk=message.pk)
    outcome = {
        "leased_until": None,
        "last_error": type(error).__name__,
        "nudged_at": None,
        "released_at": None,
    }
    if post.is_about_the_server(error):
        post.is_away(error, now())
        rows.update(attempts=F("attempts") - 1, **outcome)
        return Outcome.AWAY
    if message.attempts > len(PAUSES):
        rows.update(parked_at=now(), **outcome)
    else:
        rows.update(due_at=now() + PAUSES[message.attempts - 1], **outcome)
    return Outcome.BROKE_OFF if post.broke_off(error) else Outcome.REFUSED
