"""Both say yes, the mentor first and in private. A no leaves no trace for the other."""

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.joining.matching.models import Proposal, Run
from turnabout.joining.matching.services import begin_bond, is_ruled_out, release_proposal
from turnabout.together.pairs import emails
from turnabout.together.pairs.events import pair_formed
from turnabout.together.pairs.models import Pair


@transaction.atomic
def open_pairs(run: Run) -> list[Pair]:
    """Open a pair for each approved proposal of a run and ask each mentor. Safe twice."""
    proposals = (
        run.proposals.exclude(approved_at=None)
        .filter(pair=None)
        .select_related("mentor__person", "mentee__person", "run__programme__organisation")
    )
    return [_open_pair(proposal) for proposal in proposals]


@transaction.atomic
def accept_proposal(pair: Pair, *, by: Person) -> None:
    """Say yes. After the mentor's yes the mentee is asked; after both the pair is formed."""
    _refuse_a_third(pair, by)
    if by.pk == pair.mentor_id:
        _accept_as_mentor(pair)
    else:
        _accept_as_mentee(pair)


@transaction.atomic
def decline_proposal(pair: Pair, *, by: Person) -> None:
    """Say no. The pair closes unformed; who said so is kept nowhere."""
    _refuse_a_third(pair, by)
    closed = Pair.objects.asked().filter(pk=pair.pk)
    if by.pk == pair.mentor_id:
        closed = closed.filter(mentor_accepted_at=None)
    else:
        closed = closed.exclude(mentor_accepted_at=None)
    if not closed.update(closed_unformed_at=now()):
        raise Refusal(_("This question is settled already. Nothing has been changed."))
    _tell_unformed(pair)


@transaction.atomic
def close_unanswered(pair: Pair) -> bool:
    """Close a pair whose days to answer are over. Says whether it did."""
    closed = Pair.objects.asked().filter(pk=pair.pk).update(closed_unformed_at=now())
    if closed:
        _tell_unformed(pair)
    return bool(closed)


def _open_pair(proposal: Proposal) -> Pair:
    pair = Pair.objects.create(
        programme=proposal.run.programme,
        proposal=proposal,
        mentor_membership=proposal.mentor,
        mentee_membership=proposal.mentee,
        mentor=proposal.mentor.person,
        mentee=proposal.mentee.person,
        proposed_at=now(),
    )
    audit.record("pair_proposed", about=pair)
    if is_ruled_out(proposal):
        # A no that was said before is the answer. From outside it is a no like any other.
        close_unanswered(pair)
    else:
        emails.send_ask_mentor(pair)
    return pair


def _accept_as_mentor(pair: Pair) -> None:
    waiting = Pair.objects.asked().filter(pk=pair.pk, mentor_accepted_at=None)
    if not waiting.update(mentor_accepted_at=now()):
        raise Refusal(_("This question is settled already. Nothing has been changed."))
    pair.refresh_from_db()
    emails.send_ask_mentee(pair)


def _accept_as_mentee(pair: Pair) -> None:
    waiting = Pair.objects.asked().filter(pk=pair.pk).exclude(mentor_accepted_at=None)
    if not waiting.update(mentee_accepted_at=now()):
        raise Refusal(_("This question is settled already. Nothing has been changed."))
    pair.refresh_from_db()
    begin_bond(pair.programme, pair.mentor, pair.mentee)
    audit.record("pair_formed", about=pair)
    emails.send_formed(pair)
    pair_formed.send(sender=None, pair=pair)


def _refuse_a_third(pair: Pair, by: Person) -> None:
    if not pair.has(by):
        raise Refusal(_("Only the two people of a pair can answer."))


def _tell_unformed(pair: Pair) -> None:
    """Record the fact without a name, and tell the mentor who waits on the common day."""
    audit.record("pair_closed_unformed", about=pair)
    pair.refresh_from_db()
    if pair.proposal is not None:
        release_proposal(pair.proposal, at=pair.answer_until)
    if pair.mentor_accepted_at is not None:
        emails.send_unformed(pair)
