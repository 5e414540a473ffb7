"""Short shipped texts that an organisation may say in its own words: duties, clauses, posters.

A room declares each with its sentences; what an organisation says instead is kept, version by
version, in a room that knows organisations. A page asks `as_said` and gets one or the other.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils import translation
from django.utils.functional import Promise

from turnabout.foundation.common.packs import Text
from turnabout.foundation.common.role_words import NONE, in_role_words, said_as


class Said(Protocol):
    """Something that is words in the language of its reader."""

    def __str__(self) -> str: ...


Words = Promise | Text | Said | str
# By language and by the key of the sentence.
OwnWords = Mapping[str, Mapping[str, str]]
# Between a text and the programme whose words they are.
IN_PROGRAMME = "@"


@dataclass(frozen=True)
class Slot:
    """One sentence. `names` are what may stand in braces in it, `longest` its letters if few."""

    key: str
    label: Words
    shipped: Words
    names: tuple[str, ...] = ()
    is_long: bool = True
    longest: int = 0

    def shipped_in(self, language: str) -> str:
        with said_as(NONE), translation.override(language):
            return str(self.shipped)


@dataclass(frozen=True)
class NextStep:
    """What is to be done after new words: a sentence and the page where it is done."""

    words: str
    label: str
    url: str


@dataclass(frozen=True)
class OwnText:
    """A text that can be put in one's own words.

    `template` shows it as people read it, from what `preview` makes of its words. `steps` tells,
    for the id of an organisation, what is to be done when the words are new. `by_programme` says
    that a programme may say it in words of its own, over those of the organisation.
    """

    kind: str
    name: Words
    read_where: Words
    changing: Words
    slots: Callable[[], Sequence[Slot]]
    template: str
    preview: Callable[[Mapping[str, str]], Mapping[str, Any]] = lambda words: {"said": words}
    steps: Callable[[int], Sequence[NextStep]] = lambda organisation_id: ()
    by_programme: bool = False


@dataclass(frozen=True)
class Version:
    """What an organisation says now; number 0 is what was shipped."""

    number: int = 0
    words: OwnWords = field(default_factory=dict)


Finder = Callable[[int, str, int | None], Version]
_texts: dict[str, OwnText] = {}
_finders: list[Finder] = []


def offers(text: OwnText) -> None:
    """Declare a text that can be put in one's own words."""
    _texts[text.kind] = text


def own_texts() -> list[OwnText]:
    return list(_texts.values())


def own_text(kind: str) -> OwnText:
    """Raises KeyError where there is none."""
    return _texts[kind]


def finds_versions(finder: Finder) -> Finder:
    """Register what knows the versions of an organisation."""
    _finders[:] = [finder]
    return finder


def version_of(organisation_id: int, kind: str, number: int | None = None) -> Version:
    """The words of an organisation: those of now, or those of this number."""
    return next((find(organisation_id, kind, number) for find in _finders), Version())


def kind_in(kind: str, programme: str) -> str:
    """Under which name the words of one programme are kept, by its public id."""
    return f"{kind}{IN_PROGRAMME}{programme}" if programme else kind


def words_in(organisation_id: int, kind: str, programme: str = "") -> OwnWords:
    """What an organisation says, and over it what its programme says, sentence by sentence."""
    everywhere = version_of(organisation_id, kind).words
    here = version_of(organisation_id, kind_in(kind, programme)).words if programme else {}
    return {
        code: {**everywhere.get(code, {}), **here.get(code, {})} for code in {*everywhere, *here}
    }


def as_said(organisation_id: int, kind: str) -> dict[str, str]:
    """Every sentence of a text by its key, as the reader is to read it."""
    language = (translation.get_language() or "en").split("-", 1)[0]
    own = version_of(organisation_id, kind).words.get(language, {})
    return {
        slot.key: in_role_words(own[slot.key]) if slot.key in own else str(slot.shipped)
        for slot in own_text(kind).slots()
    }


def in_own_words(shipped: Text, key: str, own: OwnWords) -> Text:
    """A shipped text of several languages, each in own words where there are some."""
    told = {code: words[key] for code, words in own.items() if key in words}
    return Text(tuple(sorted({**shipped.table, **told}.items()))) if told else shipped
