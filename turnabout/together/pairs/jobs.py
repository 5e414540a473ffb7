"""What is due in a pair."""

from datetime import timedelta

from turnabout.foundation.common.due import does_what_is_due
from turnabout.foundation.common.time import now
from turnabout.together.pairs import services
from turnabout.together.pairs.models import ANSWER_DAYS, Pair


@does_what_is_due("pairs.close_unanswered")
def close_unanswered_pairs() -> int:
    """Close the pairs whose days to answer are over."""
    over = now() - timedelta(days=ANSWER_DAYS)
    waiting = Pair.objects.asked().filter(proposed_at__lte=over)
    people = waiting.select_related("programme__organisation", "mentor")
    return sum(services.close_unanswered(pair) for pair in people)
