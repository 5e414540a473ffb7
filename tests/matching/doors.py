"""Who may enter the doors of matching: coordinators of the programme, and nobody else."""

from tests.doors import COORDINATORS, Door, of
from tests.factories import MONDAY
from tests.matching.factories import make_proposal, make_run
from turnabout.joining.matching.models import Bond, Wish
from turnabout.joining.matching.rules import RunRules

IN_LINE = {"rule": "not_in_line", "given": {}}


def a_rematch(mentor, mentee):
    """A run with something in each of its parts: who would part, who is left out, what helps."""
    two = {"mentor": mentor.public_id, "mentee": mentee.public_id}
    change = {"kind": "place", "rule": None, "loosened": None, "side": "mentor", "part": ""}
    help_ = {"helped": [mentee.public_id], "dropped": [], "served": 1, "places": 1, "total": 1}
    left = {"membership": mentee.public_id, "side": "mentee", "reason": "others_fit_better"}
    return {
        "rules": {**RunRules.of(mentor.programme).as_data(), "keep": "nearly"},
        "parting": [{**two, "mentor_goes_on": True, "mentee_goes_on": False, "rules": [IN_LINE]}],
        "left_out": [{**left, "possible": 1, "funnel": [], "helps": []}],
        "relaxations": [{**change, "person": mentor.public_id, **help_}],
    }


def furnish(world):
    mentor, mentee = world.members["mentor.active"], world.members["mentee.active"]
    run = make_run(world.programme, **a_rematch(mentor, mentee))
    Bond.objects.create(
        programme=world.programme,
        mentor=mentor.person,
        mentee=mentee.person,
        since=MONDAY,
        checked_at=MONDAY,
        broken_rules=[IN_LINE],
    )
    world.things["run"] = run
    world.things["proposal"] = make_proposal(run, mentor, mentee, approved_at=MONDAY)
    world.things["wish"] = Wish.objects.create(
        programme=world.programme,
        mentor=world.members["mentor.paused"],
        mentee=world.members["mentee.paused"],
        kind="ban",
        made_at=MONDAY,
    )


def acts(name, thing, *, data=None):
    return Door(
        f"matching:{name}",
        of(thing),
        method="post",
        opens_to=COORDINATORS,
        opens_with=302,
        data=data,
    )


def refused(name, about):
    """A door that opens to a sentence: nothing here can be kept or changed."""
    return Door(f"matching:{name}", about, method="post", opens_to=COORDINATORS, opens_with=409)


def first_change(world):
    return {"public_id": world.things["run"].public_id, "number": 0}


def a_letter(world):
    return {"public_id": world.things["run"].public_id, "name": "ask-mentor"}


DOORS = [
    Door("matching:overview", of(programme="programme"), opens_to=COORDINATORS),
    Door("matching:run", of("run"), opens_to=COORDINATORS),
    Door("matching:why", of("run"), opens_to=COORDINATORS),
    Door("matching:without", of("run"), opens_to=COORDINATORS),
    Door("matching:compare", of("run"), opens_to=COORDINATORS),
    Door("matching:publish", of("run"), opens_to=COORDINATORS),
    Door("matching:letter", a_letter, opens_to=COORDINATORS),
    Door("matching:by_hand", of("run"), opens_to=COORDINATORS),
    Door("matching:living", of(programme="programme"), opens_to=COORDINATORS),
    Door("matching:preview", of(programme="programme"), method="post", opens_to=COORDINATORS),
    acts("rename", "run", data={"name": "Nobody left out"}),
    acts("approve_rest", "run"),
    acts("suggest", "run", data={"most": "2"}),
    refused("undo", of("run")),
    acts("approve", "proposal"),
    acts("take_back", "proposal"),
    acts("pin", "proposal", data={"reason": "They asked for it"}),
    acts("ban", "proposal", data={"reason": "They share a project"}),
    acts("lift", "wish"),
    refused("keep", of(programme="programme")),
    refused("stop", of("run")),
    refused("go_on", of("run")),
    refused("change", first_change),
]
