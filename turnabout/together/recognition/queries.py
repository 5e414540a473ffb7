"""Thanks, opened for the two; offers for those they are for; asks for their two."""

from dataclasses import dataclass

from django.db.models import QuerySet

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import vault
from turnabout.foundation.trust.personal import author_key
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.topics.queries import TopicGroup, grouped, name_of, topics_of
from turnabout.together.pairs.models import Pair
from turnabout.together.recognition.models import OfferAsk, OfferAskQuerySet, OpenOffer, Thanks
from turnabout.together.recognition.policy import OFFERING, may_offer
from turnabout.together.recognition.services import place_of, place_of_ask

WAITING, YES, NOT_NOW = "waiting", "yes", "not_now"


@dataclass(frozen=True)
class ThanksRead:
    thanks: Thanks
    words: str


def thanks_between(pair: Pair, actor: Actor) -> list[ThanksRead]:
    """What the two have thanked each other for, the latest first; not what was erased since."""
    seen = Thanks.objects.visible_to(actor).filter(pair=pair).select_related("giver")
    read = [
        ThanksRead(
            thanks,
            vault.unseal(bytes(thanks.words), holder=pair.key_holder, place=place_of(thanks)),
        )
        for thanks in seen
    ]
    return [one for one in read if one.words]


@dataclass(frozen=True)
class AskRead:
    """An ask with its words. A no and no answer are the same state to whoever asked."""

    ask: OfferAsk
    words: str
    topic: str
    state: str


@dataclass(frozen=True)
class OfferRead:
    """One offer as others read it, and whether this reader has asked for it."""

    offer: OpenOffer
    topic: str
    is_asked: bool


def offers_to(actor: Actor, programme: Programme | None = None) -> QuerySet[OpenOffer]:
    """What others offer that this person may read, the latest first."""
    seen = OpenOffer.objects.visible_to(actor).exclude(membership__person=actor.person_id)
    if programme is not None:
        seen = seen.filter(membership__programme=programme)
    return seen.select_related("membership__person", "topic")


def read_offers(offers: list[OpenOffer], actor: Actor) -> list[OfferRead]:
    asked = set(
        OfferAsk.objects.filter(asker=actor.person_id, offer__in=offers).values_list(
            "offer", flat=True
        )
    )
    return [OfferRead(one, name_of(one.topic), one.pk in asked) for one in offers]


def own_offers(actor: Actor) -> list[OpenOffer]:
    """What somebody offers now, hidden ones too."""
    own = OpenOffer.objects.visible_to(actor).filter(
        membership__person=actor.person_id, ended_at=None
    )
    return list(own.select_related("membership__programme", "topic"))


def asked_of(actor: Actor) -> list[AskRead]:
    """What others ask of somebody: those that wait, and those she said yes to."""
    hers = _asks(actor).filter(offer__membership__person=actor.person_id)
    kept = hers.waiting(now()) | hers.exclude(accepted_at=None)
    return _read_asks(kept)


def asked_by(actor: Actor) -> list[AskRead]:
    """What somebody has asked of others."""
    return _read_asks(_asks(actor).filter(asker=actor.person_id))


def parts_to_offer_by(actor: Actor) -> QuerySet[Membership]:
    """By which somebody may offer something now; the earlier part where she has both."""
    own = Membership.objects.visible_to(actor).active()
    taking_part = own.filter(person=actor.person_id, role__in=OFFERING)
    return taking_part.select_related("programme__organisation").order_by("pk")


def programmes_to_offer_in(actor: Actor) -> list[Programme]:
    found = dict.fromkeys(part.programme for part in parts_to_offer_by(actor))
    return [programme for programme in found if may_offer(actor, programme)]


def topics_to_offer(programme: Programme) -> list[TopicGroup]:
    """The topics one may offer to others; what somebody has lived is not among them."""
    topics = topics_of(programme.organisation)
    return grouped([topic for topic in topics if not topic.is_lived_experience])


def _asks(actor: Actor) -> OfferAskQuerySet:
    return OfferAsk.objects.visible_to(actor)


def _read_asks(found: QuerySet[OfferAsk]) -> list[AskRead]:
    asks = list(
        found.select_related("asker", "offer__membership__person", "offer__topic").prefetch_related(
            "asker__addresses", "offer__membership__person__addresses"
        )
    )
    return [
        AskRead(ask, said, name_of(ask.offer.topic), _state(ask))
        for ask, said in zip(asks, _opened(asks), strict=True)
    ]


def _opened(asks: list[OfferAsk]) -> list[str]:
    """The lines of asks; an empty one where the key of its author was destroyed."""
    sealed = [(bytes(ask.words), author_key(ask.asker), place_of_ask(ask)) for ask in asks]
    try:
        return vault.unseal_each(sealed)
    except Refusal:
        return [
            vault.unseal(words, holder=holder, place=place) if vault.key_exists(holder) else ""
            for words, holder, place in sealed
        ]


def _state(ask: OfferAsk) -> str:
    if ask.accepted_at is not None:
        return YES
    return WAITING if now() < ask.answer_until else NOT_NOW
