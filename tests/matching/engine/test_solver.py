import itertools
import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.matching.engine.instances import (
    allowed,
    by_linear_programming,
    by_trying_everything,
    packed,
    people_value,
    random_problem,
    ranked,
    table_problem,
)
from turnabout.joining.matching.engine import Problem, ProblemError, check_proof, solve

ONE = (1, None)


def ids(plan):
    return {(pair.mentor, pair.mentee) for pair in plan.pairs}


@pytest.mark.parametrize("fill_places", [True, False])
def test_the_plan_is_as_good_as_the_best_of_all_plans(fill_places):
    for seed in range(150):
        problem, scores = random_problem(seed, largest=3, fill_places=fill_places)

        plan = solve(problem)

        served, places = people_value(problem, ids(plan))
        reached = (served, places if fill_places else 0, plan.total)
        assert (seed, reached) == (seed, by_trying_everything(problem, scores))


@pytest.mark.parametrize("fill_places", [True, False])
def test_the_plan_is_as_good_as_linear_programming_says(fill_places):
    for seed in range(1000, 1200):
        problem, scores = random_problem(seed, largest=12, fill_places=fill_places)

        plan = solve(problem)

        assert (seed, packed(plan, problem)) == (seed, by_linear_programming(problem, scores))


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9), st.booleans(), st.booleans())
def test_every_plan_keeps_what_must_always_hold(seed, fill_places, fairest):
    problem, scores = random_problem(seed, largest=7, fill_places=fill_places, fairest=fairest)

    plan = solve(problem)

    assert len(ids(plan)) == len(plan.pairs) == plan.places
    assert ids(plan) <= set(scores)
    assert allowed(problem, ids(plan))
    assert plan.total == sum(scores[pair] for pair in ids(plan))
    assert (plan.served, plan.wanted_filled) == people_value(problem, ids(plan))
    checked = check_proof(problem, plan)
    assert (checked.value, checked.bound) == (plan.certificate.value, plan.certificate.bound)
    assert {one.person for one in plan.unmatched} == {
        one.id for one in (*problem.mentors, *problem.mentees)
    } - {one for pair in ids(plan) for one in pair}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.randoms())
def test_the_order_of_input_does_not_change_the_plan(seed, dice):
    problem, _ = random_problem(seed, largest=8)
    mentors, mentees = list(problem.mentors), list(problem.mentees)
    dice.shuffle(mentors)
    dice.shuffle(mentees)

    assert solve(Problem(tuple(mentors), tuple(mentees), problem.rules)) == solve(problem)


def test_rankings_with_many_ties_give_one_plan_from_every_order():
    for seed in range(30):
        problem = ranked(seed)
        turned = Problem(problem.mentors[::-1], problem.mentees[::-1], problem.rules)

        assert solve(turned) == solve(problem)


def test_nobody_is_left_out_for_a_better_total():
    """The example of two mentors where the best total alone would leave one out."""
    scores = {("m1", "x"): 10, ("m1", "y"): 5, ("m2", "x"): 1}

    plan = solve(table_problem({"m1": (2, None), "m2": ONE}, {"x": ONE, "y": ONE}, scores))

    assert (ids(plan), plan.served, plan.total) == ({("m1", "y"), ("m2", "x")}, 4, 6)


def test_filling_places_can_be_switched_off():
    scores = {("m1", "x"): 0, ("m1", "y"): 1, ("m2", "x"): 9, ("m2", "y"): 9, ("m3", "x"): 3}
    mentors, mentees = {"m1": ONE, "m2": (2, None), "m3": ONE}, {"x": (2, None), "y": (2, None)}

    filled = solve(table_problem(mentors, mentees, scores))
    best = solve(table_problem(mentors, mentees, scores, fill_places=False))

    assert (filled.places, filled.total) == (4, 22)
    assert list(filled.certificate.reached) == ["pins", "served", "places", "total"]
    assert list(best.certificate.reached) == ["pins", "served", "total"]


def test_another_salt_draws_anew_between_equal_plans():
    scores = {(one, other): 1 for one in "abcdef" for other in "uvwxyz"}
    problem = table_problem(dict.fromkeys("abcdef", ONE), dict.fromkeys("uvwxyz", ONE), scores)

    plans = {
        frozenset(ids(solve(replace(problem, rules=replace(problem.rules, salt=salt)))))
        for salt in "12345678"
    }

    assert len(plans) == 8


