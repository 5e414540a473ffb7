from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.trust import vault
from turnabout.foundation.trust.personal import Leaving, goes, stays
from turnabout.together.pairs.sealing import reword
from turnabout.together.recognition.models import OfferAsk, OpenOffer, Thanks
from turnabout.together.recognition.services import words_of, words_of_ask


def _take_words_back(leaving: Leaving) -> None:
    """That thanks were given is counted. Her words go; her partner's stand without her name."""
    hers = Thanks.objects.filter(Q(giver=leaving.person) | Q(receiver=leaving.person))
    for thanks in hers.select_related("pair"):
        if vault.key_exists(thanks.pair.key_holder):
            is_own = thanks.giver_id == leaving.person.pk
            change = _nothing if is_own else leaving.taken_out_of
            reword([thanks], "words", pair=thanks.pair, change=change)


def _nothing(_words: str) -> str:
    return ""


def _opened(thanks: Thanks) -> dict[str, Any]:
    return {"words": words_of(thanks)}


def _asked(ask: OfferAsk) -> dict[str, Any]:
    return {"words": words_of_ask(ask)}


goes(OpenOffer, "membership__person", words=_("What you offered to others than your partner"))
goes(OfferAsk, "asker", words=_("What you asked others for"), opens=_asked)
stays(
    Thanks,
    "giver",
    "receiver",
    words=_("Thanks that you gave and got"),
    why=_("That thanks were given is counted. The words that you wrote are deleted."),
    erase=_take_words_back,
    opens=_opened,
)
