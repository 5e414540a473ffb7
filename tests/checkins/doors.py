from tests.doors import COORDINATORS, PARTICIPANTS, Door, of

DOORS = [
    Door(
        "checkins:pulse",
        of("held_meeting"),
        opens_to=PARTICIPANTS,
        turns_away=COORDINATORS,
    ),
]
