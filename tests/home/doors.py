from tests.doors import COORDINATORS, EVERYBODY_KNOWN, ROLES, TAKING_PART, Door, of
from tests.home.factories import keep_mail

TAKES_PART = frozenset(f"{role}.active" for role in TAKING_PART)
WITHOUT_A_PLACE = {
    "stranger",
    *(f"{role}.ended" for role in ROLES),
    *(f"{role}.paused" for role in ROLES if role not in ("mentor", "mentee")),
}
NOBODY_KNOWN = dict.fromkeys(["nobody", *(f"{role}.deactivated" for role in TAKING_PART)], 404)
APPOINTED = {"appointed", "stranger"}

DOORS = [
    Door(
        "home:home",
        opens_to=EVERYBODY_KNOWN,
        answers=dict.fromkeys(EVERYBODY_KNOWN - WITHOUT_A_PLACE, 302),
    ),
    Door("home:first_run", is_public=True, opens_with=404),
    Door("home:first_run", method="post", is_public=True, opens_with=404),
    Door("home:begin", opens_to=APPOINTED, turns_away=EVERYBODY_KNOWN - APPOINTED),
    Door(
        "home:today",
        of(programme="programme"),
        opens_to=COORDINATORS,
        turns_away=(TAKES_PART | {"appointed"}) - COORDINATORS,
    ),
    Door(
        "home:participation",
        of(programme="programme"),
        opens_to=COORDINATORS,
        turns_away=(TAKES_PART | {"appointed"}) - COORDINATORS,
    ),
    Door(
        "home:audit",
        of(programme="programme"),
        opens_to={"auditor.active"},
        turns_away=(TAKES_PART | {"appointed"}) - {"auditor.active"},
    ),
    Door("home:mail_rules", opens_to=APPOINTED),
    Door(
        "home:chat",
        of(programme="programme"),
        turns_away=(TAKES_PART | {"appointed"}) - COORDINATORS,
    ),
    Door("home:owner", opens_to={"owner"}),
    Door("home:retry_mails", method="post", opens_to={"owner"}, opens_with=302),
    Door("home:who_sees_what", is_public=True),
    Door("home:mails", opens_to={"owner"}, answers=NOBODY_KNOWN),
    Door("home:mail", of("mail"), opens_to={"owner"}, answers=NOBODY_KNOWN),
    Door("home:mail_html", of("mail"), opens_to={"owner"}, answers=NOBODY_KNOWN),
    Door("home:mail_source", of("mail"), opens_to={"owner"}, answers=NOBODY_KNOWN),
]


def furnish(world):
    world.things["mail"] = keep_mail()
