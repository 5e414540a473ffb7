"""Saying thank you, and offering what one can to others than one's partner."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.second_tap import sent_before
from turnabout.foundation.common.time import now, today
from turnabout.foundation.trust import vault
from turnabout.foundation.trust.personal import author_key
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.frame.programmes.over import TOGETHER, refuse_when_over
from turnabout.frame.topics.models import Topic
from turnabout.together.pairs.models import Pair
from turnabout.together.recognition import emails
from turnabout.together.recognition.events import thanks_given
from turnabout.together.recognition.models import OfferAsk, OpenOffer, Thanks

MOST_OFFERS = 3
SIDES = (Membership.Role.MENTOR, Membership.Role.MENTEE)


@transaction.atomic
def give_thanks(pair: Pair, words: str, *, by: Person) -> Thanks:
    """Thank the other person of one's pair. The same words at once again are a second tap."""
    Pair.objects.select_for_update().get(pk=pair.pk)
    if not pair.is_together or not pair.has(by):
        raise Refusal(_("Thanks go from one to the other of a pair that is together."))
    refuse_when_over(pair.programme, TOGETHER, what=_("Thanks are no longer passed on here."))
    given = Thanks.objects.filter(pair=pair, giver=by)
    before = sent_before(given, words, at="given_at", read=words_of)
    if before is not None:
        return before
    thanks = Thanks(pair=pair, giver=by, receiver=pair.other_person(by), given_at=now())
    thanks.words = vault.seal(words, holder=pair.key_holder, place=place_of(thanks))
    thanks.save()
    emails.send_thanks(thanks)
    thanks_given.send(sender=None, thanks=thanks)
    return thanks


@transaction.atomic
def open_offer(
    membership: Membership,
    topic: Topic,
    words: str,
    *,
    on_day: date | None = None,
    is_for_organisation: bool = False,
    by: Person,
) -> OpenOffer:
    """Offer others what one can show, of one's own will. A second tap offers nothing more."""
    Membership.objects.select_for_update().get(pk=membership.pk)
    _refuse_others(membership, by)
    refuse_when_over(membership.programme, TOGETHER, what=_("Nothing new is offered here."))
    if topic.organisation_id != membership.programme.organisation_id or topic.is_lived_experience:
        raise Refusal(_("Choose a topic of the list. What you have lived stays with your partner."))
    if on_day is not None and on_day < today(membership.programme.organisation.zone):
        raise Refusal(_("Choose a day to come, or leave it open."))
    own = membership.open_offers.filter(ended_at=None)
    before = sent_before(own, words, at="made_at", read=lambda row: row.words)
    if before is not None:
        return before
    if own.count() >= MOST_OFFERS:
        raise Refusal(_("Three offers at a time are plenty. End one to make another."))
    return OpenOffer.objects.create(
        membership=membership,
        topic=topic,
        words=words,
        on_day=on_day,
        is_for_organisation=is_for_organisation,
        made_at=now(),
    )


@transaction.atomic
def end_offer(offer: OpenOffer, *, by: Person) -> None:
    """Take an offer back, at any time and without a reason. Twice is once."""
    if offer.membership.person_id != by.pk:
        raise Refusal(_("Whoever offers it ends it."))
    OpenOffer.objects.filter(pk=offer.pk, ended_at=None).update(ended_at=now())


@transaction.atomic
def end_offers_of(membership: Membership) -> None:
    """Whoever leaves a programme offers nothing in it any more, and begins anew if she returns."""
    membership.open_offers.filter(ended_at=None).update(ended_at=now())


@transaction.atomic
def ask_for_offer(offer: OpenOffer, words: str, *, by: Person) -> OfferAsk:
    """Ask for what somebody offers, with one line that only the two read. A second tap is none."""
    standing = OpenOffer.objects.standing(now().date()).filter(pk=offer.pk)
    if standing.select_for_update(of=("self",)).first() is None:
        raise Refusal(_("This is not on offer any more."))
    if offer.membership.person_id == by.pk:
        raise Refusal(_("This is your own offer."))
    before = OfferAsk.objects.filter(offer=offer, asker=by).first()
    if before is not None:
        if words_of_ask(before) != words:
            raise Refusal(_("You have asked for this before, and the first line stands."))
        return before
    ask = OfferAsk(offer=offer, asker=by, asked_at=now())
    ask.words = vault.seal(words, holder=author_key(by), place=place_of_ask(ask))
    ask.save()
    emails.send_offer_asked(ask)
    return ask


@transaction.atomic
def answer_ask(ask: OfferAsk, *, accepts: bool, by: Person) -> None:
    """Say yes, which the asker hears, or no, which looks like no answer to everybody."""
    if ask.offer.membership.person_id != by.pk:
        raise Refusal(_("Whoever offers it answers."))
    field = "accepted_at" if accepts else "declined_at"
    if not OfferAsk.objects.waiting(now()).filter(pk=ask.pk).update(**{field: now()}):
        raise Refusal(_("This is answered already, or its days are over."))
    ask.refresh_from_db()
    if accepts:
        emails.send_ask_accepted(ask)


def words_of_ask(ask: OfferAsk) -> str:
    return vault.unseal(bytes(ask.words), holder=author_key(ask.asker), place=place_of_ask(ask))


def place_of_ask(ask: OfferAsk) -> vault.Place:
    """Where a sealed ask belongs."""
    return vault.Place("recognition.offerask", ask.public_id, "words")


def _refuse_others(membership: Membership, by: Person) -> None:
    taking_part = Membership.objects.active().filter(pk=membership.pk, role__in=SIDES)
    if membership.person_id != by.pk or not taking_part.exists():
        raise Refusal(_("Whoever takes part in a programme now can offer something in it."))


def place_of(thanks: Thanks) -> vault.Place:
    """Where sealed thanks belong."""
    return vault.Place("recognition.thanks", thanks.public_id, "words")


def words_of(thanks: Thanks) -> str:
    return vault.unseal(thanks.words, holder=thanks.pair.key_holder, place=place_of(thanks))
