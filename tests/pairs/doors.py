from datetime import UTC, datetime

from tests.doors import COORDINATORS, PARTICIPANTS, TAKING_PART, Door, of
from tests.factories import MONDAY
from turnabout.foundation.common.time import clock
from turnabout.joining.matching.models import Proposal, Run
from turnabout.together.pairs import services
from turnabout.together.pairs.paper import digest_of

BOTH = PARTICIPANTS
OTHERS_OF_THE_PROGRAMME = frozenset(
    {"appointed"} | {f"{role}.active" for role in TAKING_PART if role != "coordinator"}
)


def door(name, about, **fields):
    settled = {"opens_to": BOTH, "turns_away": COORDINATORS}
    return Door(name, about, **{**settled, **fields})


def post(name, about, data=None, **fields):
    return door(name, about, method="post", data=data or {}, opens_with=302, **fields)


DOORS = [
    Door(
        "pairs:list",
        of(programme="programme"),
        opens_to=COORDINATORS,
        turns_away=OTHERS_OF_THE_PROGRAMME,
    ),
    door("pairs:detail", of("pair")),
    door("pairs:answer", of("pair")),
    door("pairs:agreement", of("pair")),
    door("pairs:agreement_write", of("pair")),
    post(
        "pairs:agreement_sign",
        of("pair"),
        lambda world: {
            "agreement": world.things["agreement"].public_id,
            "shown": digest_of(world.things["agreement"], world.things["pair"]),
            "steps_back": "yes",
        },
    ),
    post(
        "pairs:agreement_stands",
        of("pair"),
        opens_to=frozenset(),
        answers=dict.fromkeys(PARTICIPANTS, 409),
    ),
    door(
        "pairs:agreement_comment",
        lambda world: {"public_id": world.things["pair"].public_id, "clause": "place"},
    ),
    post("pairs:comment_settle", of("comment"), turns_away=()),
    door("pairs:goals", of("pair")),
    door("pairs:progress", of("pair")),
    door("pairs:both_ways", of("pair")),
    post(
        "pairs:goals_from_path",
        of("pair"),
        {"path": "no-such-path"},
        opens_to=frozenset(),
    ),
    door("pairs:goal", of("goal"), turns_away=()),
    door("pairs:goal_revise", of("goal"), turns_away=()),
    door("pairs:goal_unmet", of("goal"), turns_away=()),
    post(
        "pairs:goal_rung",
        of("goal"),
        {"rung": "2"},
        turns_away=(),
        opens_to={"mentor.active"},
        answers={"mentee.active": 409},
    ),
    post("pairs:step_done", of("step"), turns_away=()),
    post("pairs:goal_initiative", of("goal"), turns_away=()),
    post(
        "pairs:goal_met",
        of("goal"),
        turns_away=(),
        opens_to={"mentor.active"},
        answers={"mentee.active": 409},
    ),
    post(
        "pairs:goal_drop",
        of("goal"),
        turns_away=(),
        opens_to={"mentor.active"},
        answers={"mentee.active": 409},
    ),
    post("pairs:way_in", of("pair")),
    door("pairs:hear", of("pair")),
    door("pairs:commitment", of("commitment"), turns_away=()),
    door("pairs:commitment_put_off", of("commitment"), turns_away=()),
    post("pairs:commitment_initiative", of("commitment"), turns_away=()),
    post(
        "pairs:mattered",
        of("done_commitment"),
        {"mattered": "yes"},
        turns_away=(),
        opens_to={"mentor.active"},
        answers={"mentee.active": 409},
    ),
    door("pairs:notes", of("pair")),
    post("pairs:note_keep", of("note"), turns_away=(), opens_to={"mentor.active"}),
    post("pairs:note_erase", of("note"), turns_away=(), opens_to={"mentor.active"}),
    door("pairs:lines", of("pair")),
    door("pairs:introductions", of("pair")),
    post(
        "pairs:introduction",
        of("introduction"),
        {"says": "yes"},
        turns_away=(),
        opens_to={"mentee.active"},
        answers={"mentor.active": 409},
    ),
    door("pairs:shared_notes", of("pair")),
    post("pairs:shared_notes_switch", of("pair"), {"notes": "on"}),
    post("pairs:shared_note_keep", of("shared_note"), turns_away=()),
    post(
        "pairs:shared_note_erase",
        of("shared_note"),
        turns_away=(),
        opens_to={"mentor.active"},
        answers={"mentee.active": 409},
    ),
    door("pairs:summary", of("pair")),
    door("pairs:leave", of("pair")),
    post("pairs:pause", of("pair")),
    post("pairs:ready", of("paused_pair")),
    post("pairs:end", of("pair")),
    door("pairs:close", of("pair")),
    door("pairs:third", of("pair")),
    post("pairs:third_withdraw", of("mediation"), opens_to={"mentor.active"}),
    post(
        "pairs:third_settle",
        of("mediation"),
        opens_to=COORDINATORS,
        turns_away={"mentor.active"},
    ),
    post(
        "pairs:longer",
        of("pair"),
        opens_to=frozenset(),
        answers=dict.fromkeys(PARTICIPANTS, 409),
    ),
    post("pairs:next", of("ended_pair"), {"wish": "again"}),
    door("pairs:care", of("pair"), opens_to=COORDINATORS, turns_away=BOTH),
    post("pairs:care_pause", of("pair"), opens_to=COORDINATORS, turns_away=BOTH),
    post("pairs:care_end", of("pair"), opens_to=COORDINATORS, turns_away=BOTH),
]


