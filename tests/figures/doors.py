from tests.doors import COORDINATORS, TAKING_PART, Door, of

SEES = COORDINATORS | {"sponsor.active"}
IN_THE_PROGRAMME = {"appointed", *(f"{role}.active" for role in TAKING_PART)}

DOORS = [
    Door(
        "figures:sponsor",
        of(programme="programme"),
        opens_to=SEES,
        turns_away=IN_THE_PROGRAMME - SEES,
    ),
    Door(
        "figures:publish",
        of(programme="programme"),
        method="post",
        opens_to=COORDINATORS,
        opens_with=302,
        turns_away=IN_THE_PROGRAMME - COORDINATORS,
    ),
]
