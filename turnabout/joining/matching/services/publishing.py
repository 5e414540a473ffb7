"""A publication waits a few minutes, can be undone as a whole, and is then handed on, once."""

from collections import Counter

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.over import MATCHING, refuse_when_over
from turnabout.joining.matching.events import run_published
from turnabout.joining.matching.models import HOLD, Proposal, Run
from turnabout.joining.matching.queries import places_left, suggestions_of
from turnabout.joining.matching.queries.suggestions import MOST, SETTING
from turnabout.joining.matching.services.living import mark_parting, places_of_parting
from turnabout.joining.matching.services.verdicts import PUBLISHED, refuse_if_published


@transaction.atomic
def publish_run(run: Run, *, by: Person) -> None:
    """Let the approved pairs go on, once. Nobody is told before the hold is over."""
    Programme.objects.select_for_update().get(pk=run.programme_id)
    run.refresh_from_db()
    if run.published_at is None:
        refuse_when_over(run.programme, MATCHING, what=_("Nobody new is asked."))
    if run.finished_at is None:
        raise Refusal(_("This run is not computed yet. Wait until it shows its pairs."))
    approved = list(run.proposals.approved().select_related("mentor__person", "mentee__person"))
    if not approved:
        raise Refusal(_("No pair is approved yet. Approve those that you want to publish."))
    refuse_if_published(run)
    _refuse_if_taken(run, approved)
    suggested = suggestions_of(run)
    if not Run.objects.filter(pk=run.pk, published_at=None).update(published_at=now()):
        raise Refusal(PUBLISHED)
    Proposal.objects.bulk_create(
        Proposal(
            run=run,
            mentor=one.beside.mentor,
            mentee=one.mentee,
            beside=one.beside,
            score=one.score,
            parts=one.parts,
            approved_at=now(),
        )
        for one in suggested
    )
    run.refresh_from_db()
    audit.record("run_published", about=run, by=by, pairs=len(approved), suggested=len(suggested))


@transaction.atomic
def choose_suggestions(programme: Programme, most: int, *, by: Person) -> None:
    """Settle how many people each mentor chooses from, in the publications that come."""
    if not 1 <= most <= MOST:
        raise Refusal(_("A mentor is shown one person, or chooses from two or three."))
    current = Programme.objects.select_for_update().get(pk=programme.pk)
    current.settings = {**current.settings, SETTING: most}
    current.save(update_fields=["settings"])
    audit.record("suggestions_settled", about=programme, by=by, most=most)


@transaction.atomic
def undo_publication(run: Run, *, by: Person) -> None:
    """Take a publication back as if it had never been. Only while no letter has left."""
    if not Run.objects.held().filter(pk=run.pk).update(published_at=None):
        raise Refusal(_("The first letters have left, so this can no longer be undone."))
    run.refresh_from_db()
    run.proposals.filter(beside__isnull=False).delete()
    audit.record("publication_undone", about=run, by=by)


@transaction.atomic
def hand_on(run: Run) -> bool:
    """Ask the mentors of a publication whose hold is over. One worker does it, and once."""
    over = Run.objects.held().filter(pk=run.pk, published_at__lte=now() - HOLD)
    if not over.update(handed_on_at=now()):
        return False
    run.refresh_from_db()
    mark_parting(run, list(run.proposals.approved().planned()))
    run_published.send(sender=None, run=run)
    return True


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
