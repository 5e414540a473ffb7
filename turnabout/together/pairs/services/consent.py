"""Both say yes, the mentor first and in private. A no leaves no trace for the other."""

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
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
        .order_by("pk")
    )
    opened, asked = [], set()
    for proposal in proposals:
        if not _are_both_here(proposal):
            release_proposal(proposal)
            continue
        pair = _open_pair(proposal)
        opened.append(pair)
        choice = proposal.beside_id or proposal.pk
        if pair.closed_unformed_at is None and choice not in asked:
            # Who may choose from several gets one letter, which leads to all of them.
            asked.add(choice)
            emails.send_ask_mentor(pair)
            emails.send_remind_mentor(pair)
    return opened


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
        raise Refusal(_("This question is settled already."))
    _tell_unformed(pair)
    if by.pk == pair.mentor_id:
        _close_the_others(pair)


@transaction.atomic
def close_unanswered(pair: Pair) -> bool:
    """Close a pair whose days to answer are over. Says whether it did."""
    closed = Pair.objects.asked().filter(pk=pair.pk).update(closed_unformed_at=now())
    if closed:
        _tell_unformed(pair)
    return bool(closed)


@transaction.atomic
def keep_to_places(membership: Membership, places: int) -> None:
    """Somebody takes another number of partners. What she has promised stands.

    Questions that she has not answered and has no place for any more close, as after silence, and
    she is told what happens. A raise changes nothing here: the next plan may use it.
    """
    hers = Pair.objects.open().filter(mentor_membership=membership)
    promised = hers.exclude(mentor_accepted_at=None).count()
    waiting = hers.filter(mentor_accepted_at=None).select_related("proposal")
    choices: dict[int, list[Pair]] = {}
    for pair in waiting.order_by("pk"):
        proposal = pair.proposal
        choices.setdefault(proposal.beside_id or proposal.pk if proposal else 0, []).append(pair)
    too_many = list(choices.values())[max(places - promised, 0) :]
    for pair in (pair for choice in too_many for pair in choice):
        close_unanswered(pair)
    if too_many or promised > places:
        emails.send_fewer_places(membership, withdrawn=len(too_many), stays=promised)


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
        pair.refresh_from_db(fields=["closed_unformed_at"])
    return pair


def _are_both_here(proposal: Proposal) -> bool:
    """Whether nobody left between the publication and its first letter."""
    members = (proposal.mentor, proposal.mentee)
    return all(one.ended_at is None and one.person.left_on is None for one in members)


def _close_the_others(pair: Pair) -> None:
    """Whoever a mentor did not choose is free on the common day, as after any other answer."""
    others = Pair.objects.asked().in_one_choice_with(pair).exclude(pk=pair.pk)
    for other in others.filter(mentor_accepted_at=None).select_related("proposal"):
        close_unanswered(other)


def _accept_as_mentor(pair: Pair) -> None:
    waiting = Pair.objects.asked().filter(pk=pair.pk, mentor_accepted_at=None)
    if not waiting.update(mentor_accepted_at=now()):
        raise Refusal(_("This question is settled already."))
    pair.refresh_from_db()
    _close_the_others(pair)
    emails.send_ask_mentee(pair)
    emails.send_remind_mentee(pair)


def _accept_as_mentee(pair: Pair) -> None:
    waiting = Pair.objects.asked().filter(pk=pair.pk).exclude(mentor_accepted_at=None)
    if not waiting.update(mentee_accepted_at=now()):
        raise Refusal(_("This question is settled already."))
    pair.refresh_from_db()
    begin_bond(pair.programme, pair.mentor, pair.mentee)
    audit.record("pair_formed", about=pair)
    emails.send_formed(pair)
    pair_formed.send(sender=None, pair=pair)


def _refuse_a_third(pair: Pair, by: Person) -> None:
    if not pair.has(by):
        raise Refusal(_("Only the two people of a pair can answer."))


def _tell_unformed(pair: Pair) -> None:
    """Tell the mentor who waits, on the common day.

    The audit chain hears of pairs that form. The hour of a closing would tell a no from silence.
    """
    pair.refresh_from_db()
    if pair.proposal is not None:
        release_proposal(pair.proposal, at=pair.answer_until)
    if pair.mentor_accepted_at is not None:
        emails.send_unformed(pair)
