"""In whose words a page speaks: those of the organisation that it is for.

A shipped text that an organisation may say otherwise asks here when it is read, and so says it
wherever it stands. The words are read once for a page, when the first such text asks for them.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property

# By the kind of a text, by language and by the key of a sentence.
Wordings = Mapping[str, Mapping[str, Mapping[str, str]]]
Loader = Callable[[int], Wordings]
_loaders: list[Loader] = []


class House:
    def __init__(self, organisation_id: int) -> None:
        self.organisation_id = organisation_id

    @cached_property
    def wordings(self) -> Wordings:
        return next((load(self.organisation_id) for load in _loaders), {})


_house: ContextVar[House | None] = ContextVar("house", default=None)


def loads_wordings(loader: Loader) -> Loader:
    """Register what knows the own words of an organisation."""
    _loaders[:] = [loader]
    return loader


@contextmanager
def said_in(organisation_id: int | None) -> Iterator[None]:
    """Let everything inside speak as this organisation does; no one's words are the shipped."""
    token = _house.set(House(organisation_id) if organisation_id else None)
    try:
        yield
    finally:
        _house.reset(token)


def settle_in(organisation_id: int) -> None:
    """From here on, until the `said_in` around it ends, speak as this organisation does."""
    house = _house.get()
    if house is None or house.organisation_id != organisation_id:
        _house.set(House(organisation_id))


def wording(kind: str, key: str) -> dict[str, str]:
    """How a sentence is said here instead of as shipped, by language."""
    house = _house.get()
    if house is None:
        return {}
    found = house.wordings.get(kind, {})
    return {language: words[key] for language, words in found.items() if key in words}
