"""The one clock. A rehearsal turns it; everything else asks it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]


def _wall_clock() -> datetime:
    return datetime.now(UTC)


_clock: ContextVar[Clock] = ContextVar("clock", default=_wall_clock)


def now() -> datetime:
    """The present instant, in UTC."""
    return _clock.get()()


def today(zone: str) -> date:
    """The date that a person in this zone would write."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def clock(instant: Clock | datetime) -> Iterator[None]:
    """Let everything inside live at another instant."""
    turned: Clock = (lambda: instant) if isinstance(instant, datetime) else instant
    token = _clock.set(turned)
    try:
        yield
    finally:
        _clock.reset(token)
