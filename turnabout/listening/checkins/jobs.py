"""What is due in check-ins."""

from turnabout.foundation.common.due import does_what_is_due
from turnabout.listening.checkins import rounds


@does_what_is_due("checkins.close_rounds")
def close_rounds() -> int:
    """Close the rounds whose last day is over."""
    return rounds.close_rounds()
