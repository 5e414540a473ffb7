from datetime import timedelta

from tests.doors import COORDINATORS, Door, of
from turnabout.foundation.common.time import now
from turnabout.together.gatherings.models import Gathering, Invitation

LEADS = frozenset({"facilitator.active"})
INVITED = frozenset({"mentor.active", "mentor.paused"})
IN_THE_PROGRAMME = frozenset({"appointed"})
PARTS = frozenset(
    {
        "mentor.active",
        "mentee.active",
        "sponsor.active",
        "guardian.active",
        "reader.active",
        "auditor.active",
        "facilitator.active",
    }
)

DOORS = [
    Door("gatherings:to_lead", opens_to=LEADS),
    Door(
        "gatherings:list",
        of(programme="programme"),
        opens_to=COORDINATORS,
        turns_away=PARTS | IN_THE_PROGRAMME,
    ),
    Door(
        "gatherings:plan",
        of(programme="programme"),
        opens_to=COORDINATORS,
        turns_away=PARTS | IN_THE_PROGRAMME,
    ),
    Door("gatherings:detail", of("circle"), opens_to=COORDINATORS | LEADS | INVITED),
    Door(
        "gatherings:change",
        of("circle"),
        opens_to=COORDINATORS,
        turns_away=LEADS | INVITED,
    ),
    Door(
        "gatherings:cancel",
        of("circle"),
        opens_to=COORDINATORS,
        turns_away=LEADS | INVITED,
    ),
    Door(
        "gatherings:attendance",
        of("circle"),
        opens_to=LEADS,
        turns_away=COORDINATORS | INVITED,
    ),
]


def furnish(world):
    """A circle to come, with its facilitator and every mentor."""
    at = now()
    world.things["circle"] = circle = Gathering.objects.create(
        programme=world.programme,
        kind=Gathering.Kind.CIRCLE,
        audience=Gathering.Audience.MENTORS,
        facilitator=world.person("facilitator.active"),
        starts_at=at + timedelta(days=9),
        planned_at=at,
        changed_at=at,
    )
    Invitation.objects.bulk_create(
        Invitation(gathering=circle, person=world.person(f"mentor.{state}"), invited_at=at)
        for state in ("active", "paused", "ended", "deactivated")
    )
