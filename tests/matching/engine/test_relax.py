"""What would help: each change tried out, and nothing private in what is said."""

from dataclasses import replace

import pytest

from turnabout.joining.matching.engine import Person, Problem, Rules, relaxations, solve
from turnabout.joining.matching.engine.hard.lines import NoCommonManager
from turnabout.joining.matching.engine.hard.meeting import SharedHours, SomeWish
from turnabout.joining.matching.engine.hard.seniority import LevelGap
from turnabout.joining.matching.engine.relax import looser
from turnabout.joining.matching.engine.score.columns import Distance
from turnabout.joining.matching.engine.score.topics import Wishes

HARD = (LevelGap(least=2), SomeWish())
PARTS = (Wishes(60), Distance(40, columns=("unit",)))


def mentor(name, **given):
    return Person(id=name, **{"level": 2, "unit": "Data", "offers": {"ai": 1}, **given})


def mentee(name, **given):
    return Person(id=name, **{"level": 7, "unit": "Legal", "wants": {"ai": 1}, **given})


def told(mentors, mentees, *, hard=HARD, **limits):
    problem = Problem(tuple(mentors), tuple(mentees), Rules(hard=hard, parts=PARTS))
    return relaxations(problem, solve(problem), **limits)


def in_short(found):
    return [(one.kind, one.rule.kind if one.rule else one.person or one.part) for one in found]


def test_a_rule_one_step_looser_comes_before_leaving_it_out():
    found = told([mentor("ada")], [mentee("bruno", level=3)])

    assert in_short(found) == [("loosen", "level_gap"), ("leave_out", "level_gap")]
    assert [one.served for one in found] == [2, 2]
    assert found[0].loosened == LevelGap(least=1)
    assert found[0].helped == (("mentee", "bruno"), ("mentor", "ada"))


def test_one_more_place_of_somebody_else_helps_who_competes():
    [one] = told([mentor("ada")], [mentee("bruno"), mentee("greg")])

    assert (one.kind, one.side, one.person) == ("place", "mentor", "ada")
    assert (one.served, one.places, one.total, one.dropped) == (1, 1, 100_000, ())
    assert len(one.helped) == 1


def test_a_place_of_each_helps_as_many_as_there_are_places():
    mentees = [mentee(name) for name in ("bruno", "greg", "hanna", "ivo", "jana")]
    found = told([mentor("ada"), mentor("priya")], mentees)

    assert in_short(found) == [("places", ""), ("place", "ada"), ("place", "priya")]
    assert (found[0].served, len(found[0].helped)) == (2, 3)


def test_somebody_without_places_is_helped_by_a_place_of_her_own():
    found = told([mentor("ada", wanted=0), mentor("priya")], [mentee("bruno"), mentee("greg")])

    assert in_short(found) == [("place", "ada"), ("place", "priya")]
    assert [one.served for one in found] == [2, 1]


def test_a_weight_that_decides_who_is_left_out_says_whom_it_drops():
    bruno = mentee("bruno", wants={"ai": 1, "law": 2})
    found = told([mentor("ada")], [bruno, mentee("greg", unit="Data")])
    weight = next(one for one in found if one.part == "distance")

    assert weight.served == 0
    assert (weight.helped, weight.dropped) == ((("mentee", "greg"),), (("mentee", "bruno"),))


def test_nothing_is_said_where_nobody_is_left_out():
    assert told([mentor("ada")], [mentee("bruno")]) == ()
    assert told([mentor("ada")], [mentee("bruno", level=3)], at_most=0) == ()


def test_no_more_changes_are_tried_than_asked_for():
    found = told([mentor("ada")], [mentee("bruno", level=3)], at_most=1)

    assert in_short(found) == [("loosen", "level_gap")]


@pytest.mark.parametrize(
    "private",
    [
        {"rather_not": frozenset({"bruno"})},
        {"declined": frozenset({"bruno"})},
        {"rather_not_units": frozenset({"Legal"})},
        {"off_limits": frozenset({"ai"})},
    ],
)
def test_what_is_private_changes_nothing_that_is_said(private):
    people = mentor("ada"), mentor("priya")
    mentees = mentee("bruno"), mentee("greg"), mentee("hanna", level=3)
    rules = Rules(hard=HARD, parts=PARTS)
    problem = Problem(people, mentees, rules)
    closed = Problem((replace(people[0], **private), people[1]), mentees, rules)
    plan = solve(problem)

    assert relaxations(closed, plan) == relaxations(problem, plan) != ()


def test_a_private_no_looks_like_competition():
    """Bruno is left out by a private no, Greg by competition; the same is offered for both."""
    mentees = [mentee("bruno"), mentee("greg")]
    private = told([mentor("ada", rather_not=frozenset({"bruno"}))], mentees)
    [competing] = told([mentor("ada")], mentees)

    assert [(one.kind, one.person, one.served, one.total) for one in private] == [
        (competing.kind, competing.person, competing.served, competing.total)
    ]
    assert private[0].helped == (("mentee", "bruno"),)


@pytest.mark.parametrize(
    ("rule", "softer"),
    [
        (LevelGap(least=3, most=5), LevelGap(least=2, most=5)),
        (LevelGap(least=1), None),
        (LevelGap(least=-9, most=-2), LevelGap(least=-9, most=-1)),
        (NoCommonManager(within=2), NoCommonManager(within=1)),
        (NoCommonManager(), None),
        (SharedHours(least=2), SharedHours(least=1)),
        (SharedHours(), None),
        (SomeWish(), None),
    ],
)
def test_a_step_is_one_step(rule, softer):
    assert looser(rule) == softer
