"""What one reads of a rehearsal that was tried out: pairs with reasons, and the letters."""

from html import unescape
from typing import Any

from django.utils import translation
from django.utils.html import strip_tags

from turnabout.faces.home.kept_mail import parts_of
from turnabout.foundation.notices.models import KeptCopy
from turnabout.joining.matching import queries as matching
from turnabout.joining.matching.models import Run

MOST_PAIRS = 6
MOST_LETTERS = 8
MOST_REASONS = 3


def readout(language: str) -> dict[str, Any]:
    """Plain data in this language, from the database of the rehearsal."""
    with translation.override(language):
        return {"pairs": _pairs(), "letters": _letters()}


def _pairs() -> list[dict[str, Any]]:
    run = Run.objects.order_by("-number").first()
    if run is None:
        return []
    rows = list(matching.proposals_of(run)[:MOST_PAIRS])
    return [
        {
            "mentor": one.row.mentor.person.name,
            "mentor_is": _what_and_where(one.row.mentor.person),
            "mentee": one.row.mentee.person.name,
            "mentee_is": _what_and_where(one.row.mentee.person),
            "points": one.points,
            "word": str(one.word),
            "reasons": [unescape(strip_tags(reason)) for reason in one.reasons[:MOST_REASONS]],
        }
        for one in matching.shown(run, rows)
    ]


def _what_and_where(person: Any) -> str:
    return ", ".join(one for one in (person.job_title, person.unit) if one)


def _letters() -> list[dict[str, str]]:
    """One of each kind, the first that left."""
    found: dict[str, dict[str, str]] = {}
    for copy in KeptCopy.objects.order_by("pk").iterator():
        if copy.subject not in found:
            found[copy.subject] = {
                "subject": copy.subject,
                "to": copy.to_address.split("<")[0].strip(' "'),
                "text": parts_of(copy).text,
            }
        if len(found) == MOST_LETTERS:
            break
    return list(found.values())
