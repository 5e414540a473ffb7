"""The solver of large sparse problems, on small ones where everything can be checked."""

from dataclasses import replace

import numpy as np
import pytest

from tests.matching.engine.compiled.graphs import (
    peer_choice,
    peer_value,
    random_graph,
    sides_of,
    value_and_bound,
)
from turnabout.joining.matching.engine.compiled.sparse import Graph, settle, settle_lanes
from turnabout.joining.matching.engine.errors import ProofError

BUNCHES = range(8)


def bunch(number, size=125):
    return range(number * size, (number + 1) * size)


def assert_settled(graph, settled):
    """Optimal by duality, and slack in no edge and no place."""
    value, bound = value_and_bound(graph, settled)
    assert value == bound
    rows, columns = settled.row_prices[graph.rows], settled.column_prices[graph.columns]
    gains = graph.weights - rows - columns
    assert (gains[settled.chosen] >= 0).all()
    assert (gains[~settled.chosen] <= 0).all()
    for ids, sizes, worth, least, prices in sides_of(graph, settled):
        taken = np.bincount(ids[settled.chosen], minlength=len(sizes))
        for one in range(len(sizes)):
            places = np.repeat(worth[one], sizes[one]) + prices[one]
            assert (places[least[one] : taken[one]] >= 0).all()
            assert (places[taken[one] :] <= 0).all()


@pytest.mark.parametrize("number", BUNCHES)
def test_a_solver_from_nothing_reaches_what_a_library_reaches(number):
    for seed in bunch(number):
        graph = random_graph(seed, least=seed % 3 == 0)
        settled = settle(graph)
        assert_settled(graph, settled)
        assert value_and_bound(graph, settled)[0] == peer_value(graph)


@pytest.mark.parametrize("number", BUNCHES)
def test_a_solver_from_any_prices_proves_its_choice(number):
    for seed in bunch(number):
        graph = random_graph(seed, least=seed % 3 == 0)
        draw = np.random.default_rng(seed)
        high = int(draw.choice([3, 10**5, 10**11]))
        settled = settle(
            graph,
            row_prices=draw.integers(-high, high, len(graph.row_sizes)),
            column_prices=draw.integers(-high, high, len(graph.column_sizes)),
            chosen=draw.random(len(graph.rows)) < 0.5,
        )
        assert_settled(graph, settled)
        assert value_and_bound(graph, settled)[0] == value_and_bound(graph, settle(graph))[0]


@pytest.mark.parametrize("number", BUNCHES)
def test_a_solver_from_the_answer_to_another_problem_proves_its_choice(number):
    for seed in bunch(number):
        graph = random_graph(seed, least=seed % 3 == 0, largest=10)
        draw = np.random.default_rng(seed)
        fewer = draw.random(len(graph.rows)) < 0.8
        part = Graph(
            graph.rows[fewer],
            graph.columns[fewer],
            graph.weights[fewer],
            graph.row_sizes,
            graph.row_worth,
            graph.column_sizes * (draw.random((len(graph.column_sizes), 1)) < 0.9),
            graph.column_worth,
        )
        before = settle(part)
        chosen = np.zeros(len(graph.rows), np.bool_)
        chosen[fewer] = before.chosen
        for prices in (
            {"row_prices": before.row_prices, "column_prices": before.column_prices},
            {"row_prices": before.row_prices},
            {"column_prices": before.column_prices},
        ):
            assert_settled(graph, settle(graph, **prices, chosen=chosen))


@pytest.mark.parametrize("number", BUNCHES)
def test_a_solver_in_two_lanes_finds_the_only_best_choice(number):
    for seed in bunch(number):
        graph = random_graph(seed)
        ties = np.random.default_rng(seed).integers(0, 1 << 44, len(graph.rows))
        settled = settle_lanes(graph, ties)
        assert np.array_equal(settled.chosen, peer_choice(graph, ties))
        assert_lanes(graph, ties, settled)
        again = settle_lanes(
            graph,
            ties,
            row_prices=settled.row_prices[::-1].copy(),
            column_prices=settled.column_prices,
            chosen=settled.chosen,
        )
        assert np.array_equal(again.chosen, settled.chosen)
        assert_lanes(graph, ties, again)


def assert_lanes(graph, ties, settled):
    """The plan equals the bound in both lanes, gains being compared lane by lane."""
    gains = [
        list(pair)
        for pair in zip(
            (
                graph.weights
                - settled.row_prices[graph.rows, 0]
                - settled.column_prices[graph.columns, 0]
            ).tolist(),
            (
                ties - settled.row_prices[graph.rows, 1] - settled.column_prices[graph.columns, 1]
            ).tolist(),
            strict=True,
        )
    ]
    value = [sum(graph.weights[settled.chosen].tolist()), sum(ties[settled.chosen].tolist())]
    for ids, sizes, worth, _, prices in sides_of(graph, settled):
        taken = np.bincount(ids[settled.chosen], minlength=len(sizes))
        for one in range(len(sizes)):
            places = np.repeat(worth[one], sizes[one]).tolist()
            value[0] += sum(places[: taken[one]])
            first, second = prices[one].tolist()
            gains += [[place + first, second] for place in places]
    positive = [gain for gain in gains if gain > [0, 0]]
    assert value == [sum(gain[lane] for gain in positive) for lane in (0, 1)]


