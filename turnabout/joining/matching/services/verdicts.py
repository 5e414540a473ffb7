from collections import Counter

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.matching.events import run_published
from turnabout.joining.matching.models import Proposal, Run, Wish
from turnabout.joining.matching.queries import places_left

PUBLISHED = _("This run was published. Its pairs can no longer be changed here.")


@transaction.atomic
def approve_proposal(proposal: Proposal, *, by: Person) -> None:
    """Say yes to one pair. Nothing is sent before the run is published."""
    _refuse_if_published(proposal.run)
    if Proposal.objects.filter(pk=proposal.pk, approved_at=None).update(approved_at=now()):
        audit.record("proposal_approved", about=proposal, by=by)


@transaction.atomic
def take_back_approval(proposal: Proposal, *, by: Person) -> None:
    """Think again about one pair."""
    _refuse_if_published(proposal.run)
    if Proposal.objects.approved().filter(pk=proposal.pk).update(approved_at=None):
        audit.record("approval_taken_back", about=proposal, by=by)


@transaction.atomic
def approve_rest(run: Run, *, by: Person) -> int:
    """Say yes to every pair that still waits for a yes. Returns how many."""
    _refuse_if_published(run)
    approved = run.proposals.filter(approved_at=None).update(approved_at=now())
    if approved:
        audit.record("proposals_approved", about=run, by=by, pairs=approved)
    return approved


@transaction.atomic
def pin_pair(
    programme: Programme, mentor: Membership, mentee: Membership, *, by: Person, reason: str = ""
) -> Wish:
    """Keep a pair in every run that comes."""
    return _wish(programme, mentor, mentee, Wish.Kind.PIN, by=by, reason=reason)


@transaction.atomic
def ban_pair(
    programme: Programme, mentor: Membership, mentee: Membership, *, by: Person, reason: str = ""
) -> Wish:
    """Never propose this pair again. An approval that waits is taken back."""
    wish = _wish(programme, mentor, mentee, Wish.Kind.BAN, by=by, reason=reason)
    waiting = Proposal.objects.filter(
        run__programme=programme, run__published_at=None, mentor=mentor, mentee=mentee
    )
    Proposal.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(
        approved_at=None
    )
    return wish


@transaction.atomic
def lift_wish(wish: Wish, *, by: Person) -> None:
    """Let the next run decide about this pair again."""
    audit.record("wish_lifted", about=wish, by=by, kind=wish.kind)
    Wish.objects.filter(pk=wish.pk).delete()


@transaction.atomic
def publish_run(run: Run, *, by: Person) -> None:
    """Hand the approved pairs on, once: their mentors are asked first."""
    Programme.objects.select_for_update().get(pk=run.programme_id)
    run.refresh_from_db()
    if run.finished_at is None:
        raise Refusal(_("This run is not computed yet. Wait until it shows its pairs."))
    approved = list(run.proposals.approved().select_related("mentor__person", "mentee__person"))
    if not approved:
        raise Refusal(_("No pair is approved yet. Approve those that you want to publish."))
    _refuse_if_published(run)
    _refuse_if_taken(run, approved)
    if not Run.objects.filter(pk=run.pk, published_at=None).update(published_at=now()):
        raise Refusal(PUBLISHED)
    run.refresh_from_db()
    audit.record("run_published", about=run, by=by, pairs=len(approved))
    run_published.send(sender=None, run=run)


def _refuse_if_published(run: Run) -> None:
    if Run.objects.filter(pk=run.pk).exclude(published_at=None).exists():
        raise Refusal(PUBLISHED)


def _refuse_if_taken(run: Run, approved: list[Proposal]) -> None:
    """A run grows old: somebody in it may have found a partner, or left, in the meantime."""
    left = places_left(run.programme)
    asked: Counter[int] = Counter()
    for proposal in approved:
        asked.update((proposal.mentor_id, proposal.mentee_id))
    names = [
        membership.person.name
        for proposal in approved
        for membership in (proposal.mentor, proposal.mentee)
        if asked[membership.pk] > left.get(membership.pk, 0)
    ]
    if names:
        raise Refusal(
            _("%(name)s is no longer free. Take back that approval, or run the matching again.")
            % {"name": sorted(names)[0]}
        )


def _wish(
    programme: Programme,
    mentor: Membership,
    mentee: Membership,
    kind: str,
    *,
    by: Person,
    reason: str,
) -> Wish:
    sides = (mentor.role, mentee.role)
    if sides != (Membership.Role.MENTOR, Membership.Role.MENTEE) or {
        mentor.programme_id,
        mentee.programme_id,
    } != {programme.pk}:
        raise Refusal(_("Choose a mentor and a mentee of this programme."))
    wish, _made = Wish.objects.update_or_create(
        mentor=mentor,
        mentee=mentee,
        defaults={
            "programme": programme,
            "kind": kind,
            "reason": reason.strip()[:300],
            "made_by": by,
            "made_at": now(),
        },
    )
    audit.record("pair_wished", about=wish, by=by, kind=kind)
    return wish
