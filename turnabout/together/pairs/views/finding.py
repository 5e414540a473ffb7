"""How the pages of a pair find it: what one may not see is not there."""

from django.shortcuts import get_object_or_404

from turnabout.foundation.common.http import ActorRequest, require
from turnabout.foundation.trust.policy import can
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.queries import with_people


def found_pair(request: ActorRequest, public_id: str, action: str) -> Pair:
    """The pair if this person may see it, and stop if she may not do this."""
    pairs = with_people(Pair.objects.visible_to(request.actor))
    pair = get_object_or_404(pairs, public_id=public_id)
    require(can(request.actor, action, pair))
    request.programme = pair.programme
    return pair
