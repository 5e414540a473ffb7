"""What the coordinator's list of pairs hears from the signals: which pairs need a look."""

from collections.abc import Mapping

from turnabout.frame.programmes.models import Programme
from turnabout.listening.signals.models import Task
from turnabout.together.pairs.page import NEEDS_PERSON, WATCH, tells_needs


@tells_needs
def needs(programme: Programme) -> Mapping[int, str]:
    """By pair: an open task that is urgent needs a person, any other is worth watching."""
    tasks = Task.objects.open().filter(programme=programme, pair__isnull=False).order_by()
    return {
        pair: NEEDS_PERSON if is_urgent else WATCH
        for pair, is_urgent in tasks.values_list("pair_id", "is_urgent")
    }
