from datetime import timedelta

from tests.doors import COORDINATORS, PARTICIPANTS, TAKING_PART, Door, of
from turnabout.foundation.common.time import now
from turnabout.together.meetings import feeds
from turnabout.together.meetings.models import BookingRound, Meeting

DELEGATES = frozenset({"delegate.active"})
PAUSED = frozenset({"mentor.paused", "mentee.paused"})
KEEP_HOLIDAYS = frozenset({"coordinator.active", "appointed", "stranger"})
TO_BE_MET = PARTICIPANTS | PAUSED | frozenset({"stranger"})
OTHERS_OF_THE_PROGRAMME = frozenset(
    {"appointed"} | {f"{role}.active" for role in TAKING_PART if role != "coordinator"}
)
FOR_THE_TWO = ("cannot_come", "held", "devices", "notes_taken", "purpose", "kind", "calendar")

DOORS = [
    Door("meetings:delegate", opens_to=DELEGATES),
    Door(
        "meetings:my_calendar",
        opens_to=PARTICIPANTS
        | DELEGATES
        | {"facilitator.active", "mentor.paused", "mentee.paused", "delegate.paused", "stranger"},
    ),
    Door("meetings:feed", lambda world: {"secret": world.things["secret"]}, is_public=True),
    Door("meetings:my_time", opens_to=TO_BE_MET),
    Door("meetings:holidays", opens_to=KEEP_HOLIDAYS),
    Door(
        "meetings:dates",
        of(programme="programme"),
        opens_to=COORDINATORS,
        turns_away=OTHERS_OF_THE_PROGRAMME,
    ),
    Door("meetings:book", of("pair"), opens_to=PARTICIPANTS, turns_away=COORDINATORS),
    Door("meetings:where", of("pair"), opens_to=PARTICIPANTS, turns_away=COORDINATORS),
    Door("meetings:move", of("meeting"), opens_to=PARTICIPANTS | DELEGATES | COORDINATORS),
    Door("meetings:times", of("meeting"), opens_to=PARTICIPANTS | DELEGATES | COORDINATORS),
    *(
        Door(f"meetings:{name}", of("meeting"), opens_to=PARTICIPANTS, turns_away=COORDINATORS)
        for name in FOR_THE_TWO
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
    BookingRound.objects.create(programme=world.programme, asked_at=at, total=1)
