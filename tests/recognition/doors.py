from tests.doors import COORDINATORS, EVERYBODY_KNOWN, PARTICIPANTS, Door, of
from tests.factories import MONDAY
from turnabout.foundation.common.time import now
from turnabout.frame.topics.models import Topic
from turnabout.together.recognition.models import OfferAsk, OpenOffer

OFFERS = frozenset({"mentor.active"})
KEEPS_DATES = {f"delegate.{state}" for state in ("invited", "active", "paused")}
READS = frozenset({"mentee.active", "coordinator.active", "sponsor.active", "facilitator.active"})

DOORS = [
    Door("recognition:offers", opens_to=EVERYBODY_KNOWN - KEEPS_DATES),
    Door("recognition:offer", of(programme="programme"), opens_to=PARTICIPANTS),
    Door(
        "recognition:ask",
        of("open_offer"),
        method="post",
        data={"words": "a line"},
        opens_to=READS,
        turns_away=OFFERS,
        opens_with=302,
    ),
    Door(
        "recognition:end",
        of("open_offer"),
        method="post",
        opens_to=OFFERS,
        turns_away=READS,
        opens_with=302,
    ),
    Door(
        "recognition:answer",
        of("offer_ask"),
        method="post",
        data={"says": "no"},
        opens_to=OFFERS,
        turns_away={"mentee.active"},
        opens_with=302,
    ),
    Door("recognition:certificate", of("pair"), opens_to=PARTICIPANTS, turns_away=COORDINATORS),
    Door("recognition:thank", of("pair"), opens_to=PARTICIPANTS, turns_away=COORDINATORS),
]


def furnish(world):
    """The active mentor offers something, and the active mentee asks for another thing of hers."""
    topic = Topic.objects.create(
        organisation=world.organisation, slug="maps", group="ai", names={"en": "a thing"}
    )
    for name in ("open_offer", "another_offer"):
        world.things[name] = OpenOffer.objects.create(
            membership=world.members["mentor.active"], topic=topic, words="mine", made_at=MONDAY
        )
    world.things["offer_ask"] = OfferAsk.objects.create(
        offer=world.things["another_offer"],
        asker=world.person("mentee.active"),
        words=b"x",
        asked_at=now(),
    )
