from collections import Counter

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.joining.matching.events import run_published
from turnabout.joining.matching.models import Proposal, Run
from turnabout.joining.matching.queries import places_left
from turnabout.joining.matching.services.living import mark_parting, places_of_parting

PUBLISHED = _("This run was published. Its pairs can no longer be changed here.")


@transaction.atomic
def approve_proposal(proposal: Proposal, *, by: Person) -> None:
    """Say yes to one pair. Nothing is sent before the run is published."""
    _refuse_if_published(proposal.run)
    if proposal.stays:
        raise Refusal(_("These two are together already. They go on; nobody is asked."))
    if not Proposal.objects.to_decide().filter(pk=proposal.pk).exists():
        raise Refusal(_("You decided against this pair. Let the run decide again first."))
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
    approved = run.proposals.to_decide().filter(approved_at=None).update(approved_at=now())
    if approved:
        audit.record("proposals_approved", about=run, by=by, pairs=approved)
    return approved


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
    mark_parting(run, approved)
    audit.record("run_published", about=run, by=by, pairs=len(approved))
    run_published.send(sender=None, run=run)


def _refuse_if_published(run: Run) -> None:
    if Run.objects.filter(pk=run.pk).exclude(published_at=None).exists():
        raise Refusal(PUBLISHED)


def _refuse_if_taken(run: Run, approved: list[Proposal]) -> None:
    """A run grows old: somebody in it may have found a partner, or left, in the meantime."""
    left = places_left(run.programme)
    for membership, places in places_of_parting(run).items():
        left[membership] = left.get(membership, 0) + places
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
