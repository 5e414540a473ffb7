"""What was heard, what somebody will do about it, and how it ended."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.second_tap import sent_before
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.together.pairs.models import Commitment, Pair
from turnabout.together.pairs.sealing import commitment_words, seal_commitment


@transaction.atomic
def note_commitment(pair: Pair, heard: str, *, by: Person) -> Commitment:
    """Note something that was heard; the mentee answers for what comes of it.

    A second tap notes nothing.
    """
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if not pair.is_together or not pair.has(by):
        raise Refusal(_("Only the two people of a pair that is together can note this."))
    before = sent_before(
        pair.commitments.all(),
        heard,
        at="heard_at",
        read=lambda row: commitment_words(row, "heard", pair),
    )
    if before is not None:
        return before
    commitment = Commitment(pair=pair, owner=pair.mentee, heard_at=now())
    commitment.heard = seal_commitment(commitment, "heard", heard)
    commitment.save()
    return commitment


@transaction.atomic
def plan_commitment(commitment: Commitment, will_do: str, due_on: date, *, by: Person) -> None:
    """Say what one will do about it and by when."""
    _refuse_others(commitment, by)
    _settle(commitment, will_do=seal_commitment(commitment, "will_do", will_do), due_on=due_on)


@transaction.atomic
def finish_commitment(commitment: Commitment, outcome: str, *, by: Person) -> None:
    """Say that it is done and what came of it."""
    _refuse_others(commitment, by)
    _settle(commitment, outcome=seal_commitment(commitment, "outcome", outcome), done_at=now())


@transaction.atomic
def decline_commitment(commitment: Commitment, reason: str, *, by: Person) -> None:
    """Say that it will not be done. The reason goes back to the mentor."""
    _refuse_others(commitment, by)
    if not reason.strip():
        raise Refusal(_("Say why, so that your mentor hears an answer."))
    _settle(commitment, outcome=seal_commitment(commitment, "outcome", reason), declined_at=now())


@transaction.atomic
def say_whether_it_mattered(commitment: Commitment, mattered: bool, *, by: Person) -> None:
    """The mentor says whether what was done mattered."""
    if by.pk != commitment.pair.mentor_id:
        raise Refusal(_("The mentor says whether it mattered."))
    done = Commitment.objects.filter(pk=commitment.pk).exclude(done_at=None)
    if not done.update(mattered=mattered):
        raise Refusal(_("This is not done yet."))


def _refuse_others(commitment: Commitment, by: Person) -> None:
    if commitment.owner_id != by.pk or not commitment.pair.is_together:
        raise Refusal(_("Whoever promised this says where it stands."))


def _settle(commitment: Commitment, **fields: object) -> None:
    open_one = Commitment.objects.filter(pk=commitment.pk, done_at=None, declined_at=None)
    if not open_one.update(**fields):
        raise Refusal(_("This is settled already."))
    commitment.refresh_from_db()
