"""After the common day: a draft for those whose pairing did not come about, whatever the reason."""

from dataclasses import replace

from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.matching.models import Bond, Proposal, Run
from turnabout.joining.matching.queries import free_people
from turnabout.joining.matching.rules import RunRules
from turnabout.joining.matching.services.runs import request_run


def prepare_next_best(programme: Programme) -> bool:
    """Compute the next best plan around the pairs that live, once. A coordinator decides on it.

    It is asked for by the day alone, so it tells nobody whether there was a no or silence.
    """
    latest = Run.objects.filter(programme=programme).order_by("-number").first()
    if latest is None or latest.handed_on_at is None or not _has_been_told(latest):
        return False
    free = free_people(programme)
    coordinators = Membership.objects.coordinating(programme.pk)
    first = coordinators.select_related("person").order_by("accepted_at", "pk").first()
    by = latest.requested_by or (first.person if first else None)
    if by is None or not all(free.values()):
        return False
    lives = Bond.objects.standing().filter(programme=programme).exists()
    rules = replace(
        RunRules.from_data(latest.rules), keep="never" if lives else "", without=(), supposes=()
    )
    try:
        request_run(
            programme,
            name=_("Next best after %(run)s") % {"run": latest.called},
            rules=rules,
            by=by,
        )
    except Refusal:
        return False
    return True


def _has_been_told(run: Run) -> bool:
    """Whether its day is over for all, and not every pair came about."""
    approved = Proposal.objects.approved().filter(run=run)
    partners = Bond.objects.filter(programme=run.programme).values_list("mentor", "mentee")
    formed = set(partners)
    unformed = [
        row
        for row in approved.select_related("mentor", "mentee")
        if (row.mentor.person_id, row.mentee.person_id) not in formed
    ]
    return bool(unformed) and all(
        row.released_at is not None and row.released_at <= now() for row in unformed
    )
