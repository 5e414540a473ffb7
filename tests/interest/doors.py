from tests.doors import EVERYBODY_KNOWN, Door, of
from turnabout.joining.interest.services import close_poll, draft_news, open_poll

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
    Door("interest:explain", of("closed_poll"), opens_to=ASKERS),
    Door("interest:again", of("closed_poll"), method="post", opens_to=ASKERS, opens_with=302),
    Door("interest:benefits", POLL, is_public=True),
    Door("interest:news_join", POLL, is_public=True),
    Door("interest:my_news", opens_to=EVERYBODY_KNOWN),
    Door("interest:quiet", opens_to=EVERYBODY_KNOWN),
    Door("interest:news", opens_to={*ASKERS, "stranger"}),
    Door("interest:news_check", of("news"), opens_to={"appointed"}),
    Door(
        "interest:news_discard", of("news"), method="post", opens_to={"appointed"}, opens_with=302
    ),
    Door("interest:close", POLL, method="post", opens_to=ASKERS, opens_with=302),
]


def furnish(world):
    world.things["poll"] = open_poll(
        world.organisation,
        title="Would this be for you?",
        by=world.person("appointed"),
        programme=world.programme,
    )
    closed = open_poll(
        world.organisation,
        title="Was this for you?",
        by=world.person("appointed"),
        programme=world.programme,
    )
    close_poll(closed, by=world.person("appointed"))
    world.things["closed_poll"] = closed
    world.things["news"] = draft_news(
        world.organisation, subject="We begin", body="In May.", by=world.person("appointed")
    )
