from tests.doors import COORDINATORS, TAKING_PART, Door, of

# The way in without a password exists in a demo only; everywhere else there is nothing.
OTHERS = ({f"{role}.active" for role in TAKING_PART} | {"appointed"}) - COORDINATORS
DOORS = [
    *(
        Door(name, of(programme="programme"), opens_to=COORDINATORS, turns_away=OTHERS)
        for name in ("rehearsal:try_out", "rehearsal:on_list")
    ),
    Door("rehearsal:enter_as", lambda world: {"token": "owner-x"}, is_public=True, opens_with=404),
]
