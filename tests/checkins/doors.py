from datetime import date

from tests.doors import COORDINATORS, PARTICIPANTS, ROLES, Door, of
from tests.factories import MONDAY
from turnabout.listening.checkins.models import Round, RoundTicket
from turnabout.listening.checkins.rounds import asked_in

RUNS_OR_STANDS_FOR_IT = COORDINATORS | {"sponsor.active"}
OTHERS = frozenset({f"{role}.active" for role in ROLES} | {"appointed"}) - {
    *RUNS_OR_STANDS_FOR_IT,
    "delegate.active",
}

DOORS = [
    Door(
        "checkins:rounds",
        of(programme="programme"),
        opens_to=RUNS_OR_STANDS_FOR_IT,
        turns_away=OTHERS,
    ),
    Door("checkins:round", of("round"), opens_to=PARTICIPANTS | RUNS_OR_STANDS_FOR_IT),
    Door(
        "checkins:pulse",
        of("held_meeting"),
        opens_to=PARTICIPANTS,
        turns_away=COORDINATORS,
    ),
]


def furnish(world):
    """A round that is open for years, in which the active mentor and mentee are asked."""
    moment = Round.Moment.BEFORE
    round_ = world.things["round"] = Round.objects.create(
        programme=world.programme,
        moment=moment,
        question_set=asked_in(world.programme, moment),
        opened_at=MONDAY,
        closes_on=date(2046, 1, 1),
    )
    for side in ("mentor", "mentee"):
        RoundTicket.objects.create(round=round_, person=world.person(f"{side}.active"), side=side)
