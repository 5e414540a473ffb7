"""Whether a notice leaves now, later, or together with others: decided from rows at delivery."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from turnabout.foundation.notices.catalogue import DIGEST, Manner, manner_of
from turnabout.foundation.notices.models import OutboxMessage, Reader, Wait
from turnabout.foundation.notices.outbox import TO_MANY, Recipient, is_still_wanted
from turnabout.foundation.notices.pace import Pace, first_loud, next_digest
from turnabout.foundation.notices.readers import pace_of, reader_of, room_for, take_turn
from turnabout.foundation.notices.rendering import render_title

LEASE = timedelta(minutes=5)
# The hour of a digest may be one that is otherwise quiet; long after it, it waits for a loud one.
ON_TIME_FOR = timedelta(hours=1)


def let_go(message: OutboxMessage, recipient: Recipient, at: datetime) -> OutboxMessage | None:
    """What leaves now: the message, or the digest it was gathered in; nothing when it was put off.

    Acts leave at once, but for those that are told to many. What was let go before a worker died
    leaves again, as the same mail.
    """
    manner, is_to_many = manner_of(message.kind), bool(message.context.get(TO_MANY))
    is_at_once = manner is Manner.ACT and not is_to_many
    if is_at_once or message.context.get("is_sample") or message.released_at:
        return message
    reader = reader_of(message.recipient)
    if manner is Manner.ACT:
        return _let_loudly(message, recipient, pace_of(reader, recipient.organisation), at)
    if message.kind in reader.muted:
        drop(message, at)
        return None
    if reader.asks_by == Reader.Asks.PAGE and message.kind != DIGEST:
        _keep_on_page(message, recipient, at)
        return None
    pace = pace_of(reader, recipient.organisation)
    if message.kind == DIGEST:
        return _let_digest(message, recipient, reader, pace, at)
    if manner is Manner.ASK:
        return _let_ask(message, recipient, reader, pace, at)
    return _let_news(message, recipient, reader, pace, at)


def drop(message: OutboxMessage, at: datetime) -> None:
    """Let a message never leave, nor anything that was gathered in it."""
    OutboxMessage.objects.filter(pk=message.pk).update(
        dropped_at=at, leased_until=None, settled_at=at, context={}, links={}
    )
    if message.kind == DIGEST:
        message.lines.update(dropped_at=at, settled_at=at, context={}, links={})


def lines_of(message: OutboxMessage, at: datetime) -> list[OutboxMessage]:
    """What a digest still has to say."""
    return [line for line in message.lines.order_by("due_at", "pk") if _is_fresh(line, at)]


def _let_loudly(
    message: OutboxMessage, recipient: Recipient, pace: Pace, at: datetime
) -> OutboxMessage | None:
    loud = first_loud(pace, at, recipient.zone)
    if loud > at:
        _put_off(message, recipient, loud, Wait.NOTHING)
        return None
    return message


def _let_ask(
    message: OutboxMessage, recipient: Recipient, reader: Reader, pace: Pace, at: datetime
) -> OutboxMessage | None:
    room = room_for(reader, pace, at)
    rested = max(at, reader.snoozed_until or at)
    if message.waits_for == Wait.DIGEST:
        until = _digest_hour(message, pace, max(room, rested), at, recipient.zone)
        if until > at:
            _put_off(message, recipient, until, Wait.DIGEST)
            return None
        return _gather(message, reader, at, has_room=True)
    if room > at or reader.asks_by == Reader.Asks.DIGEST:
        until = max(next_digest(pace, rested, recipient.zone), room)
        loud = first_loud(pace, until, recipient.zone) if until == room else until
        _put_off(message, recipient, loud, Wait.DIGEST)
        return None
    loud = first_loud(pace, rested, recipient.zone)
    if loud > at:
        _put_off(message, recipient, loud, Wait.NOTHING)
        return None
    return _nudge(message, reader, at)


def _let_news(
    message: OutboxMessage, recipient: Recipient, reader: Reader, pace: Pace, at: datetime
) -> OutboxMessage | None:
    rested = max(at, reader.snoozed_until or at)
    if message.waits_for == Wait.DIGEST and rested == at:
        until = _digest_hour(message, pace, at, at, recipient.zone)
        if until == at:
            return _gather(message, reader, at, has_room=room_for(reader, pace, at) <= at)
    else:
        until = next_digest(pace, rested, recipient.zone)
    if until > at:
        _put_off(message, recipient, until, Wait.DIGEST)
        return None
    return _released(message, at, is_nudge=False)


def _let_digest(
    message: OutboxMessage, recipient: Recipient, reader: Reader, pace: Pace, at: datetime
) -> OutboxMessage | None:
    """A digest that came back from the mail server asks for its nudge anew."""
    asks = any(manner_of(line.kind) is Manner.ASK for line in lines_of(message, at))
    room = room_for(reader, pace, at) if asks else at
    until = _digest_hour(message, pace, max(room, reader.snoozed_until or at), at, recipient.zone)
    if until > at:
        _put_off(message, recipient, until, Wait.NOTHING)
        return None
    return _nudge(message, reader, at) if asks else _released(message, at, is_nudge=False)


def _digest_hour(
    message: OutboxMessage, pace: Pace, room: datetime, at: datetime, zone: str
) -> datetime:
    """When a digest leaves whose hour has come: then, or where it is late, in no quiet hour."""
    is_on_time = room <= at < message.due_at + ON_TIME_FOR
    return at if is_on_time else first_loud(pace, max(room, at), zone)


@transaction.atomic
def _nudge(message: OutboxMessage, reader: Reader, at: datetime) -> OutboxMessage | None:
    if not take_turn(reader):
        _free(message)
        return None
    return _released(message, at, is_nudge=True)


@transaction.atomic
def _gather(
    message: OutboxMessage, reader: Reader, at: datetime, *, has_room: bool
) -> OutboxMessage | None:
    """Bring all that waits for this reader's digest into one mail; a single line stays itself."""
    if not take_turn(reader):
        _free(message)
        return None
    waiting = OutboxMessage.objects.waiting().filter(
        recipient=message.recipient,
        waits_for=Wait.DIGEST,
        due_at__lte=at,
        gathered_in=None,
        released_at=None,
    )
    rows = [row for row in waiting.order_by("due_at", "pk") if _is_fresh(row, at)]
    lines = [row for row in rows if has_room or manner_of(row.kind) is not Manner.ASK]
    if message.pk not in {line.pk for line in lines}:
        # Another worker gathered it a moment ago.
        _free(message)
        return None
    asks = any(manner_of(line.kind) is Manner.ASK for line in lines)
    if len(lines) == 1:
        return _released(message, at, is_nudge=asks)
    made = OutboxMessage.objects.create(
        kind=DIGEST,
        recipient=message.recipient,
        created_at=at,
        due_at=at,
        leased_until=at + LEASE,
        attempts=1,
        released_at=at,
        nudged_at=at if asks else None,
    )
    keys = [line.pk for line in lines]
    OutboxMessage.objects.filter(pk__in=keys).update(gathered_in=made, leased_until=None)
    return made


def _is_fresh(message: OutboxMessage, at: datetime) -> bool:
    is_stale = message.stale_at is not None and message.stale_at < at
    return not is_stale and is_still_wanted(message)


def _released(message: OutboxMessage, at: datetime, *, is_nudge: bool) -> OutboxMessage:
    message.released_at = at
    message.nudged_at = at if is_nudge else None
    message.save(update_fields=["released_at", "nudged_at"])
    return message


def _put_off(message: OutboxMessage, recipient: Recipient, until: datetime, waits: Wait) -> None:
    """Let it wait; its reader finds it on her page meanwhile."""
    OutboxMessage.objects.filter(pk=message.pk).update(
        due_at=until,
        waits_for=waits,
        title=message.title or _title(message, recipient),
        leased_until=None,
        attempts=F("attempts") - 1,
    )


def _free(message: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(
        leased_until=None, attempts=F("attempts") - 1
    )


def _keep_on_page(message: OutboxMessage, recipient: Recipient, at: datetime) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(
        dropped_at=at,
        waits_for=Wait.PAGE,
        title=_title(message, recipient),
        leased_until=None,
    )


def _title(message: OutboxMessage, recipient: Recipient) -> str:
    return "" if message.kind == DIGEST else render_title(message, recipient)[:300]
