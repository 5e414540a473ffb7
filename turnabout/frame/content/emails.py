"""Whose own words a mail is written in: those of its reader's organisation."""

from collections.abc import Mapping

from turnabout.foundation.notices.outbox import finds_own_words
from turnabout.frame.content.models import EditedLetter
from turnabout.frame.directory.models import Person


@finds_own_words
def own_words(kind: str, recipient: str, language: str) -> Mapping[str, Mapping[str, str]]:
    organisation = Person.objects.filter(public_id=recipient).values("organisation")
    edited = EditedLetter.objects.filter(
        organisation__in=organisation, kind=kind, language=language.split("-", 1)[0]
    )
    return edited.values_list("words", flat=True).first() or {}
