from datetime import datetime

from django.db import transaction

from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.joining.matching.models import Bond, Proposal, ProposalQuerySet


@transaction.atomic
def begin_bond(programme: Programme, mentor: Person, mentee: Person) -> Bond:
    """Note that two people are partners from now on. Noting it twice is one note."""
    bond, _made = Bond.objects.get_or_create(
        programme=programme, mentor=mentor, mentee=mentee, until=None, defaults={"since": now()}
    )
    return bond


@transaction.atomic
def end_bond(
    programme: Programme, mentor: Person, mentee: Person, *, comes_first: bool = False
) -> None:
    """Note that two people are no longer partners; both can be matched again.

    `comes_first` where it ended before its time: until they have somebody else, both are placed
    before whoever is equally well placed.
    """
    standing = Bond.objects.standing().filter(programme=programme, mentor=mentor, mentee=mentee)
    standing.update(until=now(), comes_first=comes_first)
    _release(
        Proposal.objects.under_way().filter(
            run__programme=programme, mentor__person=mentor, mentee__person=mentee
        ),
        now(),
    )


@transaction.atomic
def resume_bond(
    programme: Programme, mentor: Person, mentee: Person, proposal: Proposal | None
) -> None:
    """Note that two people who had ended by mistake are partners again, and keep their places."""
    begin_bond(programme, mentor, mentee)
    ended = Bond.objects.filter(programme=programme, mentor=mentor, mentee=mentee)
    ended.update(comes_first=False)
    if proposal is not None:
        Proposal.objects.filter(pk=proposal.pk).update(released_at=None)


@transaction.atomic
def release_proposal(proposal: Proposal, *, at: datetime | None = None) -> None:
    """Give both people of a published proposal their place back, now or at a later moment.

    Nothing says by whose doing. A no must not show in a place that is free too early, so whoever
    asked names the moment at which every outcome is told. Unless the two were partners, no later
    run proposes them again, as if privately ruled out.
    """
    _release(Proposal.objects.under_way().filter(pk=proposal.pk), at or now())


def _release(proposals: ProposalQuerySet, at: datetime) -> None:
    ids = list(proposals.values_list("pk", flat=True))
    Proposal.objects.filter(pk__in=ids, released_at=None).update(released_at=at)
