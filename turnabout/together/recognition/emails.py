"""The mail about thanks: that there are some, never what they say."""

from django.utils.translation import gettext_lazy as _

from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import Manner, describes
from turnabout.together.pairs.emails import frame, pair_links
from turnabout.together.recognition.models import Thanks


def send_thanks(thanks: Thanks) -> None:
    pair = thanks.pair
    outbox.add(
        "recognition/thanks",
        to=thanks.receiver,
        about=thanks,
        context={**frame(pair), "partner_name": thanks.giver.name},
        links=pair_links(pair),
        dedupe=f"thanks:{thanks.public_id}",
    )


describes(
    "recognition/thanks",
    to=_("Both of a pair"),
    why=_("One thanks the other."),
    facts=lambda: {"partner_name": "Bruno Keller"},
    manner=Manner.NEWS,
)
