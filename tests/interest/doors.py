from tests.doors import Door, of
from turnabout.joining.interest.services import open_poll

ASKERS = {"appointed", "coordinator.active"}
POLL = of("poll")


DOORS = [
    Door("interest:list", opens_to={*ASKERS, "stranger"}),
    Door("interest:new", opens_to={*ASKERS, "stranger"}),
    Door("interest:answer", POLL, is_public=True),
    Door("interest:thanks", POLL, is_public=True),
    Door("interest:readout", POLL, opens_to=ASKERS),
    Door("interest:poster", POLL, opens_to=ASKERS),
    Door("interest:send", POLL, opens_to=ASKERS),
    Door("interest:heard", POLL, opens_to=ASKERS),
    Door("interest:close", POLL, method="post", opens_to=ASKERS, opens_with=302),
]


def furnish(world):
    world.things["poll"] = open_poll(
        world.organisation,
        title="Would this be for you?",
        by=world.person("appointed"),
        programme=world.programme,
    )
