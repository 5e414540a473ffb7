"""Every mail that the product sends: who gets it, why it comes, and a sample of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise

from turnabout.foundation.common.time import now

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Letter:
    """One mail. `samples` are the facts of an invented case, one for each role it is written to."""

    kind: str
    to: str | Promise
    why: str | Promise
    samples: Callable[[], Mapping[str, Facts]]


_letters: dict[str, Letter] = {}


def describes(
    kind: str,
    *,
    to: str | Promise,
    why: str | Promise,
    facts: Callable[[], Facts] = dict,
    by_role: Callable[[], Mapping[str, Facts]] | None = None,
) -> None:
    """Declare a mail, so that it can be read and edited before it is ever sent."""
    _letters[kind] = Letter(kind, to, why, by_role or (lambda: {"": facts()}))


def letters() -> list[Letter]:
    return list(_letters.values())


def letter(kind: str) -> Letter:
    """Raises KeyError where there is no such mail."""
    return _letters[kind]


def in_days(days: int, *, hour: int = 10) -> str:
    """A moment of an invented case."""
    at = now() + timedelta(days=days)
    return at.replace(hour=hour, minute=0, second=0, microsecond=0).isoformat()
