"""Thanks are read by the two; that they were given is a fact."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import allows, can, shows, tells
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.policy import is_own, own_pairs
from turnabout.together.recognition.models import Thanks

tells(
    "recognition.certificate",
    _("Made for you alone, from dates and counts. It is sent to nobody and kept nowhere."),
)
tells("recognition.thanks", _("Seen by you two. The mail says only that there are thanks."))


@shows(Thanks, by_link=("pair",))
def thanks(actor: Actor) -> Q:
    own = Q(giver_id=actor.person_id) | Q(receiver_id=actor.person_id)
    return own & Q(pair__in=Pair.objects.filter(own_pairs(actor)))


@allows(Pair, "prove", by_link=("pair",))
def may_prove(actor: Actor, pair: Pair) -> bool:
    """The paper about her own part; it holds no words of the two."""
    return pair.mentee_accepted_at is not None and is_own(actor, pair)


@allows(Pair, "thank", by_link=("pair",))
def may_thank(actor: Actor, pair: Pair) -> bool:
    return can(actor, "write", pair)
