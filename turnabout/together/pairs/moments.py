"""When a neutral note leaves: the same moment for every reason."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person

MORNING = time(9, 0)
FRIDAY = 4


def next_working_morning(person: Person) -> datetime:
    """Nine o'clock on this person's next working day."""
    zone = ZoneInfo(person.clock_zone)
    day = now().astimezone(zone).date() + timedelta(days=1)
    while day.weekday() > FRIDAY:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=zone)
