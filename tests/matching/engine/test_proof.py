from dataclasses import replace

import numpy as np
import pytest

from tests.matching.engine.instances import random_problem, table_problem
from turnabout.joining.matching.engine import (
    ProblemError,
    ProofError,
    check_proof,
    solve,
    why_not,
)
from turnabout.joining.matching.engine import solver as solver_room
from turnabout.joining.matching.engine.network import Network, potentials_of, settle

ONE = (1, None)
SCORES = {("m1", "x"): 10, ("m1", "y"): 5, ("m2", "x"): 1}


def two_and_two(**switches):
    """Two mentors, one with two places, and two mentees; the example of the price below zero."""
    return table_problem({"m1": (2, None), "m2": ONE}, {"x": ONE, "y": ONE}, SCORES, **switches)


def moved(plan, **changes):
    return replace(plan, pairs=(replace(plan.pairs[0], **changes), *plan.pairs[1:]))


def test_the_bound_is_above_no_plan_whatever_the_prices():
    for seed in range(60):
        problem, _ = random_problem(seed, largest=6)
        plan = solve(problem)
        wrong = plan.certificate.mentor_prices + (seed % 3 - 1)
        certificate = replace(plan.certificate, mentor_prices=wrong)

        checked = check_proof(problem, replace(plan, certificate=certificate))

        assert checked.bound >= checked.value == plan.certificate.value


def test_a_worse_plan_does_not_reach_the_bound():
    problem = two_and_two()
    plan = solve(problem)

    checked = check_proof(problem, replace(plan, pairs=plan.pairs[:1]))

    assert (checked.is_optimal, checked.bound) == (False, plan.certificate.bound)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (lambda plan: moved(plan, mentor="m9"), "nobody is called 'm9'"),
        (lambda plan: moved(plan, mentor="m2", mentee="y"), "a pair is not permitted"),
        (lambda plan: replace(plan, pairs=plan.pairs * 2), "two people are paired twice"),
        (
            lambda plan: replace(plan, pairs=(*plan.pairs, replace(plan.pairs[0], mentee="x"))),
            "somebody has more partners than she takes",
        ),
    ],
)
def test_a_plan_that_breaks_the_rules_is_found_out(changed, sentence):
    problem = two_and_two()

    with pytest.raises(ProofError, match=sentence):
        check_proof(problem, changed(solve(problem)))


def test_a_plan_without_its_proof_is_never_handed_out(monkeypatch):
    problem = two_and_two()
    real = solver_room.best_over
    monkeypatch.setattr(
        solver_room,
        "best_over",
        lambda *given, **more: (
            real(*given, **more)[0],
            replace(real(*given, **more)[1], bound=(0, 0)),
        ),
    )

    with pytest.raises(ProofError, match="is not"):
        solve(problem)


def test_why_not_names_the_first_lane_that_differs():
    crowded = table_problem(
        {"m1": ONE, "m2": ONE},
        {"x": ONE, "y": ONE},
        {("m1", "x"): 9, ("m1", "y"): 5, ("m2", "x"): 5, ("m2", "y"): 4},
    )
    short = table_problem({"m1": ONE, "m2": ONE}, {"x": ONE, "y": ONE}, SCORES)
    even = table_problem({"m1": ONE, "m2": ONE}, {"x": ONE}, {("m1", "x"): 5, ("m2", "x"): 5})
    pinned = table_problem({"m1": ONE}, {"x": ONE, "y": ONE}, SCORES, pins=frozenset({("m1", "x")}))
    roomy = table_problem(
        {"m1": (2, None), "m2": ONE},
        {"x": (2, None), "y": ONE, "z": ONE},
        {("m1", "x"): 9, ("m1", "y"): 9, ("m2", "x"): 1, ("m2", "z"): 1},
    )
    other = next(mentor for mentor in ("m1", "m2") if mentor != solve(even).pairs[0].mentor)

    answers = [
        why_not(problem, solve(problem), *pair)
        for problem, pair in [
            (crowded, ("m1", "y")),
            (short, ("m1", "x")),
            (even, (other, "x")),
            (pinned, ("m1", "y")),
            (roomy, ("m2", "x")),
        ]
    ]

    assert [(one.kind, one.lane) for one in answers] == [
        ("lane", "total"),
        ("lane", "served"),
        ("lane", "tie"),
        ("lane", "pins"),
        ("lane", "served"),
    ]
    assert [one.difference for one in answers[:2]] == [3, 2]


def test_why_not_counts_wanted_places():
    problem = table_problem(
        {"m1": (2, None), "m2": ONE, "m3": (1, None)},
        {"x": (2, None), "y": ONE, "z": (1, 1)},
        {
            ("m1", "x"): 0,
            ("m1", "y"): 0,
            ("m2", "x"): 0,
            ("m2", "y"): 0,
            ("m3", "z"): 0,
            ("m1", "z"): 9,
        },
    )
    plan = solve(problem)
    answer = why_not(problem, plan, "m2", "y")

    assert answer.lane in ("tie", "places")


def test_why_not_says_what_forbids_it_or_that_they_are_a_pair():
    problem = table_problem(
        {"m1": ONE, "m2": ONE, "m3": (0, None)}, {"x": ONE}, {("m1", "x"): 5, ("m3", "x"): 5}
    )
    plan = solve(problem)

    assert why_not(problem, plan, "m1", "x").kind == "in_plan"
    assert why_not(problem, plan, "m2", "x").rule.kind == "table"
    assert why_not(problem, plan, "m3", "x").kind == "no_places"
    with pytest.raises(ProblemError, match="nobody_called"):
        why_not(problem, plan, "m9", "x")


def test_why_not_cannot_tell_a_private_no_from_competition():
    mentors = {f"m{number}": ONE for number in range(8)}
    scores = {(mentor, other): 9 - int(mentor[1]) for mentor in mentors for other in "xy"}
    problem = table_problem(mentors, {"x": ONE, "y": ONE}, scores)
    refused = replace(
        problem,
        mentees=tuple(replace(one, rather_not=frozenset({"m2"})) for one in problem.mentees),
    )

    private = why_not(refused, solve(refused), "m2", "x")
    competition = why_not(problem, replace(solve(problem), runners_up=()), "m7", "x")

    assert private == competition
    assert (private.kind, private.lane, private.difference) == ("others_fit_better", None, 0)


def test_prices_are_not_made_from_a_flow_that_could_be_better():
    network = Network(2, np.array([0, 1]), np.array([1, 0]), np.array([1, 1]))
    nothing, both = np.zeros(2, np.int64), np.arange(2)

    with pytest.raises(ProofError, match="could still be improved"):
        potentials_of(network, np.array([3, 0]), nothing, both)


def test_a_network_that_cannot_be_balanced_is_an_error():
    too_much = Network(2, np.array([0, 1]), np.array([1, 0]), np.array([1, 1]))

    with pytest.raises(ProofError, match="the solver gave up"):
        settle(too_much, [np.array([2**62, 2**62])])
