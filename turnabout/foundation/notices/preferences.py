"""What somebody decides about the mails she gets, and an organisation about those of its people."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from turnabout.foundation.common.time import now
from turnabout.foundation.notices.catalogue import DIGEST, Letter, Manner, letters, manner_of
from turnabout.foundation.notices.models import OutboxMessage, OwnPace, Reader, Wait
from turnabout.foundation.notices.outbox import stopper_of
from turnabout.foundation.notices.pace import Pace
from turnabout.foundation.notices.readers import reader_of

SNOOZE = timedelta(days=7)


def news_to_choose() -> list[Letter]:
    """The kinds of news that somebody can do without."""
    return [one for one in letters() if one.manner is Manner.NEWS and one.kind != DIGEST]


def snooze(person: str) -> datetime:
    """Leave somebody in peace for a week: nothing is asked and nothing told; acts still come."""
    until = now() + SNOOZE
    _update(person, snoozed_until=until)
    return until


def wake(person: str) -> None:
    """Write again before the week is over; what waited because of it comes at its own time."""
    _update(person, snoozed_until=None)
    _look_again(person)


def choose(
    person: str,
    *,
    asks_by: str,
    digest_day: int | None,
    digest_hour: int | None,
    quiet_from: int | None,
    quiet_until: int | None,
    muted: list[str],
) -> None:
    """Keep what somebody chose. What waits is decided anew."""
    _update(
        person,
        asks_by=asks_by,
        digest_day=digest_day,
        digest_hour=digest_hour,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        muted=muted,
    )
    _look_again(person)


@transaction.atomic
def want_fewer(person: str, kind: str) -> None:
    """One step to fewer mails, from a mail of this kind: news of the kind stop, what is asked
    comes as a digest, and after that only on her page."""
    reader = reader_of(person)
    stop = stopper_of(kind)
    if stop is not None:
        stop(person)
    if manner_of(kind) is Manner.NEWS and kind != DIGEST:
        _update(person, muted=sorted({*reader.muted, kind}))
    elif stop is None:
        is_first_step = kind != DIGEST and reader.asks_by == Reader.Asks.EACH
        _update(person, asks_by=Reader.Asks.DIGEST if is_first_step else Reader.Asks.PAGE)
    _look_again(person)


def set_pace(organisation: str, pace: Pace) -> None:
    """Keep how often an organisation writes to its people."""
    OwnPace.objects.update_or_create(organisation=organisation, defaults=asdict(pace))


def _update(person: str, **chosen: object) -> None:
    Reader.objects.filter(pk=reader_of(person).pk).update(**chosen)


def _look_again(person: str) -> None:
    waiting = OutboxMessage.objects.waiting().filter(recipient=person, gathered_in=None)
    waiting.exclude(title="").update(due_at=now(), waits_for=Wait.NOTHING)
