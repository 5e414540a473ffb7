"""The best choice on a sparse graph, with the prices that prove it, as machine code.

From nothing, an auction with a small bonus for places gives good prices; from earlier prices it
is not needed. Either way the near side then takes what suits it best, which leaves some people
with too few partners and some with too many, and shortest augmenting paths bring the rest into
balance. After each step the choice is the best one for its prices, so nothing has to be right
about the beginning, and in the end nothing is left to prove.
"""

from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.compiled.auction import auction
from turnabout.joining.matching.engine.compiled.fitting import fit
from turnabout.joining.matching.engine.compiled.graph import (
    Graph,
    Settled,
    Watch,
    by_column,
    edges_of,
    people_of,
)
from turnabout.joining.matching.engine.compiled.places import (
    Edges,
    Ids,
    People,
    fill,
    off_balance,
)
from turnabout.joining.matching.engine.compiled.search import balance
from turnabout.joining.matching.engine.errors import ProofError

__all__ = ["Graph", "Settled", "settle", "settle_lanes"]

# All measured, in `bench/sparse.py`. An auction that goes on for the last one in a hundred raises
# prices everywhere by small steps, which one search does at once.
BONUS: Final = 1.0
STEP: Final = 1 / 37
FEW: Final = 100
BIDS: Final = 50
WIDE_ROUNDS: Final = 4
ROUNDS: Final = WIDE_ROUNDS + 3


def settle(
    graph: Graph,
    *,
    row_prices: Ints | None = None,
    column_prices: Ints | None = None,
    chosen: Mask | None = None,
    watch: Watch | None = None,
) -> Settled:
    """The best choice. Earlier prices, and the choice that went with them, are where it starts.

    They may be of any kind: they only change how long it takes. `watch` is told how many partners
    are still too few or too many.
    """
    open_rows = graph.row_sizes.sum(axis=1) > 0
    open_columns = graph.column_sizes.sum(axis=1) > 0
    useful = open_rows[graph.rows] & open_columns[graph.columns]
    if useful.all():
        return _settle(graph, row_prices, column_prices, chosen, watch)
    part = replace(
        graph,
        rows=graph.rows[useful],
        columns=graph.columns[useful],
        weights=graph.weights[useful],
    )
    kept = None if chosen is None else chosen[useful]
    settled = _settle(part, row_prices, column_prices, kept, watch)
    everything = np.zeros(len(graph.rows), np.bool_)
    everything[useful] = settled.chosen
    rows, columns = settled.row_prices, settled.column_prices
    _outbid(columns, ~open_columns, graph.columns, graph.weights - rows[graph.rows])
    _outbid(rows, ~open_rows, graph.rows, graph.weights - columns[graph.columns])
    return Settled(everything, rows, columns)


def _outbid(prices: Ints, closed: Mask, ids: Ids, offers: Ints) -> None:
    """Prices of people without places, which no offer reaches."""
    theirs = closed[ids]
    np.maximum.at(prices, ids[theirs], offers[theirs])


def _settle(
    graph: Graph,
    row_prices: Ints | None,
    column_prices: Ints | None,
    chosen: Mask | None,
    watch: Watch | None,
) -> Settled:
    order = by_column(graph.columns.astype(np.int32, copy=False), len(graph.column_sizes))
    row_edges = edges_of(graph.rows, graph.columns, graph.weights, len(graph.row_sizes))
    column_edges = edges_of(
        graph.columns[order], graph.rows[order], graph.weights[order], len(graph.column_sizes)
    )
    rows = people_of(graph.row_sizes, graph.row_worth, graph.row_least, row_prices)
    columns = people_of(graph.column_sizes, graph.column_worth, graph.column_least, column_prices)
    cold = row_prices is None and column_prices is None
    if cold or (row_prices is None) == (column_prices is None):
        by_rows = int(rows.sizes.sum()) <= int(columns.sizes.sum())
    else:
        by_rows = row_prices is None
    sides = [(row_edges, rows), (column_edges, columns)]
    (near_edges, near), (_, far) = sides if by_rows else sides[::-1]
    if chosen is not None and not cold:
        near_edges.chosen[:] = chosen if by_rows else chosen[order]
    if cold:
        _start(near_edges, near, far)
    else:
        fit(near_edges, near, far, row_prices is not None and column_prices is not None)
        _count(near_edges, near, far)
    fill(near)
    fill(far)
    for number in range(ROUNDS):
        if watch is not None:
            watch("balance", off_balance(near, 0) + off_balance(far, 0))
        ended = balance(near_edges, near, far, number < WIDE_ROUNDS)
        if by_rows:
            column_edges.chosen[:] = row_edges.chosen[order]
        else:
            row_edges.chosen[order] = column_edges.chosen
        if not ended:
            raise ProofError("nothing fills the places that must be filled")
        if (rows.filled == rows.taken).all() and (columns.filled == columns.taken).all():
            return Settled(row_edges.chosen, rows.prices, columns.prices)
        by_rows = not by_rows
        (near_edges, near), (_, far) = sides if by_rows else sides[::-1]
    raise ProofError("partners and places are out of balance")


def _count(edges: Edges, near: People, far: People) -> None:
    near.taken[:] = np.bincount(edges.x_of[edges.chosen], minlength=len(near.taken))
    far.taken[:] = np.bincount(edges.y_of[edges.chosen], minlength=len(far.taken))