def test_fairest_lifts_the_weakest_pair_and_proves_that_more_is_too_much():
    scores = {("m1", "x"): 100, ("m1", "y"): 40, ("m2", "x"): 50, ("m2", "y"): 10}
    sides = {"m1": ONE, "m2": ONE}, {"x": ONE, "y": ONE}

    highest = solve(table_problem(*sides, scores))
    fairest = solve(table_problem(*sides, scores, fairest=True))

    assert (highest.total, highest.floor) == (110, None)
    assert (fairest.total, fairest.floor.score_from) == (90, 41)
    assert fairest.floor.reached == {"pins": 0, "served": 2, "places": 2}
    assert fairest.certificate.reached == {"pins": 0, "served": 4, "places": 4, "total": 90}
    assert fairest.floor.is_optimal


def test_fairest_reaches_the_best_weakest_pair_of_all_plans():
    for seed in range(200):
        problem, scores = random_problem(seed, largest=3, fairest=True)
        plan = solve(problem)
        weakest = min((pair.score for pair in plan.pairs), default=None)
        served, places = people_value(problem, ids(plan))

        for floor in {score for score in scores.values() if weakest and score > weakest}:
            better = {pair: score for pair, score in scores.items() if score >= floor}
            assert by_trying_everything(problem, better)[:2] < (served, places)


def test_a_pin_is_kept_and_outweighs_everything():
    scores = {("m1", "x"): 10, ("m1", "y"): 5, ("m2", "x"): 1}
    problem = table_problem(
        {"m1": ONE, "m2": ONE}, {"x": ONE, "y": ONE}, scores, pins=frozenset({("m1", "x")})
    )

    plan = solve(problem)

    assert [(pair.mentor, pair.mentee, pair.pinned) for pair in plan.pairs] == [("m1", "x", True)]
    assert plan.certificate.reached == {"pins": 1, "served": 2, "places": 2, "total": 10}


def test_a_pin_reaches_past_a_rule_but_not_past_a_limit_or_a_stranger():
    problem = table_problem(
        {"m1": ONE, "m2": ONE},
        {"x": ONE},
        {("m2", "x"): 5},
        pins=frozenset({("m1", "x"), ("m2", "x"), ("m9", "x")}),
    )

    plan = solve(problem)

    assert len(plan.pairs) == 1
    assert len(plan.pins_not_kept) == 2
    assert ("m9", "x") in plan.pins_not_kept


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("no_id", lambda: table_problem({"": ONE}, {}, {})),
        ("places_below_zero", lambda: table_problem({"m": (-1, None)}, {}, {})),
        ("places_below_zero", lambda: table_problem({"m": (1, -1)}, {}, {})),
        (
            "pinned_and_banned",
            lambda: table_problem(
                {}, {}, {}, pins=frozenset({("a", "b")}), bans=frozenset({("a", "b")})
            ),
        ),
        ("weights_not_100", lambda: table_problem({}, {}, {("a", "b"): 5}, raw_points=False)),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused(kind, make):
    with pytest.raises(ProblemError) as refused:
        make()

    assert refused.value.kind == kind


def test_an_id_that_comes_twice_on_one_side_is_refused():
    problem, _ = random_problem(4, largest=3)
    person = ranked(1).mentors[0]

    with pytest.raises(ProblemError, match="id_twice: a0"):
        Problem((person, person), problem.mentees, problem.rules)


def test_a_larger_cohort_in_any_order_gives_one_plan():
    draw = random.Random(7)
    mentors = {f"m{number}": (draw.choice([1, 2, 3]), None) for number in range(60)}
    mentees = {f"s{number}": (1, draw.choice([None, 2])) for number in range(60)}
    scores = {(one, other): draw.randint(0, 4) for one in mentors for other in mentees}
    problem = table_problem(mentors, mentees, scores)
    turned = Problem(problem.mentors[::-1], problem.mentees[::-1], problem.rules)

    assert solve(turned) == solve(problem)


def test_the_engine_runs_where_there_is_no_django():
    code = (
        "import sys; sys.modules['django'] = None\n"
        "from turnabout.joining.matching.engine import Person, Problem, Rules, solve\n"
        "plan = solve(Problem((Person('a'),), (Person('b'),), Rules()))\n"
        "print([(one.mentor, one.mentee) for one in plan.pairs])"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout == "[('a', 'b')]\n"


def test_with_pins_the_plan_is_the_best_of_those_that_keep_most():
    draw = random.Random(11)
    for seed in range(120):
        problem, scores = random_problem(seed, largest=3)
        pins = {pair for pair in scores if draw.random() < 0.4}
        problem = replace(problem, rules=replace(problem.rules, pins=frozenset(pins)))

        plan = solve(problem)

        best = max(
            (len(pins & set(pairs)), *people_value(problem, pairs), sum(map(scores.get, pairs)))
            for size in range(len(scores) + 1)
            for pairs in itertools.combinations(scores, size)
            if allowed(problem, pairs)
        )
        reached = (len(pins & ids(plan)), *people_value(problem, ids(plan)), plan.total)
        assert (seed, reached) == (seed, best)
        assert set(plan.pins_not_kept) == pins - ids(plan)
