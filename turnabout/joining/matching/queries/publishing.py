from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import cast

from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.joining.matching.events import letters_wanted
from turnabout.joining.matching.letters import Letter
from turnabout.joining.matching.models import Proposal, Run
from turnabout.joining.matching.queries.suggestions import suggestions_of


@dataclass
class Addressed:
    """Somebody whom a publication asks: where her letter goes, and about whom."""

    mentor: Membership
    address: str
    is_away: bool
    about: list[Membership] = field(default_factory=list)
    instead: list[Membership] = field(default_factory=list)

    @property
    def is_reached(self) -> bool:
        return bool(self.address) and not self.is_away


def addressed_by(run: Run) -> list[Addressed]:
    """Every mentor whom a publication asks, by name."""
    rows = (
        run.proposals.approved()
        .planned()
        .select_related("mentor__person__organisation", "mentee__person")
        .prefetch_related("mentor__person__addresses")
        .order_by("mentor__person__name", "mentor", "-score", "pk")
    )
    found: dict[int, Addressed] = {}
    for row in rows:
        person = row.mentor.person
        one = found.setdefault(
            row.mentor_id, Addressed(row.mentor, person.address or "", _is_away(person))
        )
        one.about.append(row.mentee)
    for suggested in suggestions_of(run):
        found[suggested.beside.mentor_id].instead.append(suggested.mentee)
    return list(found.values())


def sample_letters(run: Run, at: datetime) -> Sequence[Letter]:
    """All letters of the first approved pair that can be written to, as they would leave."""
    rows = list(
        run.proposals.approved()
        .planned()
        .select_related(
            "run__programme__organisation",
            "mentor__person__organisation",
            "mentee__person__organisation",
        )
        .prefetch_related("mentor__person__addresses")
        .order_by("-score", "pk")[:20]
    )
    if not rows:
        return ()
    first = next((row for row in rows if _is_reached(row)), rows[0])
    answers = letters_wanted.send(sender=None, proposal=first, at=at)
    written = [cast(Sequence[Letter], letters) for _room, letters in answers if letters]
    return list(chain.from_iterable(written))


def _is_reached(proposal: Proposal) -> bool:
    person = proposal.mentor.person
    return bool(person.address) and not _is_away(person)


def _is_away(person: Person) -> bool:
    return person.away_until is not None and person.away_until > now().date()
