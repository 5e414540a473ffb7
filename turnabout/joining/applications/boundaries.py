"""What an applicant keeps to herself. Sealed under her own key; read by her and by a run."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from turnabout.foundation.trust import vault
from turnabout.frame.programmes.models import Membership
from turnabout.joining.applications.models import Application, Boundaries

TABLE = "applications.boundaries"


@dataclass(frozen=True)
class PrivateSide:
    """Topics to ask about first or never, whom to avoid, and answers nobody else reads.

    `topics_*` are slugs, `people` public ids, `units` names of units.
    """

    ask_first: frozenset[str] = frozenset()
    off_limits: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    answers: Mapping[str, Any] = field(default_factory=dict)

    def with_answers(self, answers: Mapping[str, Any]) -> Self:
        return replace(self, answers={**self.answers, **answers})


NOTHING_SAID = PrivateSide()


def read(application: Application) -> PrivateSide:
    """Open what the applicant keeps to herself."""
    return read_all([application]).get(application.pk, NOTHING_SAID)


def read_all(applications: Iterable[Application]) -> dict[int, PrivateSide]:
    """The same of many, by application; whoever said nothing is missing."""
    there = {application.pk: application for application in applications}
    rows = Boundaries.objects.in_bulk(list(there), field_name="application_id")
    opened = vault.unseal_each(
        [(row.sealed, _holder(there[pk]), _place(there[pk])) for pk, row in rows.items()]
    )
    return {pk: _told(words) for pk, words in zip(rows, opened, strict=True)}


def _told(words: str) -> PrivateSide:
    content = json.loads(words)
    sets = {name: frozenset(content[name]) for name in ("ask_first", "off_limits")}
    avoided = {name: frozenset(content[name]) for name in ("people", "units")}
    return PrivateSide(**sets, **avoided, answers=content["answers"])


def write(application: Application, side: PrivateSide) -> None:
    """Seal what the applicant keeps to herself, in place of what was there."""
    words = json.dumps(
        {
            "ask_first": sorted(side.ask_first),
            "off_limits": sorted(side.off_limits),
            "people": sorted(side.people),
            "units": sorted(side.units),
            "answers": dict(side.answers),
        }
    )
    sealed = vault.seal(words, holder=_holder(application), place=_place(application))
    Boundaries.objects.update_or_create(application=application, defaults={"sealed": sealed})


def _holder(application: Application) -> str:
    membership: Membership = application.membership
    return f"person:{membership.person.public_id}"


def _place(application: Application) -> vault.Place:
    return vault.Place(TABLE, application.public_id, "sealed")
