"""Who may enter the doors of applications."""

from tests.applications.factories import make_application
from tests.doors import COORDINATORS, Door, of
from tests.factories import MONDAY
from turnabout.joining.applications.models import PlaceOffer, TimeRequest
from turnabout.joining.applications.services.own_words import keep_words
from turnabout.joining.interest.receipts import make_receipt

INVITED_MENTOR = {"mentor.active"}


def furnish(world):
    application = make_application(
        world.members["mentor.active"], offers=["frontline-reality"], wants=[]
    )
    world.things["application"] = application
    world.things["own_words"] = keep_words(application, "Steam engines")
    world.things["time_request"] = TimeRequest.objects.create(
        application=application, manager=world.person("owner"), asked_at=MONDAY
    )
    world.things["place_offer"] = PlaceOffer.objects.create(
        application=application, offered_at=MONDAY, answer_by=MONDAY.date()
    )
    world.things["mentor_membership"] = world.members["mentor.active"]
    world.things["mentee_membership"] = world.members["mentee.active"]


READERS = COORDINATORS | {"reader.active"}
ASSESSED = {"opens_to": READERS}

DOORS = [
    Door(
        "applications:receipt",
        of("mentor_membership"),
        method="post",
        data=lambda world: {
            "receipt": make_receipt(world.things["poll"], side="mentor", topics=("data",))
        },
        opens_to=INVITED_MENTOR,
        opens_with=302,
    ),
    Door(
        "applications:apply",
        of("mentor_membership"),
        data={"step": "1"},
        opens_to=INVITED_MENTOR,
    ),
    Door(
        "applications:apply",
        of("mentor_membership"),
        method="post",
        data={"go": "stop"},
        opens_to=INVITED_MENTOR,
        opens_with=302,
    ),
    Door("applications:promises", of("mentor_membership"), opens_to=INVITED_MENTOR, opens_with=302),
    Door(
        "applications:ask_again",
        lambda world: {"name": "reverse"},
        opens_to={"appointed", "stranger"},
    ),
    Door("applications:after", of("mentor_membership"), opens_to=INVITED_MENTOR),
    Door("applications:withdraw", of("mentor_membership"), opens_to=INVITED_MENTOR),
    Door(
        "applications:hours",
        of("mentee_membership"),
        opens_to={"mentee.active", "delegate.active"},
    ),
    Door("applications:received", of(programme="programme"), opens_to=READERS),
    Door("applications:one", of("application"), opens_to=READERS),
    Door("applications:own_words", of(programme="programme"), opens_to=COORDINATORS),
    Door(
        "applications:place",
        of("own_words"),
        method="post",
        data={"go": "aside"},
        opens_to=COORDINATORS,
        turns_away={"mentor.active"},
        opens_with=302,
    ),
    Door("applications:choosing", of(programme="programme"), opens_to=COORDINATORS),
    Door(
        "applications:choosing",
        of(programme="programme"),
        method="post",
        data={"what": "cap", "partners": "2"},
        turns_away=COORDINATORS,
    ),
    Door(
        "applications:offers",
        of(programme="programme"),
        method="post",
        opens_to=COORDINATORS,
        opens_with=409,
    ),
    Door("applications:places", of(programme="programme"), opens_to=COORDINATORS),
    Door("applications:read", of("application"), **ASSESSED),
    Door("applications:talk", of("application"), **ASSESSED),
    Door(
        "applications:decide",
        of("application"),
        opens_to=COORDINATORS,
        turns_away=READERS - COORDINATORS,
    ),
    Door(
        "applications:decide",
        of("application"),
        method="post",
        data={"outcome": "reserve", "reason": "Full.", "go": "send"},
        opens_to=COORDINATORS,
        turns_away=READERS - COORDINATORS,
        opens_with=302,
    ),
    Door(
        "applications:ask_for_time",
        of("application"),
        opens_to=COORDINATORS,
        turns_away=READERS - COORDINATORS,
        opens_with=302,
    ),
    Door("applications:time", of("time_request"), opens_to={"owner"}),
    Door("applications:place_offer", of("place_offer"), opens_to=INVITED_MENTOR),
]
