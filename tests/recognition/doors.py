from tests.doors import COORDINATORS, PARTICIPANTS, Door, of

DOORS = [
    Door("recognition:certificate", of("pair"), opens_to=PARTICIPANTS, turns_away=COORDINATORS),
    Door("recognition:thank", of("pair"), opens_to=PARTICIPANTS, turns_away=COORDINATORS),
]
