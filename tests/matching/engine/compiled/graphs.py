"""Random sparse problems of all kinds, their value, their bound, and another solver's answer."""

import numpy as np

from turnabout.joining.matching.engine.compiled.sparse import Graph
from turnabout.joining.matching.engine.network import Network
from turnabout.joining.matching.engine.network import settle as settle_network

MUST = 10**13


def random_graph(seed, *, least=False, largest=7):
    """Sides from empty up, capacities from 0, coarse weights with many ties, sometimes a hub."""
    draw = np.random.default_rng(seed)
    n, m = (int(size) for size in draw.integers(0, largest + 1, 2))
    dense = draw.random((n, m)) < draw.choice([0.0, 0.2, 0.5, 1.0], p=[0.05, 0.35, 0.4, 0.2])
    if n and m and draw.random() < 0.2:
        dense[:, int(draw.integers(m))] = True
    rows, columns = (ids.astype(np.int64) for ids in np.nonzero(dense))
    levels = int(draw.choice([1, 3, 10, 100_000]))
    weights = draw.integers(-levels if draw.random() < 0.3 else 0, levels + 1, len(rows))
    sides = []
    bonus = draw.choice([0, 1, 5, 1_000, 10**10])
    for count in (n, m):
        sizes = draw.integers(0, draw.choice([2, 3, 4]), (count, 3))
        sizes[:, 0] = np.minimum(sizes[:, 0], 1)
        if draw.random() < 0.5:
            sizes[:, 1:] = 0
        worth = np.zeros((count, 3), np.int64)
        if draw.random() < 0.3:
            worth += draw.integers(-levels, levels + 1, (count, 1))
        worth[:, 1] += bonus * (draw.random(count) < 0.8)
        worth[:, 0] = worth[:, 1] + 2 * bonus
        sides.append((sizes, worth))
    floors = [None, None]
    if least:
        room = [sizes.sum(axis=1) for sizes, _ in sides]
        taken = [np.zeros(n, np.int64), np.zeros(m, np.int64)]
        for edge in draw.permutation(len(rows)):
            row, column = rows[edge], columns[edge]
            if taken[0][row] < room[0][row] and taken[1][column] < room[1][column]:
                taken[0][row] += 1
                taken[1][column] += 1
        floors = [np.minimum(some, draw.integers(0, 4, len(some))) for some in taken]
    (row_sizes, row_worth), (column_sizes, column_worth) = sides
    return Graph(rows, columns, weights, row_sizes, row_worth, column_sizes, column_worth, *floors)


def sides_of(graph, settled):
    """For each side: ids of edges, sizes, worth, least, prices."""
    none = [np.zeros(len(sizes), np.int64) for sizes in (graph.row_sizes, graph.column_sizes)]
    return (
        (
            graph.rows,
            graph.row_sizes,
            graph.row_worth,
            none[0] if graph.row_least is None else graph.row_least,
            settled.row_prices,
        ),
        (
            graph.columns,
            graph.column_sizes,
            graph.column_worth,
            none[1] if graph.column_least is None else graph.column_least,
            settled.column_prices,
        ),
    )


def value_and_bound(graph, settled):
    """Both in Python integers, place by place, after checking that the choice is allowed."""
    value = sum(graph.weights[settled.chosen].tolist())
    bound = 0
    rows, columns = settled.row_prices[graph.rows], settled.column_prices[graph.columns]
    for gain in (graph.weights - rows - columns).tolist():
        bound += max(0, gain)
    for ids, sizes, worth, least, prices in sides_of(graph, settled):
        taken = np.bincount(ids[settled.chosen], minlength=len(sizes))
        assert (taken <= sizes.sum(axis=1)).all()
        assert (taken >= least).all()
        for one in range(len(sizes)):
            places = [
                value
                for bundle in range(3)
                for value in [int(worth[one, bundle])] * int(sizes[one, bundle])
            ]
            value += sum(places[: taken[one]])
            gains = [place + int(prices[one]) for place in places]
            must = int(least[one])
            bound += sum(gains[:must]) + sum(max(0, gain) for gain in gains[must:])
    return value, bound


def network_of(graph):
    """The same problem as a circulation; places that must be filled are worth much more."""
    n, m = len(graph.row_sizes), len(graph.column_sizes)
    tails, heads, rooms, worths = [graph.rows], [n + graph.columns], [], []
    rooms.append(np.ones(len(graph.rows), np.int64))
    worths.append(graph.weights)
    for first, (sizes, worth, least) in (
        (0, (graph.row_sizes, graph.row_worth, graph.row_least)),
        (n, (graph.column_sizes, graph.column_worth, graph.column_least)),
    ):
        people = np.arange(len(sizes))
        before = np.cumsum(sizes, axis=1) - sizes
        must = np.zeros_like(sizes)
        if least is not None:
            must = np.clip(least[:, None] - before, 0, sizes)
        for bundle in range(3):
            for room, extra in ((must[:, bundle], MUST), (sizes[:, bundle] - must[:, bundle], 0)):
                ground = np.full(len(sizes), n + m)
                tails.append(ground if first == 0 else n + people)
                heads.append(people if first == 0 else ground)
                rooms.append(room)
                worths.append(worth[:, bundle] + extra)
    network = Network(n + m + 1, *(np.concatenate(part) for part in (tails, heads, rooms)))
    return network, np.concatenate(worths)


def peer_value(graph):
    """What the best choice is worth according to a library."""
    network, worth = network_of(graph)
    flow, _ = settle_network(network, [worth])
    must = sum(
        MUST * int(least.sum())
        for least in (graph.row_least, graph.column_least)
        if least is not None
    )
    return sum(a * b for a, b in zip(flow.tolist(), worth.tolist(), strict=True)) - must


def peer_choice(graph, ties):
    """The best choice in two lanes according to the solver for small problems."""
    network, worth = network_of(graph)
    second = np.zeros_like(worth)
    second[: len(ties)] = ties
    flow, _ = settle_network(network, [worth, second])
    return flow[: len(ties)] > 0
