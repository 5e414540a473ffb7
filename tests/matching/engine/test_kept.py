"""Pairs that live already: worth keeping, never at the price of leaving somebody out."""

import pytest

from tests.matching.engine.instances import table_problem
from turnabout.joining.matching.engine import ProblemError, Rules, solve

ONE = (1, None)
SCORES = {
    ("ada", "bruno"): 40_000,
    ("ada", "greg"): 60_000,
    ("priya", "bruno"): 60_000,
    ("priya", "greg"): 40_000,
}
LIVING = frozenset({("ada", "bruno"), ("priya", "greg")})


def plan_of(weight, *, scores=SCORES, mentors=("ada", "priya"), mentees=("bruno", "greg")):
    people = dict.fromkeys(mentors, ONE), dict.fromkeys(mentees, ONE)
    return solve(table_problem(*people, scores, kept=LIVING, keep_weight=weight))


@pytest.mark.parametrize(("weight", "stay"), [(0, 0), (19, 0), (21, 2), (100, 2)])
def test_a_living_pair_stays_when_keeping_is_worth_more_than_parting(weight, stay):
    pairs = {(pair.mentor, pair.mentee) for pair in plan_of(weight).pairs}

    assert len(pairs & LIVING) == stay


def test_keeping_is_a_part_of_its_own_on_top_of_the_others():
    [first, _second] = plan_of(25).pairs

    assert [(part.rule, part.points) for part in first.parts] == [
        ("table", 40_000),
        ("kept", 25_000),
    ]
    assert first.score == 65_000
    assert first.parts[1].detail == {"together": True}


def test_a_living_pair_parts_when_somebody_would_be_left_out():
    scores = {("ada", "bruno"): 40_000, ("ada", "greg"): 1, ("priya", "bruno"): 1}

    pairs = {(pair.mentor, pair.mentee) for pair in plan_of(100, scores=scores).pairs}

    assert pairs == {("ada", "greg"), ("priya", "bruno")}


def test_keeping_is_never_worth_less_than_nothing():
    with pytest.raises(ProblemError, match="weight_below_zero"):
        Rules(keep_weight=-1)


def test_whoever_comes_first_has_the_scarce_place_before_somebody_who_fits_a_little_better():
    """Ada fits by 20 points less; priya stays out once coming first is worth more than that."""
    scores = {("ada", "greg"): 40_000, ("priya", "greg"): 60_000}
    first = frozenset({("ada", "greg")})

    def plan(weight):
        people = {"ada": ONE, "priya": ONE}, {"greg": ONE}
        return solve(table_problem(*people, scores, first=first, first_weight=weight)).pairs[0]

    assert (plan(10).mentor, plan(30).mentor) == ("priya", "ada")
    assert [(part.rule, part.points) for part in plan(30).parts][1] == ("first", 30_000)
    with pytest.raises(ProblemError, match="weight_below_zero"):
        Rules(first_weight=-1)
