from tests.doors import EVERYBODY_KNOWN, Door, of

RUN_ALL = {"owner", "appointed"}


def furnish(world):
    world.things["to_erase"] = world.people["mentor.active"]


DOORS = [
    Door("privacy:own", opens_to=EVERYBODY_KNOWN),
    Door("privacy:copy", opens_to=EVERYBODY_KNOWN),
    Door("privacy:way_in", method="post", opens_to=EVERYBODY_KNOWN, opens_with=302),
    Door("privacy:ask", opens_to=EVERYBODY_KNOWN),
    # The only owner has to find another one first.
    Door(
        "privacy:ask",
        method="post",
        opens_to=EVERYBODY_KNOWN - {"owner"},
        opens_with=302,
        answers={"owner": 409},
    ),
    Door("privacy:withdraw", method="post", opens_to=EVERYBODY_KNOWN, opens_with=409),
    Door("privacy:asks", opens_to=RUN_ALL | {"stranger"}),
    Door(
        "privacy:erase",
        of("to_erase"),
        opens_to=RUN_ALL,
        turns_away={"coordinator.active", "mentor.active"},
    ),
    Door(
        "privacy:erase",
        of("to_erase"),
        method="post",
        data={"she_asked": "on"},
        opens_to=RUN_ALL,
        opens_with=302,
        turns_away={"coordinator.active", "mentor.active"},
    ),
]
