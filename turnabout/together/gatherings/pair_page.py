"""The next hours with others on the pair's page."""

from turnabout.foundation.common.actors import Actor
from turnabout.together.gatherings import queries
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.page import Part, adds_to_pair_page


@adds_to_pair_page
def with_others(pair: Pair, actor: Actor) -> Part | None:
    """What she is invited to, and for a mentor the circles she was at."""
    invitations = queries.own_gatherings(actor.person, pair.programme)
    is_mentor = pair.side_of(actor.person) == "mentor"
    circles = queries.circles_of(actor.person, pair.programme) if is_mentor else None
    if not invitations and not (circles and circles.held):
        return None
    return Part(
        "aside",
        "gatherings/_with_others.html",
        {"invitations": invitations, "circles": circles},
        order=30,
    )
