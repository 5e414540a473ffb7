"""Own words in the place of shipped ones: what a programme calls its two sides.

The swap happens where a text is translated, before names and numbers are put into it. So it reaches
every marked text of pages and mails, and never touches what somebody wrote.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.translation import trans_real

# By language, a shipped word or phrase and what is said instead. A phrase that is to stay as it is
# stands for itself: the longest one that fits is taken.
RoleWords = Mapping[str, Mapping[str, str]]
NONE: RoleWords = {}
PLACEHOLDER = r"%\(\w+\)\w|\{\w+\}|<[^>]*>"

_role_words: ContextVar[RoleWords] = ContextVar("role_words", default=NONE)


@contextmanager
def said_as(words: RoleWords) -> Iterator[None]:
    """Let everything inside say these words; whoever is inside may still settle on others."""
    token = _role_words.set(words)
    try:
        yield
    finally:
        _role_words.reset(token)


def settle_on(words: RoleWords) -> None:
    """From here on, until the `said_as` around it ends, say these words."""
    _role_words.set(words)


def in_role_words(text: str, language: str | None = None) -> str:
    """A shipped text as it is said now."""
    words = _role_words.get()
    if not words:
        return text
    tag = (language or translation.get_language() or "").split("-", 1)[0]
    swaps = words.get(tag)
    return _swapped(text, tuple(sorted(swaps.items()))) if swaps else text


def _swapped(text: str, swaps: tuple[tuple[str, str], ...]) -> str:
    pattern, own = _compiled(swaps)

    def swap(found: re.Match[str]) -> str:
        shipped = found.group("word")
        if shipped is None:
            return found.group()
        said = own[shipped.lower()]
        return said[:1].upper() + said[1:] if shipped[:1].isupper() else said

    return pattern.sub(swap, text)


@lru_cache(maxsize=64)
def _compiled(swaps: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    own = {shipped.lower(): said for shipped, said in swaps}
    longest_first = "|".join(re.escape(word) for word in sorted(own, key=len, reverse=True))
    pattern = rf"{PLACEHOLDER}|(?<!\w)(?P<word>{longest_first})(?!\w)"
    return re.compile(pattern, re.IGNORECASE), own


class Catalogue(trans_real.DjangoTranslation):
    """A catalogue that says own words. Takes the place of Django's when the site starts."""

    def gettext(self, message: str) -> str:
        return in_role_words(super().gettext(message), self.to_language())

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return in_role_words(super().ngettext(msgid1, msgid2, n), self.to_language())


def install() -> None:
    """Let Django make its catalogues with us; those it has made are made anew."""
    settled: Any = trans_real
    settled.DjangoTranslation = Catalogue
    settled._translations = {}
    settled._default = None
