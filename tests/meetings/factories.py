"""Sessions of Ada and Bruno."""

from datetime import timedelta

from tests.factories import MONDAY
from tests.pairs.factories import make_signed_pair
from turnabout.foundation.common.time import clock
from turnabout.together.meetings import queries, services


def make_booked_pair(cast, *, at=MONDAY, **fields):
    """A signed pair with all its dates."""
    pair = make_signed_pair(cast, **fields)
    with clock(at):
        services.book_meetings(pair, queries.propose_dates(pair), by=cast.bruno)
    return pair


def make_held_meeting(cast, pair=None):
    meeting = (pair or make_booked_pair(cast)).meetings.first()
    with clock(meeting.starts_at + timedelta(hours=2)):
        services.mark_held(meeting, by=cast.bruno)
    return meeting
