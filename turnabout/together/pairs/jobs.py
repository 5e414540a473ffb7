"""What is due in a pair."""

from turnabout.foundation.common.due import does_what_is_due
from turnabout.foundation.common.time import now
from turnabout.together.pairs import services
from turnabout.together.pairs.models import Pair


@does_what_is_due("pairs.close_unanswered")
def close_unanswered_pairs() -> int:
    """Close the pairs whose days to answer are over. Nobody hears of it before the common day."""
    waiting = Pair.objects.out_of_time(now())
    people = waiting.select_related("programme__organisation", "mentor")
    return sum(services.close_unanswered(pair) for pair in people)


@does_what_is_due("pairs.close_by_themselves")
def close_by_themselves() -> int:
    """Bring pairs to their planned end whose day, of which both were told, has come."""
    return services.close_by_themselves()


@does_what_is_due("pairs.let_notes_go")
def let_notes_go() -> int:
    """Erase the notes and lines of pairs that ended a while ago, but for what was kept."""
    return services.let_notes_go()
