from tests.doors import COORDINATORS, EVERYBODY_KNOWN, ROLES, STATES, TAKING_PART, Door, of
from tests.factories import MONDAY, make_organisation
from turnabout.frame.programmes.models import Initiative, OwnPreset, Phase, Priority

OTHERS = frozenset({f"{role}.active" for role in TAKING_PART} | {"appointed"}) - COORDINATORS
PROGRAMME = of(programme="programme")
OWN = {f"{role}.{state}" for role in ROLES for state in STATES if state != "deactivated"}


def phase(world):
    return {"public_id": world.things["phase"].public_id, "act": "open"}


def membership(world):
    return {"public_id": world.members["mentor.active"].public_id, "act": "nothing"}


def phase_page(world):
    return {"public_id": world.things["phase"].public_id}


def priority(world):
    return {"public_id": world.things["priority"].public_id, "act": "nothing"}


def initiative(world):
    return {"public_id": world.things["initiative"].public_id, "act": "nothing"}


def another_preset(world):
    return {"programme": world.programme.public_id, "slug": "peer"}


TAKES_PART = frozenset(f"{role}.active" for role in TAKING_PART)
RUNNING = COORDINATORS | {"appointed", "stranger"}
DOORS = [
    Door("programmes:list", opens_to=EVERYBODY_KNOWN),
    Door("programmes:new", opens_to={"appointed", "stranger"}),
    Door("programmes:detail", PROGRAMME, opens_to=COORDINATORS, turns_away=OTHERS),
    Door("programmes:priorities", opens_to=RUNNING),
    Door("programmes:presets", opens_to=RUNNING),
    Door("programmes:preset", of("own_preset"), opens_to=RUNNING - {"stranger"}),
    Door(
        "programmes:keep_preset",
        PROGRAMME,
        method="post",
        data={"name": "Once more"},
        opens_to=COORDINATORS,
        turns_away=OTHERS,
        opens_with=302,
    ),
    Door("programmes:priority", priority, method="post"),
    Door("programmes:initiatives", PROGRAMME, opens_to=COORDINATORS, turns_away=OTHERS),
    Door("programmes:initiative", initiative, method="post"),
    Door(
        "programmes:phase_page",
        phase_page,
        opens_to=COORDINATORS,
        turns_away=OTHERS - {"appointed"},
    ),
    Door("programmes:take_preset", another_preset, opens_to=COORDINATORS, turns_away=OTHERS),
    Door("programmes:readiness", PROGRAMME, opens_to=COORDINATORS, turns_away=OTHERS),
    Door("programmes:rules", PROGRAMME, opens_to=COORDINATORS, turns_away=OTHERS),
    Door("programmes:wave", PROGRAMME, opens_to=COORDINATORS, turns_away=OTHERS),
    Door(
        "programmes:guidance",
        PROGRAMME,
        opens_to=TAKES_PART
        | {f"{role}.{state}" for role in TAKING_PART for state in ("invited", "paused")},
        turns_away={"appointed"},
    ),
    Door(
        "programmes:briefing",
        PROGRAMME,
        opens_to=COORDINATORS | {"sponsor.active"},
        turns_away=(TAKES_PART | {"appointed"}) - COORDINATORS - {"sponsor.active"},
    ),
    Door("programmes:guests", PROGRAMME, opens_to=COORDINATORS, turns_away=OTHERS),
    Door("programmes:guest_people", PROGRAMME, turns_away=OTHERS | COORDINATORS),
    Door(
        "programmes:remove_guest",
        of(programme="programme", guest="guest"),
        method="post",
        opens_to=COORDINATORS,
        turns_away=OTHERS,
        opens_with=302,
    ),
    Door("programmes:members", PROGRAMME, opens_to=COORDINATORS, turns_away=OTHERS),
    Door("programmes:invite", PROGRAMME, opens_to=COORDINATORS, turns_away=OTHERS),
    Door(
        "programmes:launch",
        PROGRAMME,
        method="post",
        turns_away=OTHERS,
        # Its world's programme has no priority yet.
        answers={"coordinator.active": 409},
    ),
    Door(
        "programmes:take_up",
        PROGRAMME,
        method="post",
        turns_away=(OTHERS | COORDINATORS) - {"appointed"},
        answers={"appointed": 409},
    ),
    Door(
        "programmes:phase",
        phase,
        method="post",
        opens_to=COORDINATORS,
        turns_away=OTHERS - {"appointed"},
        opens_with=302,
    ),
    Door("programmes:standing", membership, method="post"),
    Door(
        "programmes:join",
        lambda world: {"public_id": world.members["guardian.invited"].public_id},
        opens_to={"guardian.invited"},
        turns_away=COORDINATORS,
    ),
]


def furnish(world):
    world.things["priority"] = Priority.objects.create(
        organisation=world.organisation, words={"en": "One"}, added_at=MONDAY
    )
    world.things["initiative"] = Initiative.objects.create(
        programme=world.programme, name="One", added_at=MONDAY
    )
    world.things["phase"] = Phase.objects.create(
        programme=world.programme, kind="purpose", position=1, planned_from=MONDAY.date()
    )
    world.things["own_preset"] = OwnPreset.objects.create(
        organisation=world.organisation, name="Ours", preset="peer", made_at=MONDAY
    )
    world.things["guest"] = make_organisation(name="A guest")
    world.programme.guests.add(world.things["guest"])
