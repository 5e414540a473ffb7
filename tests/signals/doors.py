from tests.doors import COORDINATORS, Door
from tests.factories import MONDAY
from turnabout.listening.signals.models import Task

DOORS = [
    Door(
        "signals:finish",
        lambda world: {"public_id": world.things["task"].public_id, "outcome": "done"},
        method="post",
        opens_to=COORDINATORS,
        opens_with=302,
    )
]


def furnish(world):
    world.things["task"] = Task.objects.create(
        programme=world.programme, signal="not_started", facts={"days": 15}, opened_at=MONDAY
    )
