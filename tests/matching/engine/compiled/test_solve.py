from dataclasses import replace

import pytest

from bench.instances import cohort, sides
from tests.matching.engine.instances import random_problem
from turnabout.joining.matching.engine import (
    Person,
    Problem,
    Rules,
    candidates,
    check_proof,
    pricing,
    solve,
    ways,
)
from turnabout.joining.matching.engine.solver import solve_watched


@pytest.fixture
def compiled_always(monkeypatch):
    monkeypatch.setattr(ways, "PLAIN_UP_TO", -1)


def settled_plainly(problem, monkeypatch):
    with monkeypatch.context() as usual:
        usual.setattr(ways, "PLAIN_UP_TO", 10**6)
        usual.setattr(ways, "LOADED_UP_TO", 10**6)
        return solve(problem)


@pytest.mark.parametrize("fairest", [False, True])
def test_small_and_odd_problems_have_one_plan_on_both_ways(compiled_always, monkeypatch, fairest):
    """Empty sides, no places, nothing permitted, ties everywhere, somebody everybody wants."""
    for seed in range(30 if fairest else 150):
        problem, _ = random_problem(seed, largest=6, fairest=fairest, fill_places=seed % 3 > 0)

        compiled, plain = solve(problem), settled_plainly(problem, monkeypatch)

        assert compiled == plain
        assert check_proof(problem, compiled).is_optimal


def test_a_run_that_is_stopped_has_a_gap_and_goes_on_to_the_same_plan(compiled_always, monkeypatch):
    monkeypatch.setattr(pricing, "STARTING", 1)
    monkeypatch.setattr(candidates, "AT_ONCE", 0)
    problem = cohort(*sides(150, "both"), "both", seed=2)
    stood = []

    def stop(progress, edges, solution):
        stood.append((progress, edges, solution))
        return True

    stopped, _ = solve_watched(problem, watch=stop)
    progress, edges, solution = stood[0]
    resumed, _ = solve_watched(problem, edges=edges, before=solution)

    assert stopped.certificate.gap == progress.certificate.gap > 0
    assert stopped.certificate.bound >= solve(problem).certificate.value
    checked = check_proof(problem, stopped)
    assert (checked.is_optimal, checked.bound[0]) == (False, stopped.certificate.bound[0])
    assert stopped.certificate.violators >= progress.missing > 0
    assert resumed == solve(problem)
    assert resumed.certificate.violators == check_proof(problem, resumed).violators == 0


def test_prices_of_any_kind_are_a_place_to_start_from(compiled_always):
    problem = cohort(*sides(120, "tight"), "tight", seed=6)
    plan, solution = solve_watched(problem)
    other = replace(
        solution,
        mentor_prices=solution.mentor_prices * 3 // 2,
        mentee_prices=solution.mentee_prices - 12345,
    )

    again, _ = solve_watched(problem, before=other)

    assert again == plan


def test_hours_named_to_the_quarter_are_as_good_as_whole_ones(compiled_always, monkeypatch):
    problem = cohort(*sides(60, "tight"), "tight", seed=2)

    def finely(people):
        return tuple(
            replace(one, hours=one.hours and one.hours | one.hours << 500) for one in people
        )

    fine = replace(problem, mentors=finely(problem.mentors), mentees=finely(problem.mentees))

    assert solve(fine) == settled_plainly(fine, monkeypatch)


def test_large_problems_are_compiled_once_that_keeps_nobody_waiting(monkeypatch):
    def is_plain(side):
        people = tuple(Person(str(at)) for at in range(side))
        return ways.is_plain(Problem(people, people, Rules()))

    assert (is_plain(440), is_plain(460)) == (True, False)
    monkeypatch.setattr(ways, "COMPILED", "nobody has loaded this")
    for kept, expected in ((True, (True, False)), (False, (True, True))):
        monkeypatch.setattr(ways, "is_kept", lambda kept=kept: kept)
        assert (is_plain(940), is_plain(960)) == expected
    assert not is_plain(3001)
