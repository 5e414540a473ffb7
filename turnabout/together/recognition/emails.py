"""Mails about thanks and offers: that there is something, never what it says."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.links import LinkPurpose, leads_to
from turnabout.foundation.common.time import now
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import Manner, describes, in_days
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import LinkWanted, still_wanted
from turnabout.frame.directory.models import Person
from turnabout.together.pairs.emails import frame, pair_links
from turnabout.together.recognition.models import ANSWER_DAYS, OfferAsk, Thanks
from turnabout.together.recognition.policy import OFFERS


@leads_to(OFFERS)
def to_offers(_link: LinkPurpose) -> str:
    return reverse("recognition:offers")


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


def send_offer_asked(ask: OfferAsk) -> None:
    """Without a name: an assistant may open the mail of whoever offers."""
    until = ask.answer_until.date().isoformat()
    _send("recognition/offer-asked", ask, to=ask.offer.membership.person, until=until)


def send_ask_accepted(ask: OfferAsk) -> None:
    _send("recognition/ask-accepted", ask, to=ask.asker)


@still_wanted("recognition/offer-asked")
def is_still_waiting(message: OutboxMessage) -> bool:
    return OfferAsk.objects.waiting(now()).filter(public_id=message.about).exists()


def _send(kind: str, ask: OfferAsk, *, to: Person, **facts: Any) -> None:
    programme = ask.offer.membership.programme
    outbox.add(
        kind,
        to=to,
        about=ask,
        context={"organisation_name": to.organisation.name, **facts},
        links={"action_url": LinkWanted(OFFERS, programme.public_id)},
        dedupe=f"{kind}:{ask.public_id}",
    )


describes(
    "recognition/thanks",
    to=_("Both of a pair"),
    why=_("One thanks the other."),
    facts=lambda: {"partner_name": "Bruno Keller"},
    manner=Manner.NEWS,
)
describes(
    "recognition/offer-asked",
    to=_("Whoever offers something beyond the pair"),
    why=_("Somebody asks for it."),
    facts=lambda: {"until": in_days(ANSWER_DAYS)[:10]},
    manner=Manner.ASK,
)
describes(
    "recognition/ask-accepted",
    to=_("Whoever asked for something that is offered"),
    why=_("The answer is yes."),
)
