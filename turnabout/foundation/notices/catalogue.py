"""Every mail that the product sends: who gets it, why it comes, and a sample of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from turnabout.foundation.common.time import now

Facts = Mapping[str, Any]
DIGEST = "notices/digest"


class Manner(StrEnum):
    """How a notice leaves."""

    ACT = "act"  # what somebody did, asked for or waits for: at once, at any hour
    ASK = "ask"  # what its reader has to do: a nudge, and nobody gets many of them
    NEWS = "news"  # good to know: gathered into the digest


@dataclass(frozen=True)
class Letter:
    """One mail. `samples` are the facts of an invented case, one for each role it is written to."""

    kind: str
    to: str | Promise
    why: str | Promise
    samples: Callable[[], Mapping[str, Facts]]
    manner: Manner = Manner.ACT
    is_to_do: bool = False


_letters: dict[str, Letter] = {}


def describes(
    kind: str,
    *,
    to: str | Promise,
    why: str | Promise,
    facts: Callable[[], Facts] = dict,
    by_role: Callable[[], Mapping[str, Facts]] | None = None,
    manner: Manner = Manner.ACT,
    is_to_do: bool = False,
) -> None:
    """Declare a mail, so that it can be read and edited before it is ever sent.

    What has to be done is on its reader's page until it is done: every ask, and an act that says
    `is_to_do` because its answer cannot wait for a better hour.
    """
    samples = by_role or (lambda: {"": facts()})
    is_to_do = is_to_do or manner is Manner.ASK
    _letters[kind] = Letter(kind, to, why, samples, manner, is_to_do)


def letters() -> list[Letter]:
    return list(_letters.values())


def letter(kind: str) -> Letter:
    """Raises KeyError where there is no such mail."""
    return _letters[kind]


def manner_of(kind: str) -> Manner:
    """A notice that nobody described leaves at once."""
    found = _letters.get(kind)
    return found.manner if found else Manner.ACT


def is_to_do(kind: str) -> bool:
    found = _letters.get(kind)
    return found is not None and found.is_to_do


def kinds_of(manner: Manner) -> list[str]:
    return [one.kind for one in _letters.values() if one.manner is manner]


def kinds_to_do() -> list[str]:
    return [one.kind for one in _letters.values() if one.is_to_do]


def in_days(days: int, *, hour: int = 10) -> str:
    """A moment of an invented case."""
    at = now() + timedelta(days=days)
    return at.replace(hour=hour, minute=0, second=0, microsecond=0).isoformat()
