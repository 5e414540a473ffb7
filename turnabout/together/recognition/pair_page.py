"""Thanks on the pair's page, and the way to a certificate."""

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import can, sentence
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.page import Part, adds_to_pair_page
from turnabout.together.recognition.certificates import has_met
from turnabout.together.recognition.queries import thanks_between


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
