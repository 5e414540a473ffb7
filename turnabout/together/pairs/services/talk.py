"""Lines between the two, and contacts that one offers the other."""

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.second_tap import sent_before
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.together.pairs import place_emails
from turnabout.together.pairs.models import Introduction, Message, Pair
from turnabout.together.pairs.place_sealing import opened, sealed


@transaction.atomic
def write_message(pair: Pair, words: str, *, by: Person) -> Message:
    """Send the other a line to arrange something. A second tap sends nothing."""
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if not pair.is_together or pair.paused_at is not None or not pair.has(by):
        raise Refusal(_("Lines go to and fro while the two meet."))
    own = pair.messages.filter(author=by)
    before = sent_before(
        own, words, at="written_at", read=lambda row: opened([row], "words", pair)[0]
    )
    if before is not None:
        return before
    message = Message(pair=pair, author=by, written_at=now())
    message.words = sealed(message, "words", words)
    message.save()
    place_emails.send_line_waits(message, to=pair.other_person(by))
    return message


@transaction.atomic
def offer_introduction(
    pair: Pair, whom: str, why: str, *, contact_agrees: bool, by: Person
) -> Introduction:
    """Offer the other a contact. A second tap offers nothing."""
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if not pair.is_together or not pair.has(by):
        raise Refusal(_("Only the two people of a pair that is together can introduce somebody."))
    before = sent_before(
        pair.introductions.filter(offered_by=by),
        whom,
        at="offered_at",
        read=lambda row: opened([row], "whom", pair)[0],
    )
    if before is not None:
        return before
    offered = Introduction(pair=pair, offered_by=by, offered_at=now())
    offered.contact_agreed_at = now() if contact_agrees else None
    offered.whom, offered.why = sealed(offered, "whom", whom), sealed(offered, "why", why)
    offered.save()
    place_emails.send_introduction_offered(offered, to=pair.other_person(by))
    return offered


@transaction.atomic
def answer_introduction(introduction: Introduction, *, wants: bool, by: Person) -> None:
    """Say yes to a contact, or not now; no reason either way."""
    pair = introduction.pair
    if not pair.has(by) or introduction.offered_by_id == by.pk:
        raise Refusal(_("Whoever was offered the contact answers."))
    field = "wanted_at" if wants else "closed_at"
    _settle(introduction, {field: now()}, wanted_at=None)


@transaction.atomic
def note_that_contact_agrees(introduction: Introduction, *, by: Person) -> None:
    """The third person has said yes as well."""
    _refuse_the_other(introduction, by)
    _settle(introduction, {"contact_agreed_at": now()}, contact_agreed_at=None)


@transaction.atomic
def make_introduction(introduction: Introduction, *, by: Person) -> None:
    """Note that the introduction was made, once all who are in it have said yes."""
    _refuse_the_other(introduction, by)
    if not introduction.may_be_made:
        raise Refusal(_("First your partner and the contact both say yes."))
    _settle(introduction, {"made_at": now()})


@transaction.atomic
def withdraw_introduction(introduction: Introduction, *, by: Person) -> None:
    """Take an offer back before it is made."""
    _refuse_the_other(introduction, by)
    _settle(introduction, {"closed_at": now()})


def _refuse_the_other(introduction: Introduction, by: Person) -> None:
    if introduction.offered_by_id != by.pk:
        raise Refusal(_("Whoever offered the contact says this."))


def _settle(introduction: Introduction, fields: dict[str, object], **still: None) -> None:
    waiting = Introduction.objects.filter(pk=introduction.pk, made_at=None, closed_at=None)
    together = waiting.filter(pair__in=Pair.objects.together())
    if not together.filter(**still).update(**fields):
        raise Refusal(_("This is settled already."))
    introduction.refresh_from_db()
