from datetime import timedelta

from tests.doors import COORDINATORS, PARTICIPANTS, Door, of
from turnabout.foundation.common.time import now
from turnabout.together.meetings import feeds
from turnabout.together.meetings.models import Meeting

DELEGATES = frozenset({"delegate.active"})

DOORS = [
    Door("meetings:delegate", opens_to=DELEGATES),
    Door(
        "meetings:my_calendar",
        opens_to=PARTICIPANTS
        | DELEGATES
        | {"facilitator.active", "mentor.paused", "mentee.paused", "delegate.paused", "stranger"},
    ),
    Door("meetings:feed", lambda world: {"secret": world.things["secret"]}, is_public=True),
    Door("meetings:book", of("pair"), opens_to=PARTICIPANTS, turns_away=COORDINATORS),
    Door("meetings:move", of("meeting"), opens_to=PARTICIPANTS | DELEGATES | COORDINATORS),
    Door(
        "meetings:held",
        of("meeting"),
        opens_to=PARTICIPANTS,
        turns_away=COORDINATORS | DELEGATES,
    ),
    Door(
        "meetings:devices",
        of("meeting"),
        opens_to=PARTICIPANTS,
        turns_away=COORDINATORS | DELEGATES,
    ),
    Door(
        "meetings:kind",
        of("meeting"),
        opens_to=PARTICIPANTS,
        turns_away=COORDINATORS | DELEGATES,
    ),
    Door(
        "meetings:calendar",
        of("meeting"),
        opens_to=PARTICIPANTS,
        turns_away=COORDINATORS | DELEGATES,
    ),
]


def furnish(world):
    """One session to come and one that was held, and a calendar to subscribe to."""
    feed = feeds.open_feed(world.person("mentor.active"))
    world.things["secret"] = feeds.address_of(feed).rpartition("/")[2].removesuffix(".ics")
    pair = world.things["pair"]
    at = now()
    world.things["meeting"] = Meeting.objects.create(
        pair=pair,
        number=2,
        starts_at=at + timedelta(days=9),
        first_booked_for=at + timedelta(days=9),
        booked_at=at,
    )
    world.things["held_meeting"] = Meeting.objects.create(
        pair=pair,
        number=1,
        starts_at=at - timedelta(days=9),
        first_booked_for=at - timedelta(days=9),
        booked_at=at,
        held_at=at,
    )
