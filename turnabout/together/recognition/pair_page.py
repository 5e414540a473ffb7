"""Thanks on the pair's page, the way to a certificate, and to what is offered beyond the pair."""

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import can, sentence
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.page import Part, adds_to_pair_page
from turnabout.together.recognition.certificates import has_met
from turnabout.together.recognition.policy import reads_offers
from turnabout.together.recognition.queries import asked_of, offers_to, thanks_between


@adds_to_pair_page
def thanks(pair: Pair, actor: Actor) -> Part | None:
    """What was said in thanks, and the way to say it."""
    if not can(actor, "read", pair):
        return None
    return Part(
        "aside",
        "recognition/_thanks.html",
        {
            "pair": pair,
            "thanks": thanks_between(pair, actor),
            "person": actor.person,
            "may_thank": can(actor, "thank", pair),
            "sees": sentence("recognition.thanks"),
        },
        order=60,
    )


@adds_to_pair_page
def proof(pair: Pair, actor: Actor) -> Part | None:
    """The way to a certificate, as soon as there is something to prove."""
    if not can(actor, "prove", pair) or not has_met(pair):
        return None
    return Part("aside", "recognition/_proof.html", {"pair": pair}, order=65)


@adds_to_pair_page
def beyond(pair: Pair, actor: Actor) -> Part | None:
    """What others offer, who waits for an answer of hers, and the way to offer something."""
    if not can(actor, "open", pair) or not reads_offers(actor):
        return None
    waiting = sum(1 for read in asked_of(actor) if read.state == "waiting")
    told = {"offers": offers_to(actor, pair.programme).count(), "waiting": waiting}
    return Part("aside", "recognition/_beyond.html", told, order=62)
