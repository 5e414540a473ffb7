import hashlib

import numpy as np
import pytest

from bench import dense
from bench.instances import FAMILIES, cohort, sides
from turnabout.joining.matching.engine import Problem
from turnabout.joining.matching.engine.judge import judge


def fingerprint(problem: Problem) -> str:
    table = dense.arrays(problem).scores
    places = [one.places for one in (*problem.mentors, *problem.mentees)]
    return hashlib.sha256(table.tobytes() + bytes(places)).hexdigest()[:16]


def test_a_cohort_is_the_same_on_any_machine():
    drawn = {family: fingerprint(cohort(*sides(60, family), family)) for family in FAMILIES}

    assert drawn == {
        "surplus": "0e495a4544c5067a",
        "tight": "3bc7c6dceb20b071",
        "both": "f49e7305a7a94dff",
        "over": "70426469c94c1ad6",
    }


@pytest.mark.parametrize(
    ("family", "mentor_places", "mentee_places"),
    [
        ("surplus", {1, 2, 3}, {1}),
        ("tight", {1}, {1}),
        ("both", {1, 2, 3}, {1, 2, 3}),
        ("over", {1}, {1}),
    ],
)
def test_a_family_says_how_many_partners_people_take(family, mentor_places, mentee_places):
    problem = cohort(*sides(120, family), family)

    assert {one.places for one in problem.mentors} == mentor_places
    assert {one.places for one in problem.mentees} == mentee_places


def test_every_rule_and_every_part_has_a_say():
    judged = judge(cohort(300, 300, "surplus"))
    silent = {"not_herself"}

    blocking = {rule.kind for at, rule in enumerate(judged.rules) if (judged.blocked == at).any()}
    scoring = {part.kind for part in judged.parts if part.units(judged.cohort, slice(0, 300)).any()}

    assert blocking == {rule.kind for rule in judged.rules} - silent
    assert scoring == {part.kind for part in judged.parts}
    assert (judged.blocked == -2).any()


def test_the_arrays_of_the_peers_say_what_the_engine_says():
    problem = cohort(200, 300, "both", 3)
    judged = judge(problem)

    table = dense.arrays(problem).scores

    np.testing.assert_array_equal(table, np.where(judged.permitted, judged.scores, -1))


def test_the_best_of_each_side_are_kept():
    table = np.array([[5, 4, -1], [3, 9, 2]], np.int32)

    kept = dense.best_edges(table, 1)

    assert list(zip(kept.mentors, kept.mentees, kept.scores, strict=True)) == [
        (0, 0, 5),
        (1, 1, 9),
        (1, 2, 2),
    ]


def test_a_table_that_would_not_fit_is_refused_with_its_size():
    people = cohort(1, 1, "tight")
    crowd = Problem(people.mentors, people.mentees, people.rules)
    object.__setattr__(crowd, "mentees", people.mentees * 20_000)

    with pytest.raises(dense.TooLarge, match="0 GB"):
        dense.arrays(crowd)
