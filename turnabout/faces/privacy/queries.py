"""What is kept about somebody: in words for a page, and as files for her."""

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.functional import Promise

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.common.time import now
from turnabout.foundation.trust.personal import Fate, copy_of, everything_kept
from turnabout.foundation.trust.policy import can
from turnabout.frame.directory.models import Person

COPY = "what-is-kept"


@dataclass(frozen=True)
class Told:
    """What goes with somebody, and what stays with the reason, in the order of the rooms."""

    goes: tuple[str | Promise, ...]
    stays: tuple[tuple[str | Promise, str | Promise], ...]


def kept_about_anybody() -> Told:
    """Everything that is kept about people, whoever it is: it says nothing of anybody.

    Whoever holds the link of a mail reads it too, and must not learn that she raised a concern.
    """
    kept = everything_kept()
    return Told(
        goes=tuple(one.words for one in kept if one.fate is Fate.GOES),
        stays=tuple((one.words, one.why) for one in kept if one.fate is not Fate.GOES),
    )


def is_erased_already(actor: Actor, public_id: str) -> bool:
    """Whether a second tap comes after the first, told to those who could have done it."""
    erased = Person.objects.exclude(erased_at=None).filter(public_id=public_id)
    person = erased.select_related("organisation").first()
    return person is not None and can(actor, "import_people", person.organisation)


def copy_for(person: Person) -> bytes:
    """Everything that is kept about her as a zip of two files: a page to read, and plain data."""
    things = [(str(kept.words), rows) for kept, rows in copy_of(person)]
    data = {"made_at": now(), "kept": [{"what": what, "rows": rows} for what, rows in things]}
    plain = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    told = [(what, [_lines(row) for row in rows]) for what, rows in things]
    page = render_to_string("privacy/copy_file.html", {"person": person, "things": told})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        for ending, words in (("html", page), ("json", plain)):
            # With a day of its own for each file, two copies of the same would not be the same.
            files.writestr(zipfile.ZipInfo(f"{COPY}.{ending}"), words, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _lines(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (
            name.replace("_", " "),
            value if isinstance(value, str) else _plain(value),
        )
        for name, value in row.items()
    ]


def _plain(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).strip('"')
