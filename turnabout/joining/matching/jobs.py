from turnabout.foundation.common.due import does_what_is_due
from turnabout.foundation.common.time import now
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.services import compute_run

AT_A_TIME = 2


@does_what_is_due("matching runs")
def compute_what_waits() -> int:
    """Runs that were asked for and are in nobody's hands."""
    waiting = Run.objects.waiting(now()).select_related("programme").order_by("requested_at")
    return sum(compute_run(run) for run in waiting[:AT_A_TIME])
