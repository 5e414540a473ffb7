"""What the pages about mails and letters show: each mail, its sentences, a sample of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from django.utils.functional import Promise
from django.utils.timezone import override as zone_override
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.notices import catalogue
from turnabout.foundation.notices.catalogue import Letter
from turnabout.foundation.notices.outbox import Recipient
from turnabout.foundation.notices.own_words import (
    KNOWN_EVERYWHERE,
    OwnWords,
    Sentence,
    sentences_of,
)
from turnabout.foundation.notices.rendering import Words, render_words
from turnabout.frame.content.models import EditedLetter
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Programme

MEANS: Mapping[str, str | Promise] = {
    "name": _("the name of whoever gets the mail"),
    "programme_name": _("the name of the programme"),
    "organisation_name": _("the name of your organisation"),
    "partner": _("the name of the other person"),
    "principal": _("the name of the mentee whose times are looked after"),
    "principal_name": _("the name of the mentee whose times are looked after"),
    "number": _("which session it is"),
    "day": _("the day"),
    "hour": _("the hour"),
    "end": _("the hour at which it ends"),
    "title": _("the question of the poll"),
    "aim": _("what the programme is for"),
    "invited_by": _("the name of whoever invites"),
    "sessions": _("how many sessions there are"),
    "session_minutes": _("how long a session is"),
    "gap_weeks": _("the weeks between two sessions"),
}


@dataclass(frozen=True)
class LetterLine:
    letter: Letter
    subject: str
    edited_in: tuple[str | Promise, ...]
    as_shipped_in: tuple[str | Promise, ...]

    @property
    def room(self) -> str:
        return self.letter.kind.split("/", 1)[0]

    @property
    def name(self) -> str:
        return self.letter.kind.split("/", 1)[1]


@dataclass(frozen=True)
class Placeholder:
    name: str
    means: str | Promise


def letters_by_reader(
    organisation: Organisation, reader: Person
) -> list[tuple[str | Promise, list[LetterLine]]]:
    """Every mail that the product sends, by who gets it."""
    edited: dict[str, set[str]] = {}
    rows = EditedLetter.objects.filter(organisation=organisation)
    for kind, language in rows.values_list("kind", "language"):
        edited.setdefault(kind, set()).add(language)
    all_own = {row.kind: row.words for row in rows.filter(language=_active())}
    programme = latest_programme(organisation)
    groups: dict[str, list[LetterLine]] = {}
    for letter in catalogue.letters():
        own = edited.get(letter.kind, set())
        facts = next(iter(samples_of(letter, programme, organisation, reader).values()))
        words = render_words(letter.kind, facts, all_own.get(letter.kind, {}))
        groups.setdefault(str(letter.to), []).append(
            LetterLine(
                letter,
                words.subject,
                tuple(name for code, name in settings.LANGUAGES if code in own),
                tuple(name for code, name in settings.LANGUAGES if own and code not in own),
            )
        )
    return list(groups.items())


def latest_programme(organisation: Organisation) -> Programme | None:
    return Programme.objects.filter(organisation=organisation).order_by("-created_at").first()


def samples_of(
    letter: Letter, programme: Programme | None, organisation: Organisation, reader: Person
) -> dict[str, dict[str, Any]]:
    """The facts of an invented case, by the role it is written to, in a programme that is real."""
    link = f"{settings.SITE_ADDRESS}/go/…"
    here = {
        "programme_name": programme.name if programme else str(_("The programme")),
        "organisation_name": organisation.name,
        "action_url": link,
        "book_url": link,
    }
    own = {"aim": programme.aim} if programme and programme.aim else {}
    found = {}
    for role, facts in letter.samples().items():
        told = {**here, **facts, **({"aim": own["aim"]} if own and "aim" in facts else {})}
        if "invited_by" in facts:
            told["invited_by"] = reader.name
        found[role] = json.loads(json.dumps(told, cls=DjangoJSONEncoder))
    return found


def rendered(
    kind: str, facts: Mapping[str, Any], own: OwnWords, *, language: str, reader: Person
) -> tuple[Words, frozenset[str]]:
    """A mail as its reader would get it, and the sentences that this case says."""
    said: set[str] = set()
    recipient = Recipient(
        address=reader.address, name=reader.name, language=language, zone=reader.clock_zone
    )
    with translation.override(language), zone_override(reader.clock_zone):
        words = render_words(kind, {**facts, "recipient": recipient, "sentences_said": said}, own)
    return words, frozenset(said)


def own_words_in(organisation: Organisation, kind: str, language: str) -> dict[str, dict[str, str]]:
    edited = EditedLetter.objects.filter(organisation=organisation, kind=kind, language=language)
    found: dict[str, dict[str, str]] | None = edited.values_list("words", flat=True).first()
    return found or {}


def sentences_said(kind: str, said: frozenset[str]) -> list[Sentence]:
    """The sentences of a mail that one case says; a step may be said with a colon."""
    return [one for one in sentences_of(kind) if one.sentence in said or f"{one.sentence}:" in said]


def placeholders_of(sentences: list[Sentence]) -> list[Placeholder]:
    """What may stand in braces, and what it becomes."""
    names = dict.fromkeys((*KNOWN_EVERYWHERE, *(name for one in sentences for name in one.names)))
    return [Placeholder(name, MEANS.get(name, name.replace("_", " "))) for name in names]


def _active() -> str:
    return (translation.get_language() or "en").split("-", 1)[0]