def _spread(edges: Edges) -> int:
    """How far apart the offers to one person usually are."""
    starts = edges.starts[:-1][np.diff(edges.starts) > 1]
    if not len(edges.weights):
        return 1
    spreads = np.zeros(0, np.int64)
    if len(starts):
        firsts = edges.starts[:-1][np.diff(edges.starts) > 0]
        spreads = np.maximum.reduceat(edges.weights, firsts) - np.minimum.reduceat(
            edges.weights, firsts
        )
        spreads = spreads[spreads > 0]
    if not len(spreads):
        return max(1, int(edges.weights.max() - edges.weights.min()))
    return max(1, int(np.median(spreads)))


def _softened(people: People, bonus: int) -> People:
    """The same people with a difference of at most `bonus` between bundles."""
    worth = np.empty_like(people.worth)
    worth[:, 2] = np.clip(people.worth[:, 2], -bonus, bonus)
    worth[:, 1] = worth[:, 2] + np.minimum(people.worth[:, 1] - people.worth[:, 2], bonus)
    worth[:, 0] = worth[:, 1] + np.minimum(people.worth[:, 0] - people.worth[:, 1], bonus)
    worth[people.least > 0] += bonus
    return people._replace(worth=worth)


def _start(edges: Edges, near: People, far: People) -> None:
    """Prices and a choice to start from, by an auction that the near side bids in."""
    spread = _spread(edges)
    soft_near, soft_far = (_softened(side, int(BONUS * spread)) for side in (near, far))
    auction(
        edges,
        soft_near,
        soft_far,
        max(1, int(STEP * spread)),
        BIDS * (len(near.prices) + len(edges.x_of)),
        len(near.prices) // FEW,
    )
    fit(edges, soft_near, soft_far, False)
    _count(edges, near, far)
    _lift(near, far, soft_near, soft_far)


def _lift(near: People, far: People, soft_near: People, soft_far: People) -> None:
    """Move all near prices up and all far ones down, or the reverse, as suits the full bonus.

    Between two of its levels, people without partners on either side want one, and searches meet
    in the middle. At a level they would meet at the ground, one by one.
    """
    if not len(near.prices) or not len(far.prices):
        return
    levels = {0, *(far.worth - soft_far.worth).max(axis=0).tolist()}
    levels |= set((soft_near.worth - near.worth).max(axis=0).tolist())
    at = sorted(levels)
    between = [(low + high) // 2 for low, high in pairwise(at)]

    def burden(change: int) -> float:
        total = off_balance(near, change) + off_balance(far, -change)
        return total if change in between else 1.05 * total

    change = min(at + between, key=lambda one: (burden(one), one))
    near.prices[:] += change
    far.prices[:] -= change


def settle_lanes(
    graph: Graph,
    tie_weights: Ints,
    *,
    row_prices: Ints | None = None,
    column_prices: Ints | None = None,
    chosen: Mask | None = None,
    watch: Watch | None = None,
) -> Settled:
    """The best choice, and among equally good ones the best by `tie_weights`; prices by lanes.

    Every best choice keeps to the prices of the first lane, so only edges and places that gain
    nothing there are still open. Earlier prices may have one lane or two.
    """
    rows, columns = _lane(row_prices, 0), _lane(column_prices, 0)
    first = settle(graph, row_prices=rows, column_prices=columns, chosen=chosen, watch=watch)
    gains = graph.weights - first.row_prices[graph.rows] - first.column_prices[graph.columns]
    tied, fixed = gains == 0, gains > 0
    row_rest = _rest(
        graph.row_sizes, graph.row_worth, graph.row_least, first.row_prices, graph.rows[fixed]
    )
    column_rest = _rest(
        graph.column_sizes,
        graph.column_worth,
        graph.column_least,
        first.column_prices,
        graph.columns[fixed],
    )
    second = settle(
        Graph(
            graph.rows[tied],
            graph.columns[tied],
            tie_weights[tied],
            row_rest.sizes,
            row_rest.worth,
            column_rest.sizes,
            column_rest.worth,
            row_rest.least,
            column_rest.least,
        ),
        row_prices=_lane(row_prices, 1),
        column_prices=_lane(column_prices, 1),
        chosen=None if chosen is None else chosen[tied],
        watch=watch,
    )
    best = fixed
    best[tied] = second.chosen
    return Settled(
        best,
        np.stack([first.row_prices, _paid(second.row_prices, row_rest)], axis=1),
        np.stack([first.column_prices, _paid(second.column_prices, column_rest)], axis=1),
    )


def _lane(prices: Ints | None, lane: int) -> Ints | None:
    if prices is None or prices.ndim == 1:
        return None if lane else prices
    return prices[:, lane]


def _rest(sizes: Ints, worth: Ints, least: Ints | None, prices: Ints, fixed: Ids) -> People:
    """What is open for people in the second lane; `filled` is what they need, `taken` is fixed."""
    gain = worth + prices[:, None]
    needed = np.where(gain > 0, sizes, 0).sum(axis=1)
    allowed = np.where(gain >= 0, sizes, 0).sum(axis=1)
    if least is not None:
        needed, allowed = np.maximum(needed, least), np.maximum(allowed, least)
    taken = np.bincount(fixed, minlength=len(sizes))
    rest = people_of(np.zeros_like(sizes), np.zeros_like(sizes), None, None)
    rest.sizes[:, 0] = allowed - taken
    rest.least[:] = np.maximum(needed - taken, 0)
    return rest._replace(filled=needed, taken=taken)


def _paid(prices: Ints, rest: People) -> Ints:
    """Prices of the second lane; a place that gains nothing but is filled needs 0 or more."""
    return np.where(rest.taken > rest.filled, np.maximum(prices, 0), prices)
