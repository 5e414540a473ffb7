"""What the worker does with the outbox: claim, check again, send, mark."""

import logging
from datetime import timedelta

from django.core.mail import get_connection
from django.db.models import F

from turnabout.foundation.common.time import now
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import is_still_wanted, recipient_of
from turnabout.foundation.notices.rendering import render_mail

LEASE = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440))
log = logging.getLogger(__name__)


def deliver_due(limit: int = 100) -> int:
    """Send what is due. A crash between sending and marking sends once more, never loses."""
    due = OutboxMessage.objects.due(now()).order_by("due_at", "pk").values_list("pk", flat=True)
    return sum(deliver(pk) for pk in list(due[:limit]))


def deliver(pk: int) -> bool:
    """Claim one message and send it; false when another worker holds it or it must not leave."""
    at = now()
    claimed = OutboxMessage.objects.due(at).filter(pk=pk)
    if not claimed.update(leased_until=at + LEASE, attempts=F("attempts") + 1):
        return False
    message = OutboxMessage.objects.get(pk=pk)
    recipient = recipient_of(message)
    is_stale = message.stale_at is not None and message.stale_at < at
    if recipient is None or is_stale or not is_still_wanted(message):
        OutboxMessage.objects.filter(pk=pk).update(dropped_at=at, leased_until=None)
        return False
    try:
        mail = render_mail(message, recipient)
        get_connection().send_messages([mail])
    except Exception as error:
        _put_back(message, error)
        return False
    OutboxMessage.objects.filter(pk=pk).update(
        sent_at=now(), leased_until=None, last_error="", context={}, links={}
    )
    return True


def _put_back(message: OutboxMessage, error: Exception) -> None:
    """Try again after a growing pause; park the message when the pauses are used up."""
    log.warning("Message %s (%s) was not sent: %s", message.public_id, message.kind, error)
    outcome = {"leased_until": None, "last_error": type(error).__name__}
    if message.attempts > len(PAUSES):
        OutboxMessage.objects.filter(pk=message.pk).update(parked_at=now(), **outcome)
        return
    due_at = now() + PAUSES[message.attempts - 1]
    OutboxMessage.objects.filter(pk=message.pk).update(due_at=due_at, **outcome)
