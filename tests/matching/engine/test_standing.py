"""Late joiners: the same plan as from nothing, from the prices and pairs of the plan before."""

import random
from dataclasses import replace

import pytest

from bench.instances import cohort
from turnabout.joining.matching.engine import Problem, rematch, solve, solve_from
from turnabout.joining.matching.engine import standing as standing_room
from turnabout.joining.matching.engine.compiled.settle import settle


def before_and_after(seed, family, *, keep_weight=0):
    """A problem without its latest mentees, and the whole one without some of its mentors."""
    dice = random.Random(seed)
    whole = cohort(30, 40, family, seed)
    late = set(dice.sample([one.id for one in whole.mentees], 4))
    gone = set(dice.sample([one.id for one in whole.mentors], 2))
    before = replace(whole, mentees=tuple(one for one in whole.mentees if one.id not in late))
    plan, standing = solve_from(before)
    kept = frozenset((pair.mentor, pair.mentee) for pair in plan.pairs)
    after = Problem(
        tuple(one for one in whole.mentors if one.id not in gone),
        whole.mentees,
        replace(whole.rules, kept=kept, keep_weight=keep_weight),
    )
    return before, standing, after


def ids(plan):
    return tuple((pair.mentor, pair.mentee) for pair in plan.pairs)


@pytest.mark.parametrize("family", ["surplus", "tight", "both", "over"])
@pytest.mark.parametrize("keep_weight", [0, 20])
def test_a_plan_from_an_earlier_one_is_the_plan_from_nothing(family, keep_weight):
    for seed in range(3):
        _before, standing, after = before_and_after(seed, family, keep_weight=keep_weight)

        plan, _standing = solve_from(after, standing)

        assert plan == solve(after, explain=False)
        assert plan.certificate.is_optimal


@pytest.mark.parametrize("family", ["surplus", "tight", "both", "over"])
def test_a_rematch_of_all_pairs_in_hand_is_the_plan_from_nothing(family):
    """Few enough people that the best of joiners are all that they may have."""
    for seed in range(3):
        _before, standing, after = before_and_after(seed, family, keep_weight=20)

        found = rematch(after, standing)

        cold = solve(after, explain=False)
        assert (found.pairs, found.total) == (ids(cold), cold.total)


@pytest.mark.parametrize("family", ["surplus", "tight", "both", "over"])
def test_the_compiled_solver_is_exact_from_carried_prices(family):
    for seed in range(3):
        _before, standing, after = before_and_after(seed, family, keep_weight=20)
        start = standing_room.started(after, standing)

        warm = settle(start.asked, start.edges, start.before, True)

        cold = settle(start.asked, start.edges, None, True)
        assert list(zip(warm.rows, warm.columns, strict=True)) == list(
            zip(cold.rows, cold.columns, strict=True)
        )


def test_a_second_rematch_goes_on_from_the_first():
    _before, standing, after = before_and_after(7, "surplus", keep_weight=20)
    first = rematch(after, standing)
    later = replace(after, mentors=after.mentors[1:])

    found = rematch(later, first.standing)

    assert found.pairs == ids(solve(later, explain=False))


def test_a_rematch_with_nobody_left_has_no_pairs():
    _before, standing, after = before_and_after(1, "tight")

    assert rematch(replace(after, mentors=()), standing).pairs == ()


def test_a_rematch_of_strangers_starts_without_prices():
    _before, standing, _after = before_and_after(1, "tight")
    others = cohort(10, 10, "tight", 99)
    renamed = Problem(
        tuple(replace(one, id=f"new {one.id}") for one in others.mentors),
        tuple(replace(one, id=f"new {one.id}") for one in others.mentees),
        others.rules,
    )

    assert rematch(renamed, standing).pairs == ids(solve(renamed, explain=False))
