from tests.doors import EVERYBODY_KNOWN, Door

DOORS = [Door("home:home", opens_to=EVERYBODY_KNOWN)]
