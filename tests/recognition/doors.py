from tests.doors import COORDINATORS, PARTICIPANTS, Door, of

DOORS = [
    Door("recognition:thank", of("pair"), opens_to=PARTICIPANTS, turns_away=COORDINATORS),
]