def test_the_order_of_people_changes_nothing_about_the_best_choice():
    for seed in range(200):
        graph = random_graph(seed, largest=10)
        draw = np.random.default_rng(seed)
        ties = draw.integers(0, 1 << 44, len(graph.rows))
        row_at = draw.permutation(len(graph.row_sizes))
        column_at = draw.permutation(len(graph.column_sizes))
        rows, columns = np.argsort(row_at)[graph.rows], np.argsort(column_at)[graph.columns]
        order = np.lexsort((columns, rows))
        turned = Graph(
            rows[order],
            columns[order],
            graph.weights[order],
            graph.row_sizes[row_at],
            graph.row_worth[row_at],
            graph.column_sizes[column_at],
            graph.column_worth[column_at],
        )
        assert np.array_equal(
            settle_lanes(turned, ties[order]).chosen, settle_lanes(graph, ties).chosen[order]
        )


def crowd(seed, n, m, degree, most):
    draw = np.random.default_rng(seed)
    rows = np.repeat(np.arange(n), degree)
    columns = np.concatenate([np.sort(draw.choice(m, degree, replace=False)) for _ in range(n)])
    sides = []
    for count, limit in ((n, most[0]), (m, most[1])):
        sizes = np.zeros((count, 3), np.int64)
        sizes[:, 0] = 1
        sizes[:, 2] = draw.integers(0, limit, count)
        worth = np.zeros((count, 3), np.int64)
        worth[:, 0] = 10**10
        sides += [sizes, worth]
    return Graph(rows, columns, draw.integers(0, 1000, len(rows)), *sides)


@pytest.mark.parametrize(
    ("n", "m", "most"),
    [(600, 600, (1, 1)), (600, 600, (1, 3)), (600, 600, (3, 3)), (600, 300, (1, 1))],
)
def test_a_solver_of_a_crowd_reaches_what_a_library_reaches(n, m, most):
    graph = crowd(1, n, m, 5, most)
    settled = settle(graph)
    assert_settled(graph, settled)
    assert value_and_bound(graph, settled)[0] == peer_value(graph)
    joined = replace(graph, weights=graph.weights + (graph.columns % 7 == 0) * 50)
    warm = settle(
        joined,
        row_prices=settled.row_prices,
        column_prices=settled.column_prices,
        chosen=settled.chosen,
    )
    assert_settled(joined, warm)


def test_a_solver_of_many_crowds_proves_its_choice_from_any_start():
    for seed in range(60):
        draw = np.random.default_rng(seed)
        n, m = (int(size) for size in draw.integers(30, 200, 2))
        graph = crowd(seed, n, m, int(draw.integers(1, 7)), draw.integers(1, 4, 2))
        coarse = int(draw.choice([1, 50, 400, 1000]))
        graph = replace(
            graph,
            weights=graph.weights // coarse,
            row_worth=graph.row_worth + draw.integers(-2000, 2000, (n, 1)),
            column_worth=graph.column_worth // int(draw.choice([1, 10**6, 10**9])),
        )
        settled = settle(graph)
        assert_settled(graph, settled)
        far_off = draw.integers(-(10**11), 10**11, n)
        again = settle(graph, row_prices=far_off, column_prices=settled.column_prices)
        assert_settled(graph, again)
        ties = draw.integers(0, 1 << 44, len(graph.rows))
        assert_lanes(graph, ties, settle_lanes(graph, ties))


def test_a_hub_with_room_for_hundreds_takes_the_best_of_them():
    n = 800
    sizes = np.array([[1, 0, 0]] * n)
    worth = np.zeros((n, 3), np.int64)
    graph = Graph(
        np.arange(n),
        np.zeros(n, np.int64),
        np.arange(n) % 97,
        sizes,
        worth,
        np.array([[1, 99, 200]]),
        np.array([[90, 0, -50]]),
    )
    settled = settle(graph)
    assert_settled(graph, settled)
    assert settled.chosen.sum() == 300


def test_a_problem_whose_least_cannot_be_reached_is_refused():
    one = np.array([[1, 0, 0]])
    zero = np.zeros((1, 3), np.int64)
    nobody = np.zeros(0, np.int64)
    graph = Graph(nobody, nobody, nobody, one, zero, one, zero, row_least=np.array([1]))
    with pytest.raises(ProofError):
        settle(graph)


def test_a_watcher_hears_how_many_are_out_of_balance():
    heard = []
    settle(crowd(2, 60, 60, 4, (1, 1)), watch=lambda step, left: heard.append((step, left)))
    assert {step for step, _ in heard} == {"balance"}
