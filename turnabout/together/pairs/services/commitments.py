"""What was heard, what somebody will do about it, and how it ended."""

from datetime import date

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.second_tap import sent_before
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.together.pairs import emails
from turnabout.together.pairs.models import Commitment, Exchange, Pair
from turnabout.together.pairs.sealing import (
    commitment_words,
    seal_commitment,
    seal_words,
    words_of,
)


@transaction.atomic
def note_commitment(
    pair: Pair, heard: str, *, by: Person, owner: Person | None = None
) -> Commitment:
    """Note something that was heard. The mentee answers for what comes of it, unless told.

    A second tap notes nothing.
    """
    pair = _locked(pair, by)
    before = sent_before(
        pair.commitments.all(),
        heard,
        at="heard_at",
        read=lambda row: commitment_words(row, "heard", pair),
    )
    if before is not None:
        return before
    answers = owner if owner is not None and pair.has(owner) else pair.mentee
    commitment = Commitment(pair=pair, owner=answers, heard_at=now())
    commitment.heard = seal_commitment(commitment, "heard", heard)
    commitment.save()
    return commitment


@transaction.atomic
def plan_commitment(commitment: Commitment, will_do: str, due_on: date, *, by: Person) -> None:
    """Say what one will do about it and by when."""
    _refuse_others(commitment, by)
    _settle(
        commitment,
        will_do=seal_commitment(commitment, "will_do", will_do),
        due_on=due_on,
        first_due_on=Coalesce("first_due_on", due_on),
    )


@transaction.atomic
def put_off_commitment(commitment: Commitment, due_on: date, *, by: Person) -> None:
    """Name another day. The day that was promised first stays beside it."""
    _refuse_others(commitment, by)
    if commitment.will_do is None:
        raise Refusal(_("Say first what you will do, then by when."))
    _settle(commitment, due_on=due_on)


@transaction.atomic
def finish_commitment(commitment: Commitment, outcome: str, *, by: Person) -> None:
    """Say that it is done and what came of it."""
    _refuse_others(commitment, by)
    _end(commitment, outcome, by=by, done_at=now())


@transaction.atomic
def hand_over_commitment(commitment: Commitment, to_whom: str, *, by: Person) -> None:
    """Say who goes on with it. The other of the two hears that there is an answer."""
    _refuse_others(commitment, by)
    if not to_whom.strip():
        raise Refusal(_("Say who goes on with it, so that it does not get lost."))
    _end(commitment, to_whom, by=by, handed_over_at=now())


@transaction.atomic
def decline_commitment(commitment: Commitment, reason: str, *, by: Person) -> None:
    """Say that it will not be done. The reason goes back to whom it was heard from."""
    _refuse_others(commitment, by)
    if not reason.strip():
        raise Refusal(_("Say why, so that your partner hears an answer."))
    _end(commitment, reason, by=by, declined_at=now())


@transaction.atomic
def say_whether_it_mattered(commitment: Commitment, mattered: bool, *, by: Person) -> None:
    """Whoever did not promise it says whether it mattered: mostly the mentor."""
    pair = commitment.pair
    if not pair.has(by) or by.pk == commitment.owner_id:
        raise Refusal(_("The one who was heard says whether it mattered."))
    told = Commitment.objects.filter(pk=commitment.pk).exclude(done_at=None, handed_over_at=None)
    if not told.update(mattered=mattered):
        raise Refusal(_("This is not done yet."))


@transaction.atomic
def note_exchange(pair: Pair, words: str, *, by: Person) -> Exchange:
    """Note something one got from the other: it was shown, told or opened up. No second tap."""
    pair = _locked(pair, by)
    giver = pair.other_person(by)
    before = sent_before(
        pair.exchanges.filter(giver=giver),
        words,
        at="noted_at",
        read=lambda row: words_of(row, "words", pair),
    )
    if before is not None:
        return before
    exchange = Exchange(pair=pair, giver=giver, noted_at=now())
    exchange.words = seal_words(exchange, "words", words, pair)
    exchange.save()
    return exchange


def _locked(pair: Pair, by: Person) -> Pair:
    pair = (
        Pair.objects.select_for_update(of=("self",))
        .select_related("mentor", "mentee")
        .get(pk=pair.pk)
    )
    if not pair.is_together or not pair.has(by):
        raise Refusal(_("Only the two people of a pair that is together can note this."))
    return pair


def _refuse_others(commitment: Commitment, by: Person) -> None:
    if commitment.owner_id != by.pk or not commitment.pair.is_together:
        raise Refusal(_("Whoever promised this says where it stands."))


def _end(commitment: Commitment, outcome: str, *, by: Person, **ended: object) -> None:
    _settle(commitment, outcome=seal_commitment(commitment, "outcome", outcome), **ended)
    emails.send_told_back(commitment, to=commitment.pair.other_person(by))


def _settle(commitment: Commitment, **fields: object) -> None:
    open_one = Commitment.objects.filter(
        pk=commitment.pk, done_at=None, handed_over_at=None, declined_at=None
    )
    if not open_one.update(**fields):
        raise Refusal(_("This is settled already."))
    commitment.refresh_from_db()
