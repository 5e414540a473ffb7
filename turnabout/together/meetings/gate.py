"""The first session waits for the training of both, where the programme says so."""

from dataclasses import dataclass

from turnabout.frame.content.packs import Page
from turnabout.frame.content.training import has_gate, unfinished
from turnabout.frame.programmes.models import Membership
from turnabout.together.pairs.models import Pair


@dataclass(frozen=True)
class Gate:
    """What the first session of a pair still waits for."""

    mentor: tuple[Page, ...]
    mentee: tuple[Page, ...]

    def left_for(self, side: str) -> tuple[Page, ...]:
        return self.mentor if side == "mentor" else self.mentee


def gate_of(pair: Pair, language: str) -> Gate | None:
    """The gate while it is closed; nothing waits once the two have met."""
    if not has_gate(pair.programme) or pair.meetings.filter(held_at__isnull=False).exists():
        return None
    sides = (pair.mentor_membership_id, pair.mentee_membership_id)
    members = list(Membership.objects.filter(pk__in=sides))
    for member in members:
        member.programme = pair.programme
    left = unfinished(members, language)
    gate = Gate(*(tuple(left[side]) for side in sides))
    return gate if gate.mentor or gate.mentee else None
