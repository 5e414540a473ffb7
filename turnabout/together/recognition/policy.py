"""Thanks are read by the two. An offer is read by those it is for, an ask by its two alone."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor, Standing
from turnabout.foundation.common.time import now
from turnabout.foundation.trust.policy import NOTHING, allows, can, shows, tells
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.policy import PRESENT, is_own, own_pairs
from turnabout.together.recognition.models import OfferAsk, OpenOffer, Thanks

OFFERS = "offers"
LINKS = ("pair", OFFERS)
OFFERING = ("mentor", "mentee")
READING = (*OFFERING, "coordinator", "sponsor", "facilitator")

tells(
    "recognition.certificate",
    _("Made for you alone, from dates and counts. It is sent to nobody and kept nowhere."),
)
tells(
    "recognition.offer",
    _(
        "Read by those who take part in this programme, and by everybody in your organisation only"
        " if you say so: your name, the topic, your lines and the day. Nothing about your part,"
        " your partner or your sessions."
    ),
)
tells(
    "recognition.ask",
    _(
        "Read by whoever asks and whoever offers. Nobody else sees that something was asked, and a"
        " no looks like no answer."
    ),
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


def reads_offers(actor: Actor) -> bool:
    """Everybody who works here; to whoever keeps dates only, nothing but dates is there."""
    if actor.scope is not None:
        return actor.scope.purpose in LINKS
    roles = {grant.role for grant in actor.grants if grant.standing is not Standing.ENDED}
    return actor.person_id is not None and roles != {"delegate"}


@shows(OpenOffer, by_link=LINKS)
def offers(actor: Actor) -> Q:
    """Her own until she leaves; what stands, to those who take part and to those it is for."""
    if actor.person_id is None or not reads_offers(actor):
        return NOTHING
    present = actor.programmes_as(*OFFERING, standings=PRESENT)
    own = Q(membership__person_id=actor.person_id, membership__programme_id__in=present)
    is_for_her = Q(membership__programme_id__in=actor.programmes_as(*READING))
    if actor.scope is None:
        is_for_her |= Q(
            is_for_organisation=True, membership__person__organisation_id=actor.organisation_id
        )
    standing = Q(pk__in=OpenOffer.objects.standing(now().date()).values("pk"))
    return (own | (standing & is_for_her)) & _within_link(actor, "membership__programme")


@shows(OfferAsk, by_link=LINKS)
def asks(actor: Actor) -> Q:
    """Her own asks, and those for what she offers; not by a mail that somebody else may open."""
    if actor.person_id is None or (actor.scope is not None and _lets_others_open_mail(actor)):
        return NOTHING
    present = actor.programmes_as(*OFFERING, standings=PRESENT)
    hers = Q(offer__membership__person_id=actor.person_id)
    asked_of_her = hers & Q(offer__membership__programme_id__in=present)
    own = Q(asker_id=actor.person_id)
    return (own | asked_of_her) & _within_link(actor, "offer__membership__programme")


@allows(OpenOffer, "ask", by_link=LINKS)
def may_ask(actor: Actor, offer: OpenOffer) -> bool:
    return actor.person_id is not None and offer.membership.person_id != actor.person_id


@allows(OpenOffer, "end", by_link=LINKS)
def may_end(actor: Actor, offer: OpenOffer) -> bool:
    return actor.person_id is not None and offer.membership.person_id == actor.person_id


@allows(OfferAsk, "answer", by_link=LINKS)
def may_answer(actor: Actor, ask: OfferAsk) -> bool:
    return actor.person_id is not None and ask.offer.membership.person_id == actor.person_id


@allows(Programme, "offer", by_link=LINKS)
def may_offer(actor: Actor, programme: Programme) -> bool:
    """Whoever mentors or learns here now; by a link, in the programme that it is about."""
    is_in_it = programme.pk in actor.programmes_as(*OFFERING)
    within = Programme.objects.filter(_within_link(actor, "pk"), pk=programme.pk)
    return is_in_it and (actor.scope is None or within.exists())


def _within_link(actor: Actor, programme: str) -> Q:
    """Everything to somebody who signed in; by a link, what belongs to its programme."""
    if actor.scope is None:
        return Q()
    about = Programme.objects.filter(public_id=actor.scope.about)
    if actor.scope.purpose != OFFERS:
        about = Programme.objects.filter(pairs__public_id=actor.scope.about)
    return Q(**{f"{programme}__in": about.values("pk")})


def _lets_others_open_mail(actor: Actor) -> bool:
    delegations = Membership.objects.active().filter(role="delegate")
    return delegations.filter(principal_id=actor.person_id).exists()
