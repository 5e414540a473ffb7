"""Who acts, and by which right."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from turnabout.foundation.common.role_words import RoleWords


class Standing(StrEnum):
    """Where somebody stands in a programme; only an active standing opens doors."""

    INVITED = "invited"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True)
class Grant:
    """One role of one person in one programme."""

    role: str
    programme_id: int
    standing: Standing = Standing.ACTIVE
    membership_id: int = 0


@dataclass(frozen=True)
class Scope:
    """The one purpose of the link somebody came by; it opens that and nothing else."""

    purpose: str
    about: str


@dataclass(frozen=True)
class Actor:
    """The person behind a request, what she holds, and how she came in."""

    user_id: int | None = None
    person_ref: str = ""
    person_id: int | None = None
    organisation_id: int | None = None
    is_owner: bool = False
    appointments: frozenset[str] = frozenset()
    grants: frozenset[Grant] = frozenset()
    scope: Scope | None = None
    person: Any = field(default=None, compare=False)
    role_words: RoleWords = field(default_factory=dict, compare=False)

    @property
    def is_known(self) -> bool:
        return self.person_id is not None or self.user_id is not None

    def programmes_as(
        self, *roles: str, standings: Iterable[Standing] = (Standing.ACTIVE,)
    ) -> frozenset[int]:
        """The programmes in which this person holds one of the roles, in one of the standings."""
        allowed = frozenset(standings)
        return frozenset(
            grant.programme_id
            for grant in self.grants
            if grant.role in roles and grant.standing in allowed
        )

    def holds(self, role: str, programme_id: int) -> bool:
        return programme_id in self.programmes_as(role)

    def came_for(self, purpose: str, about: str) -> bool:
        """Whether the link that opened this visit has exactly this purpose."""
        return self.scope == Scope(purpose, about)


NOBODY = Actor()

Enricher = Callable[[Actor], Actor]
_enrichers: list[Enricher] = []


def enriches_actors(enricher: Enricher) -> Enricher:
    """Register a room that knows more about who acts (the person, her memberships)."""
    _enrichers.append(enricher)
    return enricher


def enriched(actor: Actor) -> Actor:
    """Ask every room what it knows about this actor, in the order of the floor plan."""
    for enricher in _enrichers:
        actor = enricher(actor)
    return actor
