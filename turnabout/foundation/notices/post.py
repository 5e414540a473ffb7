"""What is known of the mail server: whether it takes mail, and how much it has had this minute."""

from datetime import datetime, timedelta
from smtplib import (
    SMTPException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from django.conf import settings
from django.db.models import F

from turnabout.foundation.notices.models import PostOffice

MAIL = "mail"
TRIED_AGAIN_AFTER = tuple(timedelta(seconds=s) for s in (30, 60, 120, 300))
CLOSING_DOWN = 421


def office() -> PostOffice:
    found, _made = PostOffice.objects.get_or_create(name=MAIL)
    return found


class ServerAwayError(Exception):
    """The mail server did not let us in."""


def is_about_the_server(error: Exception) -> bool:
    """Whether no other mail would have left either, rather than this one being unwelcome.

    A server that let us in and then failed may have done so because of this one mail.
    """
    return isinstance(error, ServerAwayError | SMTPSenderRefused)


def hung_up(error: Exception) -> bool:
    """Whether the server ended a conversation that had begun, as some do after so many mails."""
    return (
        isinstance(error, SMTPServerDisconnected) or getattr(error, "smtp_code", 0) == CLOSING_DOWN
    )


def broke_off(error: Exception) -> bool:
    """Whether there was no answer at all: another mail could wait as long for one."""
    is_answer = isinstance(error, SMTPException) and not isinstance(error, SMTPServerDisconnected)
    return isinstance(error, OSError) and not is_answer


def grant(wanted: int, at: datetime) -> int:
    """How many mails may leave now: none while the server is away, one to see whether it is back,
    and never more in a minute than it is to have."""
    for _attempt in range(3):
        here = office()
        if here.away_since is not None:
            return _probe(here, at)
        most = settings.MAILS_PER_MINUTE
        if not most:
            return wanted
        minute = _minute_of(at)
        had = here.sent if here.minute == minute else 0
        granted = min(wanted, max(most - had, 0))
        same = PostOffice.objects.filter(pk=here.pk, minute=here.minute, sent=here.sent)
        if same.update(minute=minute, sent=had + granted):
            return granted
    return 0


def give_back(unused: int) -> None:
    """What was granted and not used is there for the next look."""
    if unused and settings.MAILS_PER_MINUTE:
        rows = PostOffice.objects.filter(name=MAIL, sent__gte=unused)
        rows.update(sent=F("sent") - unused)


def is_away(error: Exception, at: datetime) -> None:
    """Remember that the server took nothing, and when to ask it again."""
    here = office()
    PostOffice.objects.filter(pk=here.pk).update(
        away_since=here.away_since or at,
        try_at=at + _pause(here.failures),
        failures=F("failures") + 1,
        last_error=type(error.__cause__ or error).__name__,
    )


def is_back() -> None:
    away = PostOffice.objects.filter(name=MAIL, away_since__isnull=False)
    away.update(away_since=None, try_at=None, failures=0, last_error="")


def _probe(here: PostOffice, at: datetime) -> int:
    """One worker asks a server that was away, with one mail; the others wait for what it hears."""
    if here.try_at is not None and here.try_at > at:
        return 0
    mine = PostOffice.objects.filter(pk=here.pk, try_at=here.try_at)
    return mine.update(try_at=at + _pause(here.failures), minute=_minute_of(at), sent=1)


def _minute_of(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _pause(failures: int) -> timedelta:
    return TRIED_AGAIN_AFTER[min(failures, len(TRIED_AGAIN_AFTER) - 1)]
