"""When somebody is busy, as her own calendar says it: times and nothing else, for a few weeks."""

from turnabout.together.meetings.busy.services import (
    connect_calendar,
    disconnect_calendar,
    forget_what_is_over,
    read_calendar,
    read_due,
)

__all__ = [
    "connect_calendar",
    "disconnect_calendar",
    "forget_what_is_over",
    "read_calendar",
    "read_due",
]
