"""The sparse problem as plain arrays, and how kernels see it from either side."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.compiled.jit import compiled
from turnabout.joining.matching.engine.compiled.places import Edges, Ids, People

Watch = Callable[[str, int], None]


@dataclass(frozen=True)
class Graph:
    """What may be chosen: n rows, m columns, and edges between them.

    Edges are sorted by row, then by column, each pair at most once. A person fills her three
    bundles of places in order. Whoever has a `least` fills at least so many places.
    """

    rows: Ids  # (E,)
    columns: Ids  # (E,)
    weights: Ints  # (E,) what an edge is worth, of any sign
    row_sizes: Ints  # (n, 3) places in each bundle
    row_worth: Ints  # (n, 3) what one place is worth, never rising along a row
    column_sizes: Ints  # (m, 3)
    column_worth: Ints  # (m, 3)
    row_least: Ints | None = None  # (n,)
    column_least: Ints | None = None  # (m,)


@dataclass(frozen=True)
class Settled:
    """The best choice and prices that prove it; with two lanes, prices are people by lanes.

    An edge outside the choice is worth at most its two prices together, and one inside at least
    as much. Worth plus price is at least 0 for a place that is filled beyond the least, and at
    most 0 for one that is not filled.
    """

    chosen: Mask
    row_prices: Ints
    column_prices: Ints


@compiled
def by_column(columns: Ids, count: int) -> Ids:
    """The order that sorts edges by column, and by row within a column."""
    ends = np.zeros(count + 1, np.int64)
    for column in columns:
        ends[column + 1] += 1
    for column in range(count):
        ends[column + 1] += ends[column]
    order = np.empty(len(columns), np.int32)
    for edge in range(len(columns)):
        order[ends[columns[edge]]] = edge
        ends[columns[edge]] += 1
    return order


def edges_of(near: Ids, far: Ids, weights: Ints, count: int) -> Edges:
    """Edges that are sorted by their near person, nothing chosen."""
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(near, minlength=count), out=starts[1:])
    return Edges(
        starts,
        near.astype(np.int32, copy=False),
        far.astype(np.int32, copy=False),
        np.ascontiguousarray(weights, np.int64),
        np.zeros(len(near), np.bool_),
    )


def people_of(sizes: Ints, worth: Ints, least: Ints | None, prices: Ints | None) -> People:
    """One side at prices that may be changed; without any they are zero."""
    count = len(sizes)
    return People(
        np.zeros(count, np.int64) if prices is None else np.array(prices, np.int64),
        np.ascontiguousarray(sizes, np.int64),
        np.ascontiguousarray(worth, np.int64),
        np.zeros(count, np.int64) if least is None else np.ascontiguousarray(least, np.int64),
        np.zeros(count, np.int64),
        np.zeros(count, np.int64),
    )
