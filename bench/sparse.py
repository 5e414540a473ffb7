"""The solver of large sparse problems beside two libraries, on identical graphs in one run.

Each family is a graph of each mentee's 24 best mentors among 400 drawn at random. Our solver
hands back prices; so for the flow solver the time to recover them by shortest paths counts too.
SciPy's assignment gives no prices and is only run where everybody has one place. Compilation is
not in the figures. `python -m bench.sparse [SIZE ...]`.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np
from ortools.graph.python import min_cost_flow
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.compiled.sparse import (
    Graph,
    Settled,
    settle,
    settle_lanes,
)
from turnabout.joining.matching.engine.network import Network, potentials_of

FAMILIES = ("surplus", "tight", "both", "over-subscribed")
SIZES = (1_000, 10_000, 30_000, 100_000)
SERVED, PLACES = 20_000_000_000, 10_000_000_000
LARGEST_FOR_SCIPY = 10_000
LARGEST_TO_REPEAT = 30_000
T = TypeVar("T")


def graph_of(family: str, mentees: int, *, seed: int = 1, edges: int = 24) -> Graph:
    """The same graph for the same words and numbers, on any machine."""
    draw = np.random.default_rng(seed)
    mentors = mentees // 2 if family == "over-subscribed" else mentees
    asks, offers = draw.random((mentees, 6)), draw.random((mentors, 6))
    liked = draw.random(mentors)
    looked_at = min(mentors, 400)
    keys, scores = [], []
    for first in range(0, mentees, 2_000):
        some = asks[first : first + 2_000]
        seen = draw.integers(0, mentors, (len(some), looked_at))
        fit = 1 - np.abs(some[:, None, :] - offers[seen]).mean(axis=2) + 0.1 * liked[seen]
        top = np.argpartition(-fit, edges - 1, axis=1)[:, :edges]
        rows = np.repeat(np.arange(first, first + len(some)), edges)
        keys.append(rows * mentors + np.take_along_axis(seen, top, 1).ravel())
        scores.append(np.take_along_axis(fit, top, 1).ravel())
    pairs, at = np.unique(np.concatenate(keys), return_index=True)
    weights = (np.concatenate(scores)[at] * 90_000).astype(np.int64)
    mentees_take = draw.integers(1, 4 if family == "both" else 2, mentees)
    mentors_take = draw.integers(1, 4 if family in ("both", "surplus") else 2, mentors)
    return Graph(
        pairs // mentors,
        pairs % mentors,
        weights,
        *_places(mentees_take),
        *_places(mentors_take),
    )


def _places(take: Ints) -> tuple[Ints, Ints]:
    sizes = np.stack([take > 0, take > 1, take > 2], axis=1).astype(np.int64)
    return sizes, np.tile(np.array([SERVED + PLACES, PLACES, 0]), (len(take), 1))


def value_of(graph: Graph, chosen: Mask) -> int:
    """What a choice is worth."""
    value = int(graph.weights[chosen].sum())
    for ids, sizes, worth in (
        (graph.rows, graph.row_sizes, graph.row_worth),
        (graph.columns, graph.column_sizes, graph.column_worth),
    ):
        taken = np.bincount(ids[chosen], minlength=len(sizes))
        filled = np.clip(taken[:, None] - (np.cumsum(sizes, axis=1) - sizes), 0, sizes)
        value += int((filled * worth).sum())
    return value


def bound_of(graph: Graph, settled: Settled) -> int:
    """What no choice exceeds, by the prices."""
    gains = graph.weights - settled.row_prices[graph.rows] - settled.column_prices[graph.columns]
    bound = int(np.maximum(gains, 0).sum())
    for prices, sizes, worth in (
        (settled.row_prices, graph.row_sizes, graph.row_worth),
        (settled.column_prices, graph.column_sizes, graph.column_worth),
    ):
        bound += int((sizes * np.maximum(worth + prices[:, None], 0)).sum())
    return bound


def by_flow(graph: Graph) -> tuple[Settled, float]:
    """OR-Tools' flow solver; the seconds are those until it had the flow, without prices."""
    began = time.perf_counter()
    n, m = len(graph.row_sizes), len(graph.column_sizes)
    row, row_bundle = np.nonzero(graph.row_sizes)
    column, column_bundle = np.nonzero(graph.column_sizes)
    network = Network(
        n + m + 1,
        np.concatenate([graph.rows, np.full(len(row), n + m), n + column]),
        np.concatenate([n + graph.columns, row, np.full(len(column), n + m)]),
        np.concatenate(
            [
                np.ones(len(graph.rows), np.int64),
                graph.row_sizes[row, row_bundle],
                graph.column_sizes[column, column_bundle],
            ]
        ),
    )
    worth = np.concatenate(
        [
            graph.weights,
            graph.row_worth[row, row_bundle],
            graph.column_worth[column, column_bundle],
        ]
    )
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tail.astype(np.int32), network.head.astype(np.int32), network.capacity, -worth
    )
    solver.set_nodes_supplies(np.arange(1, dtype=np.int32), np.zeros(1, np.int64))
    if solver.solve() != solver.OPTIMAL:
        raise SystemExit("the flow solver gave up")
    flow = np.asarray(solver.flows(arcs), np.int64)
    seconds = time.perf_counter() - began
    potentials = potentials_of(network, worth, flow, np.arange(len(flow)))
    rows = potentials[:n] - potentials[-1]
    columns = potentials[-1] - potentials[n:-1]
    return Settled(flow[: len(graph.rows)] > 0, rows, columns), seconds


