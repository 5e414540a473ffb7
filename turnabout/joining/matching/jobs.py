from turnabout.foundation.common.due import does_what_is_due
from turnabout.foundation.common.time import now
from turnabout.frame.programmes.models import Programme
from turnabout.joining.matching.models import HOLD, Bond, Proposal, Run
from turnabout.joining.matching.services import (
    check_bonds,
    compute_run,
    hand_on,
    help_out,
    prepare_next_best,
)
from turnabout.joining.matching.services.living import CHECK_AGAIN_AFTER

AT_A_TIME = 2


@does_what_is_due("matching runs")
def compute_what_waits() -> int:
    """Runs that were asked for and are in nobody's hands."""
    waiting = Run.objects.waiting(now()).select_related("programme").order_by("requested_at")
    return sum(compute_run(run) for run in waiting[:AT_A_TIME])


@does_what_is_due("publications")
def hand_on_publications() -> int:
    """Publications that have waited long enough to be thought better of."""
    over = Run.objects.held().filter(published_at__lte=now() - HOLD).select_related("programme")
    return sum(hand_on(run) for run in over.order_by("published_at"))


@does_what_is_due("help for those without a partner")
def help_those_left_out() -> int:
    """Drafts for which nobody has worked out yet what would help."""
    drafts = Run.objects.without_help().select_related("programme").order_by("finished_at")
    return sum(help_out(run) for run in drafts[:AT_A_TIME])


@does_what_is_due("living pairs against the rules")
def ask_the_rules_again() -> int:
    """Programmes with pairs that nobody has checked since last night."""
    unchecked = Bond.objects.standing().unchecked_since(now() - CHECK_AGAIN_AFTER)
    due = Programme.objects.filter(closed_at=None, pk__in=unchecked.values("programme"))
    return sum(check_bonds(programme) for programme in due.select_related("organisation"))


@does_what_is_due("the next best")
def look_for_the_next_best() -> int:
    """Programmes in which a publication has been told in full and some pairs did not come about."""
    told = Proposal.objects.approved().filter(released_at__lte=now()).values("run__programme")
    due = Programme.objects.filter(closed_at=None, pk__in=told).select_related("organisation")
    return sum(prepare_next_best(programme) for programme in due)
