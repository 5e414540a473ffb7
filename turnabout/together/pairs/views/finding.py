"""How the pages of a pair find it: what one may not see is not there."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, require
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes.models import Initiative
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.queries import initiatives_to_serve, with_people


def found_pair(request: ActorRequest, public_id: str, action: str) -> Pair:
    """The pair if this person may see it, and stop if she may not do this."""
    pairs = with_people(Pair.objects.visible_to(request.actor))
    pair = get_object_or_404(pairs, public_id=public_id)
    require(can(request.actor, action, pair))
    request.programme = pair.programme
    return pair


def chosen_initiative(request: ActorRequest, pair: Pair) -> Initiative | None:
    """What was chosen from the list of the programme; nothing where the choice is none."""
    wanted = request.POST.get("initiative", "")
    if not wanted:
        return None
    for one in initiatives_to_serve(pair, request.actor):
        if one.public_id == wanted:
            return one
    raise Refusal(_("This initiative is not on the list any more. Choose another one."))
