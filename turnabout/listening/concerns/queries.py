"""Reads for the person who tells and for the guardians' desk."""

from dataclasses import dataclass

from django.db.models import F, QuerySet

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust import vault
from turnabout.frame.programmes.models import Programme
from turnabout.listening.concerns.models import Concern
from turnabout.listening.concerns.policy import PARTICIPANTS, PRESENT
from turnabout.listening.concerns.services import desk_of, place_of


@dataclass(frozen=True)
class ConcernRead:
    concern: Concern
    words: str


def programmes_to_tell_of(actor: Actor) -> QuerySet[Programme]:
    """The programmes somebody takes part in, the paused ones too, and by link as well."""
    taking_part = actor.programmes_as(*PARTICIPANTS, standings=PRESENT)
    return Programme.objects.filter(pk__in=taking_part).select_related("organisation")


def programmes_guarded(actor: Actor) -> QuerySet[Programme]:
    guarded = actor.programmes_as("guardian") if actor.scope is None else frozenset()
    return Programme.objects.filter(pk__in=guarded).select_related("organisation")


def has_guardian(programme: Programme) -> bool:
    """Whether somebody reads what is told now."""
    return programme.memberships.active().filter(role="guardian").exists()


def concerns_at(programme: Programme, actor: Actor) -> QuerySet[Concern]:
    """What lies on the desk, open first, then by day."""
    return (
        Concern.objects.visible_to(actor)
        .filter(programme=programme)
        .select_related("author")
        .order_by(F("closed_at").asc(nulls_first=True), "-raised_at")
    )


def opened(concerns: list[Concern], programme: Programme) -> list[ConcernRead]:
    sealed = [(concern.words, place_of(concern)) for concern in concerns]
    texts = vault.unseal_all(sealed, holder=desk_of(programme))
    return [ConcernRead(concern, words) for concern, words in zip(concerns, texts, strict=True)]