def by_assignment(graph: Graph) -> Mask:
    """SciPy's assignment: one place each; a dummy column for each row lets it stay alone."""
    n, m = len(graph.row_sizes), len(graph.column_sizes)
    worth = graph.weights + graph.row_worth[graph.rows, 0] + graph.column_worth[graph.columns, 0]
    alone = np.arange(n)
    costs = csr_array(
        (
            np.concatenate([-worth, np.full(n, 1)]).astype(np.float64),
            (np.concatenate([graph.rows, alone]), np.concatenate([graph.columns, m + alone])),
        ),
        shape=(n, m + n),
    )
    rows, columns = min_weight_full_bipartite_matching(costs)
    found = columns < m
    return np.isin(graph.rows * m + graph.columns, rows[found] * m + columns[found])


def timed(act: Callable[[], T], times: int) -> tuple[T, float]:
    """An answer and the shortest of some times."""
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        answer = act()
        best = min(best, time.perf_counter() - began)
    return answer, best


def warm_seconds(graph: Graph, times: int) -> float:
    """Seconds to settle the graph from the answer to 99 in 100 of its edges."""
    draw = np.random.default_rng(2)
    kept = draw.random(len(graph.rows)) < 0.99
    before = settle(
        replace(
            graph,
            rows=graph.rows[kept],
            columns=graph.columns[kept],
            weights=graph.weights[kept],
        )
    )
    chosen = np.zeros(len(kept), np.bool_)
    chosen[kept] = before.chosen
    settled, seconds = timed(
        lambda: settle(
            graph,
            row_prices=before.row_prices,
            column_prices=before.column_prices,
            chosen=chosen,
        ),
        times,
    )
    assert value_of(graph, settled.chosen) == bound_of(graph, settled)
    return seconds


def line(family: str, size: int) -> str:
    """One row of the table; every answer is checked against ours."""
    graph = graph_of(family, size)
    times = 3 if size <= LARGEST_TO_REPEAT else 1
    settled, ours = timed(lambda: settle(graph), 3)
    value = value_of(graph, settled.chosen)
    assert value == bound_of(graph, settled)
    ties = np.random.default_rng(3).integers(0, 1 << 44, len(graph.rows))
    _, lanes = timed(lambda: settle_lanes(graph, ties), times)
    warm = warm_seconds(graph, times)
    (peer, alone), flow = timed(lambda: by_flow(graph), times)
    assert value == value_of(graph, peer.chosen) == bound_of(graph, peer)
    assignment = "–"
    if family in ("tight", "over-subscribed") and size <= LARGEST_FOR_SCIPY:
        other, seconds = timed(lambda: by_assignment(graph), 1)
        assert value == value_of(graph, other)
        assignment = f"{seconds:.3f} ({seconds / ours:.1f}x)"
    return (
        f"| {family} | {size:,} | {len(graph.rows):,} | {ours:.3f} | {lanes:.3f} | {warm:.3f} "
        f"| {alone:.3f} ({alone / ours:.1f}x) | {flow:.3f} ({flow / ours:.1f}x) | {assignment} |"
    )


def main(words: list[str]) -> None:
    """Print the table, for the sizes that are named or for all."""
    sizes = [int(word) for word in words] or list(SIZES)
    small = graph_of("surplus", 300)
    settle_lanes(small, np.arange(len(small.rows)))
    print(
        "| family | mentees | edges | ours s | ours, unique optimum s | warm, 1 % new edges s "
        "| OR-Tools without prices s | OR-Tools with prices s | SciPy without prices s |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for family in FAMILIES:
        for size in sizes:
            print(line(family, size), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
