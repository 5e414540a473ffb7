from tests.doors import Door, of
from turnabout.listening.concerns import services

WHO_MAY = ("mentor", "mentee", "delegate")
TAKING_PART = frozenset(f"{role}.{state}" for role in WHO_MAY for state in ("active", "paused"))
GUARDIANS = frozenset({"guardian.active"})

DOORS = [
    Door("concerns:raise", of(programme="programme"), opens_to=TAKING_PART),
    Door("concerns:desk", of(programme="programme"), opens_to=GUARDIANS),
    Door("concerns:read", of("concern"), method="post", opens_to=GUARDIANS, opens_with=302),
    Door("concerns:close", of("concern"), method="post", opens_to=GUARDIANS, opens_with=302),
]


def furnish(world):
    world.things["concern"] = services.raise_concern(
        world.programme, "something", by=world.person("mentor.active")
    )
