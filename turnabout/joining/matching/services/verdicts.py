from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.joining.matching.models import Proposal, Run

PUBLISHED = _("This run was published. Its pairs can no longer be changed here.")


@transaction.atomic
def approve_proposal(proposal: Proposal, *, by: Person) -> None:
    """Say yes to one pair. Nothing is sent before the run is published."""
    refuse_if_published(proposal.run)
    if proposal.stays:
        raise Refusal(_("These two are together already. They go on; nobody is asked."))
    if not Proposal.objects.to_decide().filter(pk=proposal.pk).exists():
        raise Refusal(_("You decided against this pair. Let the run decide again first."))
    if Proposal.objects.filter(pk=proposal.pk, approved_at=None).update(approved_at=now()):
        audit.record("proposal_approved", about=proposal, by=by)


@transaction.atomic
def take_back_approval(proposal: Proposal, *, by: Person) -> None:
    """Think again about one pair."""
    refuse_if_published(proposal.run)
    if Proposal.objects.approved().filter(pk=proposal.pk).update(approved_at=None):
        audit.record("approval_taken_back", about=proposal, by=by)


@transaction.atomic
def approve_rest(run: Run, *, by: Person) -> int:
    """Say yes to every pair that still waits for a yes. Returns how many."""
    refuse_if_published(run)
    approved = run.proposals.to_decide().filter(approved_at=None).update(approved_at=now())
    if approved:
        audit.record("proposals_approved", about=run, by=by, pairs=approved)
    return approved


def refuse_if_published(run: Run) -> None:
    if Run.objects.filter(pk=run.pk).exclude(published_at=None).exists():
        raise Refusal(PUBLISHED)
