from tests.doors import EVERYBODY_KNOWN, Door, of
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.services import install_catalogue

EDITORS = {"appointed", "stranger"}
NEIGHBOURS = EVERYBODY_KNOWN - {"stranger", "appointed"}


def retire(world):
    return {"public_id": world.things["topic"].public_id, "act": "retire"}


DOORS = [
    Door("topics:catalogue", opens_to=EVERYBODY_KNOWN),
    Door("topics:add", opens_to={"appointed", "stranger"}, turns_away=EVERYBODY_KNOWN - EDITORS),
    Door("topics:one", of("topic"), opens_to=EVERYBODY_KNOWN - {"stranger"}),
    Door(
        "topics:change",
        retire,
        method="post",
        opens_to={"appointed"},
        turns_away=NEIGHBOURS,
        opens_with=302,
    ),
]


def furnish(world):
    install_catalogue(world.organisation)
    world.things["topic"] = Topic.objects.filter(organisation=world.organisation).first()
