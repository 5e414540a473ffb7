"""What check-ins bring to a pair's page: the way to a round that waits, or to what came of it."""

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import can, sentence
from turnabout.listening.checkins.round_queries import latest_ticket
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.page import Part, adds_to_pair_page


@adds_to_pair_page
def round_(pair: Pair, actor: Actor) -> Part | None:
    """Nothing while she has answered and the others have not."""
    if not can(actor, "open", pair):
        return None
    ticket = latest_ticket(pair.programme, actor.person)
    if ticket is None or (ticket.is_spent and ticket.round.closed_at is None):
        return None
    sees = sentence("checkins.round")
    return Part("aside", "checkins/_round.html", {"round": ticket.round, "sees": sees}, order=15)
