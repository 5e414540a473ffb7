"""The defaults about time: the rhythm of the sessions, how they move, and which hours are quiet."""

from django.utils.translation import gettext_lazy as _

from turnabout.frame.programmes.defaults_shape import FROM_NOW_ON, Default

RHYTHM = (
    Default(
        "sessions",
        _("How many sessions"),
        _("The dates that each pair books, and which of them is the closing one."),
        _("Booked dates stay. Signed agreements keep the number they say."),
        low=1,
        high=24,
    ),
    Default(
        "gap_days",
        _("Days from one to the next"),
        _("How far apart the dates are that a pair is offered, and how long the programme lasts."),
        _("Booked dates stay. It holds for dates that are offered from now on."),
        low=3,
        high=120,
    ),
    Default(
        "session_minutes",
        _("Minutes for each"),
        _("How long a session is in the calendar, and how much shared time two people need."),
        _("Booked sessions keep their length. It holds for those that are booked from now on."),
        low=15,
        high=240,
    ),
)

MOVING = (
    Default(
        "notice_hours",
        _("Hours of notice"),
        _("How long before a session it can still be moved."),
        FROM_NOW_ON,
        high=336,
    ),
    Default(
        "moves_allowed",
        _("Moves for each side"),
        _("How often one side may move sessions before the coordinator is asked."),
        FROM_NOW_ON,
        high=12,
    ),
)

HOURS = (
    Default(
        "quiet_from",
        _("Quiet from this hour on"),
        _(
            "After this hour nobody is offered a session, in either time zone, unless both ticked "
            "the hour themselves."
        ),
        FROM_NOW_ON,
        low=16,
        high=23,
    ),
    Default(
        "quiet_until",
        _("Quiet until this hour"),
        _("The same in the morning."),
        FROM_NOW_ON,
        low=4,
        high=12,
    ),
    Default(
        "travel_minutes",
        _("Minutes for the way"),
        _("How much is kept free before and after a session for which the two travel."),
        _("Booked sessions stay. It holds for dates that are offered from now on."),
        high=180,
    ),
    Default(
        "video_link",
        _("Pattern of the video links"),
        _(
            "Where pairs meet that meet by video, such as https://meet.example.org/{room}. Each "
            "pair has a name of its own, drawn at random, in the place of {room}. Left empty, "
            "pairs bring a link of their own. Turnabout records nothing."
        ),
        _("Sessions that are booked from now on have it. Links of booked ones stay."),
        kind="words",
        high=120,
        is_optional=True,
    ),
)
