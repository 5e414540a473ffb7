from tests.doors import EVERYBODY_KNOWN, Door, of
from tests.questions.factories import make_question_set

SET = of("set")
EDITORS = frozenset({"appointed"})
COLLEAGUES = EVERYBODY_KNOWN - EDITORS - {"stranger"}


def at_question(**more):
    return lambda world: {"public_id": world.things["set"].public_id, "key": "why", **more}


DOORS = [
    Door("questions:sets", opens_to={"appointed", "stranger"}),
    Door("questions:set", SET, opens_to=EDITORS, turns_away=COLLEAGUES),
    Door("questions:add", SET, opens_to=EDITORS, turns_away=COLLEAGUES),
    Door("questions:preview", SET, opens_to=EDITORS, turns_away=COLLEAGUES),
    Door("questions:as_asked", SET, opens_to=EDITORS, turns_away=COLLEAGUES),
    Door("questions:question", at_question(), opens_to=EDITORS, turns_away=COLLEAGUES),
    Door(
        "questions:act",
        at_question(act="down"),
        method="post",
        opens_to=EDITORS,
        turns_away=COLLEAGUES,
        opens_with=302,
    ),
    Door(
        "questions:copy",
        SET,
        method="post",
        data={"name": "Ours"},
        opens_to=EDITORS,
        turns_away=COLLEAGUES,
        opens_with=302,
    ),
    Door(
        "questions:restore",
        SET,
        method="post",
        opens_to=EDITORS,
        turns_away=COLLEAGUES,
        opens_with=302,
    ),
]


def furnish(world):
    world.things["set"] = make_question_set(world.organisation, "mentor-application")
