from dataclasses import replace

import numpy as np
import pytest

from bench.instances import FAMILIES, cohort, sides
from tests.matching.engine.instances import Table
from turnabout.joining.matching.engine import Problem
from turnabout.joining.matching.engine.candidates import best_over
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
