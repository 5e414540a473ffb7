"""The versions of every text: what it says now, what it said before, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.own_texts import (
    APART,
    IN_PROGRAMME,
    OwnText,
    Slot,
    Version,
    Words,
    kind_in,
    own_text,
    own_texts,
    version_of,
)
from turnabout.foundation.common.packs import Text
from turnabout.foundation.common.whose_words import Wordings
from turnabout.foundation.notices.own_words import sentences_of
from turnabout.frame.content.models import TextVersion
from turnabout.frame.content.packs import load_page
from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes.models import Programme

LABELS = {
    "subject": _("Subject"),
    "heading": _("Heading"),
    "body": _("What to say"),
    "actions": _("Words of the button"),
    "after": _("Said after it"),
}
PAGE_LABELS = {"title": _("Heading"), "body": _("Text")}
LATEST = 20


@dataclass(frozen=True)
class TextLine:
    text: OwnText
    edited_in: tuple[str | Promise, ...]
    as_shipped_in: tuple[str | Promise, ...]


@dataclass(frozen=True)
class Family:
    """Texts that are listed together, and how many of them say own words."""

    name: Words
    lines: tuple[TextLine, ...]

    @property
    def edited(self) -> int:
        return sum(bool(line.edited_in) for line in self.lines)


@dataclass(frozen=True)
class Piece:
    """One sentence of a version beside the shipped one."""

    language: str
    code: str
    label: str
    text: str
    shipped: str


def version_kept(organisation_id: int, kind: str, number: int | None = None) -> Version:
    """What is said now, or was in this version.

    Words that come back carry the number under which they were first said, so that who accepted
    them then need not accept them again.
    """
    rows = TextVersion.objects.filter(organisation_id=organisation_id, kind=kind)
    said = list(rows.order_by("number").values_list("number", "words"))
    if not said:
        return Version()
    words = dict(said).get(number, {}) if number is not None else said[-1][1]
    if not words:
        return Version()
    return Version(next(first for first, one in said if one == words), words)


def wordings_of(organisation_id: int) -> Wordings:
    """What shipped texts that speak for themselves say here, by their kind."""
    kinds = [text.kind for text in own_texts() if APART in text.kind]
    rows = TextVersion.objects.filter(organisation_id=organisation_id, kind__in=kinds)
    return dict(rows.order_by("number").values_list("kind", "words"))


def texts_with_own_words(organisation: Organisation) -> list[Family]:
    """Every declared text by family, with the languages in which it says own words."""
    texts = own_texts()
    rows = TextVersion.objects.filter(
        organisation=organisation, kind__in=[text.kind for text in texts]
    )
    own = dict(rows.order_by("number").values_list("kind", "words"))
    families: dict[str, list[OwnText]] = {}
    for text in texts:
        families.setdefault(str(text.family), []).append(text)
    return [
        Family(name, tuple(_line(text, set(own.get(text.kind, {}))) for text in found))
        for name, found in sorted(families.items(), key=lambda family: bool(family[0]))
    ]


def _line(text: OwnText, said: set[str]) -> TextLine:
    return TextLine(
        text,
        tuple(name for code, name in settings.LANGUAGES if code in said),
        tuple(name for code, name in settings.LANGUAGES if said and code not in said),
    )


def past_versions(organisation: Organisation, kind: str, language: str = "") -> list[TextVersion]:
    """The latest versions, the newest first; of a page or a mail those in one language."""
    rows = TextVersion.objects.filter(organisation=organisation, kind=kind)
    if language:
        rows = rows.filter(words__has_key=language)
    return list(rows.select_related("made_by")[:LATEST])


def of_page(slug: str, programme: Programme | None) -> str:
    return kind_in(f"page:{slug}", programme.public_id if programme else "")


def of_text(kind: str, programme: Programme | None) -> str:
    return kind_in(kind, programme.public_id if programme else "")


def text_in(kind: str, organisation: Organisation, programme: Programme | None = None) -> OwnText:
    """A declared text; in a programme, what all of them say stands for what was shipped.

    Raises KeyError where there is none, or where it is the same in every programme.
    """
    text = own_text(kind, organisation.pk)
    if programme is None:
        return text
    if not text.by_programme:
        raise KeyError(kind)
    own = version_of(organisation.pk, kind).words
    slots = [replace(slot, shipped=_said_by_all(slot, own)) for slot in text.slots()]
    return replace(text, slots=lambda: slots)


def of_letter(kind: str) -> str:
    return f"letter:{kind}"


def place_of(version: TextVersion) -> tuple[str, Programme | None]:
    """Which page or declared text a version is of, and in which programme it is read."""
    slug, _sign, public_id = version.kind.removeprefix("page:").partition(IN_PROGRAMME)
    programme = Programme.objects.filter(public_id=public_id).first() if public_id else None
    return slug, programme


def address_of(version: TextVersion) -> str:
    """The page on which a text is edited."""
    place, _colon, name = version.kind.partition(":")
    language = next(iter(version.words), settings.LANGUAGES[0][0])
    slug, programme = place_of(version)
    where = f"&programme={programme.public_id}" if programme else ""
    if place == "page":
        return f"{reverse('content:edit_page', args=[slug])}?language={language}{where}"
    if place == "letter":
        return f"{reverse('content:letter', args=name.split('/', 1))}?language={language}"
    return f"{reverse('content:own_text', args=[slug])}?language={language}{where}"


def pieces_of(version: TextVersion) -> list[Piece]:
    """What a version says, sentence by sentence, beside what was shipped."""
    names = dict(settings.LANGUAGES)
    return [
        Piece(str(names.get(code, code)), code, str(label), text, shipped)
        for code, said in version.words.items()
        for label, text, shipped in _told(version, code, said)
    ]


def _told(version: TextVersion, code: str, said: Mapping[str, str]) -> list[tuple[Words, str, str]]:
    place, _colon, name = version.kind.partition(":")
    if place == "page":
        page = load_page(place_of(version)[0], code)
        shipped = {"title": page.title, "body": page.body_markdown}
        return [(label, said[part], shipped[part]) for part, label in PAGE_LABELS.items() if said]
    if place == "letter":
        found = {f"{one.where}:{one.sentence}": one for one in sentences_of(name)}
        return [
            (LABELS[found[key].part], text, found[key].shipped(code))
            for key, text in said.items()
            if key in found
        ]
    kind, programme = place_of(version)
    text = text_in(kind, version.organisation, programme)
    slots = {slot.key: slot for slot in text.slots()}
    return [
        (slots[key].label, text, slots[key].shipped_in(code))
        for key, text in said.items()
        if key in slots
    ]


def _said_by_all(slot: Slot, own: Mapping[str, Mapping[str, str]]) -> Text:
    told = {
        code: own.get(code, {}).get(slot.key) or slot.shipped_in(code)
        for code, _name in settings.LANGUAGES
    }
    return Text(tuple(sorted(told.items())))
