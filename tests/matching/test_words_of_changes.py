"""What would help, in words."""

import pytest

from tests.matching.factories import make_mentor, make_run
from turnabout.joining.matching import queries, services

GAP = {"rule": "level_gap", "given": {"least": 2, "most": None}}
SOFTER = {"rule": "level_gap", "given": {"least": 1, "most": None}}
PLAIN = {
    "rule": None,
    "loosened": None,
    "side": "",
    "person": "",
    "part": "",
    "served": 1,
    "places": 1,
    "total": 0,
    "helped": ["x"],
    "dropped": [],
}
LEVELS = "The mentee does not stand %d or more levels above the mentor"


@pytest.mark.parametrize(
    ("change", "title", "effect"),
    [
        (
            {"kind": "loosen", "rule": GAP, "loosened": SOFTER, "total": -2_400},
            f"Loosen a rule one step: from “{LEVELS % 2}” to “{LEVELS % 1}”",
            "Up to 1 person more would have a partner. All pairs together would have 2 points "
            "fewer.",
        ),
        (
            {"kind": "leave_out", "rule": GAP, "served": 3, "total": 90_000},
            f"Leave out a rule: “{LEVELS % 2}”",
            "Up to 3 people more would have a partner.",
        ),
        (
            {"kind": "weight", "part": "distance", "served": 0, "total": -1_000},
            "Let “Distance” count for nothing",
            "1 other person would have a partner, and as many would lose theirs. All pairs "
            "together would have 1 point fewer.",
        ),
        (
            {"kind": "places", "side": "mentor", "served": 2},
            "Somebody takes one partner more",
            "Up to 2 people more would have a partner. Nobody else changes partners. Ask first.",
        ),
        (
            {"kind": "places", "side": "mentee"},
            "Somebody takes one partner more",
            "Up to 1 person more would have a partner. Nobody else changes partners. Ask first.",
        ),
        (
            {"kind": "place", "side": "mentor", "person": "gone"},
            "Somebody takes one partner more",
            "Up to 1 person more would have a partner. Nobody else changes partners. Ask first.",
        ),
    ],
)
def test_a_coordinator_reads_what_a_change_gives_and_takes(cast, change, title, effect):
    run = make_run(cast.programme, relaxations=[{**PLAIN, **change}])

    [shown] = queries.changes_of(run)

    assert (shown.number, shown.title, shown.effect) == (0, title, effect)
    assert shown.helps == {"x"}


def test_people_who_are_gone_are_passed_over(cast):
    left = {"membership": "gone", "side": "mentee"}
    parting = {"mentor": "gone", "mentee": "gone", "rules": []}
    run = make_run(cast.programme, left_out=[left], parting=[parting])

    assert (queries.left_out(run), queries.parting_of(run)) == ([], [])
    assert services.living.places_of_parting(run) == {}


def test_nobody_is_held_against_rules_without_a_partner_to_be(cast):
    """Neither Bruno nor Ada has applied, so there is nothing to ask the rules about."""
    mentor = make_mentor(cast.programme, "Priya")
    rules = queries.rules_in_force(cast.programme)

    assert queries.rules_against(cast.programme, mentor, cast.mentee, rules) == []
    assert services.check_bonds(cast.programme) == 0


@pytest.mark.parametrize(
    ("names", "title"),
    [
        (["Ada", "Priya"], "One partner more for each of these: Ada, Priya"),
        (
            ["Ada", "Priya", "Nia", "Efua", "Wei"],
            "One partner more for each of these: Ada, Priya, Nia and 2 others",
        ),
    ],
)
def test_whoever_would_take_one_more_is_named(cast, names, title):
    members = [make_mentor(cast.programme, name) for name in names]
    place = {**PLAIN, "kind": "place", "side": "mentor"}
    single = [{**place, "person": member.public_id} for member in members]
    other = {**place, "side": "mentee", "person": "x"}
    run = make_run(
        cast.programme,
        relaxations=[{**PLAIN, "kind": "places", "side": "mentor", "served": 2}, *single, other],
    )

    assert queries.changes_of(run)[0].title == title
