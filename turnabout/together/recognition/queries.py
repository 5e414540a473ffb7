"""Thanks, opened for the two."""

from dataclasses import dataclass

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust import vault
from turnabout.together.pairs.models import Pair
from turnabout.together.recognition.models import Thanks
from turnabout.together.recognition.services import place_of


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
