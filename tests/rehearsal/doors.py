from tests.doors import COORDINATORS, ROLES, Door, of

# The way in without a password exists in a demo only; everywhere else there is nothing.
DOORS = [
    Door(
        "rehearsal:try_out",
        of(programme="programme"),
        opens_to=COORDINATORS,
        turns_away=({f"{role}.active" for role in ROLES} | {"appointed"}) - COORDINATORS,
    ),
    Door("rehearsal:enter_as", lambda world: {"token": "owner-x"}, is_public=True, opens_with=404),
]
