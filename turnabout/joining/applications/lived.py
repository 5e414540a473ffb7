"""What a mentor draws on of her own life. Sealed apart from all else, and gone after a while.

She reads it, a run reads it, and nothing else does: no page, list, search, file or reason.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from turnabout.foundation.trust import vault
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.programmes.own_sets import set_asked
from turnabout.frame.questions.models import QuestionSet
from turnabout.joining.applications.models import Application, LivedExperience

TABLE = "applications.lived"
USE, SHIPPED = "lived_experience", "lived-experience"
DRAWS, ON_TOPICS = "draws_on_experience", "experience_topics"
# How long after the last session of a programme it is kept.
KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Lived:
    """Whether she draws on it; None while she has not said. `answers` are other private ones."""

    draws: bool | None = None
    topics: frozenset[str] = frozenset()
    answers: Mapping[str, Any] = field(default_factory=dict)


NOTHING_SAID = Lived()


def set_of(programme: Programme) -> QuestionSet:
    """The step that this programme asks of mentors where personal experience may be a topic."""
    return set_asked(programme, USE, SHIPPED)


def about(application: Application) -> str:
    """What open answers of this step are about, apart from those of the form."""
    return f"{application.public_id}:lived"


def read(application: Application) -> Lived:
    return read_all([application]).get(application.pk, NOTHING_SAID)


def read_all(applications: Iterable[Application]) -> dict[int, Lived]:
    """What each of these applicants said, by application; for a run and for nothing else."""
    there = {application.pk: application for application in applications}
    rows = LivedExperience.objects.in_bulk(list(there), field_name="application_id")
    opened = vault.unseal_each(
        [(row.sealed, _holder(there[pk]), _place(there[pk])) for pk, row in rows.items()]
    )
    return {pk: _told(words) for pk, words in zip(rows, opened, strict=True)}


def write(application: Application, said: Lived) -> None:
    """Seal what she says now. A no keeps nothing of what was there before."""
    topics = sorted(said.topics) if said.draws else []
    words = json.dumps({"draws": said.draws, "topics": topics, "answers": dict(said.answers)})
    sealed = vault.seal(words, holder=_holder(application), place=_place(application))
    LivedExperience.objects.update_or_create(application=application, defaults={"sealed": sealed})


def _told(words: str) -> Lived:
    content = json.loads(words)
    return Lived(content["draws"], frozenset(content["topics"]), content["answers"])


def _holder(application: Application) -> str:
    membership: Membership = application.membership
    return f"person:{membership.person.public_id}"


def _place(application: Application) -> vault.Place:
    return vault.Place(TABLE, application.public_id, "sealed")
