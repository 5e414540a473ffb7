"""Shipped texts: one text in several languages, read from the TOML files beside the code."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from turnabout.foundation.common.role_words import in_role_words
from turnabout.foundation.common.texts import FALLBACK, said
from turnabout.foundation.common.whose_words import wording

REQUIRED_LANGUAGES = (FALLBACK, "es")

Table = Mapping[str, Any]


class PackError(ValueError):
    """A shipped file says something that its reader cannot accept."""


@dataclass(frozen=True)
class Text:
    """One text in every language it has; shown in the reader's, else in English."""

    words: tuple[tuple[str, str], ...]

    def in_language(self, language: str) -> str:
        return in_role_words(said(self.table, language), language)

    @property
    def table(self) -> dict[str, str]:
        """The wordings by language, as rows keep them."""
        return dict(self.words)

    def __str__(self) -> str:
        return in_role_words(said(self.table))


@dataclass(frozen=True)
class Sayable(Text):
    """A shipped text that each organisation may say in its own words.

    It is the sentence `key` of the declared text `kind`.
    """

    kind: str
    key: str

    def in_language(self, language: str) -> str:
        return in_role_words(said(self._as_said, language), language)

    @property
    def _as_said(self) -> dict[str, str]:
        return {**self.table, **wording(self.kind, self.key)}

    def __str__(self) -> str:
        return in_role_words(said(self._as_said))


def sayable(found: Text, kind: str, key: str) -> Sayable:
    return Sayable(found.words, kind, key)


def shipped_of(found: Text) -> Text:
    """The same text as it was shipped, whatever is said instead."""
    return Text(found.words)


def text(table: object, *, where: str) -> Text:
    """Read an inline table such as `{ en = "…", es = "…" }`."""
    if not isinstance(table, dict):
        raise PackError(f"{where}: a text is a table of languages, not {table!r}.")
    for language in REQUIRED_LANGUAGES:
        if language not in table:
            raise PackError(f"{where}: the text has no words in {language!r}.")
    for language, words in table.items():
        if not isinstance(words, str) or not words.strip():
            raise PackError(f"{where}: the words in {language!r} are empty.")
    return Text(tuple(sorted(table.items())))


def texts(tables: object, *, where: str) -> tuple[Text, ...]:
    if not isinstance(tables, list):
        raise PackError(f"{where}: a list of texts is expected.")
    return tuple(text(table, where=f"{where}[{n}]") for n, table in enumerate(tables, start=1))


def known_fields(table: Table, *, fields: frozenset[str], where: str) -> None:
    """Refuse a misspelt field, which would otherwise be lost in silence."""
    unknown = sorted(set(table) - fields)
    if unknown:
        raise PackError(f"{where}: no such field: {', '.join(unknown)}.")


def one_of(value: object, *, among: tuple[str, ...], where: str) -> str:
    if value not in among:
        raise PackError(f"{where}: {value!r} is not one of {', '.join(among)}.")
    return value


def no_twins(slugs: list[str], *, where: str) -> None:
    twins = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    if twins:
        raise PackError(f"{where}: used twice: {', '.join(twins)}.")


def read_toml(package: str, name: str) -> dict[str, Any]:
    """Read one TOML file that lies in a package."""
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))


def toml_names(package: str) -> tuple[str, ...]:
    """Return the names of the TOML files in a package, in order of the alphabet."""
    return tuple(
        sorted(entry.name for entry in files(package).iterdir() if entry.name.endswith(".toml"))
    )
