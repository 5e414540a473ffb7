from dataclasses import replace

import numpy as np
import pytest

from bench.instances import FAMILIES, cohort, sides
from tests.matching.engine.instances import Table
from turnabout.joining.matching.engine import Problem
from turnabout.joining.matching.engine.candidates import best_over
from turnabout.joining.matching.engine.compiled import way as compiled_way
from turnabout.joining.matching.engine.compiled.way import Compiled
from turnabout.joining.matching.engine.flow import best
from turnabout.joining.matching.engine.objective import objective
from turnabout.joining.matching.engine.ways import Plain


def pinned(problem: Problem) -> Problem:
    """The problem with two pins, one of them against a rule, and a ban."""
    pins = frozenset((problem.mentors[at].id, problem.mentees[-at - 1].id) for at in (0, 1))
    ban = (problem.mentors[2].id, problem.mentees[2].id)
    return replace(problem, rules=replace(problem.rules, pins=pins, bans=frozenset({ban})))


def slow(problem: Problem) -> Problem:
    """The problem with a rule, and a part of the score, that have no quick form."""
    table = Table(
        {
            (one.id, other.id): (at * other_at) % 7 * 1000
            for at, one in enumerate(problem.mentors)
            for other_at, other in enumerate(problem.mentees)
            if (at + other_at) % 5
        }
    )
    rules = replace(problem.rules, parts=(*problem.rules.parts, table), raw_points=True)
    return replace(problem, rules=replace(rules, hard=(*rules.hard, table)))


def both_walks(problem, score_from=None, forced=None):
    ways = Plain(problem), Compiled(problem)
    asked = [objective(one.cohort, one.pinned, problem.rules, forced=forced) for one in ways]
    return asked[0], [one.walk(asked[0], score_from) for one in ways]


def listed(edges):
    return np.stack([edges.rows, edges.columns, edges.scores]).tolist()


@pytest.mark.parametrize("changed", [pinned, slow])
@pytest.mark.parametrize("family", FAMILIES)
def test_the_compiled_walk_says_what_plain_arrays_say(family, changed):
    problem = changed(cohort(*sides(130, family), family, seed=3))
    prices = [
        np.random.default_rng(5).integers(0, 40_000, (len(side), 2))
        for side in (problem.mentors, problem.mentees)
    ]
    for score_from in (None, 45_000):
        _, (plain, compiled) = both_walks(problem, score_from, forced=(4, 4))

        for side in ("mentor", "mentee"):
            leading = [listed(walk.leading(5, side)) for walk in (plain, compiled)]
            assert leading[0] == leading[1]
        for draw in (False, True):
            ours, theirs = (
                walk.gaining(*prices, most=500, draw=draw) for walk in (plain, compiled)
            )
            assert (ours.count, ours.total) == (theirs.count, theirs.total)
            assert listed(ours.edges) == listed(theirs.edges)


@pytest.mark.parametrize("family", FAMILIES)
def test_both_ways_lead_to_the_same_plan(family):
    problem = pinned(cohort(*sides(160, family), family, seed=11))
    asked, walks = both_walks(problem)

    (plain, proof), (compiled, other_proof) = (
        best_over(asked, walk, best, walk.starting()) for walk in walks
    )

    assert (plain.rows.tolist(), plain.columns.tolist()) == (
        compiled.rows.tolist(),
        compiled.columns.tolist(),
    )
    assert proof == other_proof
    assert proof.is_optimal


@pytest.mark.parametrize("family", FAMILIES)
def test_a_walk_that_remembers_says_what_a_fresh_one_says(family):
    """Several tiles, prices that go up and down, and far down for a few."""
    problem = cohort(*sides(1_300, family), family, seed=4)
    way = Compiled(problem)
    asked = objective(way.cohort, way.pinned, problem.rules)
    walk, draw = way.walk(asked), np.random.default_rng(3)
    prices = [draw.integers(15_000, 45_000, (people, 2)) for people in way.cohort.shape]
    for drift in (3_000, 300, 0, 60_000, 30):
        for side in prices:
            side += draw.integers(-drift, drift + 1, side.shape)
            side[draw.integers(0, len(side), 2)] -= 2 * drift

        again, fresh = (one.gaining(*prices, most=4, draw=True) for one in (walk, way.walk(asked)))

        assert (again.count, again.total) == (fresh.count, fresh.total)
        assert listed(again.edges) == listed(fresh.edges)
        assert again.count or drift == 60_000


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_the_leaders_are_the_same_with_a_guess_as_without(side, monkeypatch):
    problem = cohort(2_100, 2_100, "surplus", seed=5)
    way = Compiled(problem)
    walk = way.walk(objective(way.cohort, way.pinned, problem.rules))

    guessed = walk.leading(16, side)

    monkeypatch.setattr(compiled_way, "MANY", 10_000)
    assert listed(guessed) == listed(walk.leading(16, side))