def furnish(world):
    """The active mentor and mentee as a pair, and once more as a paused one."""
    mentor, mentee = world.person("mentor.active"), world.person("mentee.active")
    with clock(MONDAY):
        pair = world.things["pair"] = make_pair_of(world)
        world.things["agreement"] = services.draft_agreement(pair, {}, by=mentor)
        goal = world.things["goal"] = services.write_goal(pair, "a goal", by=mentor)
        world.things["step"] = services.add_step(goal, "a thing", MONDAY.date(), by=mentor)
        world.things["comment"] = services.comment_on_clause(
            world.things["agreement"], "place", "a thing", by=mentor
        )
        world.things["commitment"] = services.note_commitment(pair, "a thing", by=mentor)
        done = world.things["done_commitment"] = services.note_commitment(pair, "b", by=mentee)
        services.finish_commitment(done, "it is done", by=mentee)
        world.things["note"] = services.write_private_note(pair, "mine", by=mentor)
        world.things["introduction"] = services.offer_introduction(
            pair, "something", "a thing", contact_agrees=True, by=mentor
        )
        for person in (mentor, mentee):
            services.switch_shared_notes(pair, on=True, by=person)
        world.things["shared_note"] = services.write_shared_note(pair, "mine", by=mentor)
        world.things["paused_pair"] = make_pair_of(world)
        services.pause_pair(world.things["paused_pair"], by=mentor)
        world.things["mediation"] = services.ask_for_mediation(pair, by=mentor)
        world.things["ended_pair"] = make_pair_of(world)
        services.end_pair(world.things["ended_pair"], by=mentor)


def make_pair_of(world):
    run = Run.objects.create(
        programme=world.programme,
        number=world.programme.runs.count() + 1,
        salt="salt",
        requested_at=datetime(2026, 3, 1, tzinfo=UTC),
    )
    Proposal.objects.create(
        run=run,
        mentor=world.members["mentor.active"],
        mentee=world.members["mentee.active"],
        score=1,
        approved_at=MONDAY,
    )
    pair = services.open_pairs(run)[0]
    services.accept_proposal(pair, by=world.person("mentor.active"))
    services.accept_proposal(pair, by=world.person("mentee.active"))
    pair.refresh_from_db()
    return pair
