"""Good prices from nothing: an auction with a coarse step (Bertsekas 1988).

Each x bids for the y that suit it best, one place at a time, and raises the price of a place by
what it would lose with its second choice, plus the step. What is chosen in the end is within the
step of the best for each x. Nothing here has to be exact: the search that follows makes it so.
"""

import numpy as np

from turnabout.joining.matching.engine.cohort import Ints
from turnabout.joining.matching.engine.compiled.jit import compiled
from turnabout.joining.matching.engine.compiled.places import (
    FAR,
    Edges,
    Ids,
    People,
    room_of,
    worth_of,
)


@compiled
def _take_first_place(
    places: Ints, holders: Ids, first: int, count: int, price: int, edge: int
) -> None:
    """Put a bid in place of the lowest of a person's places, which are a heap."""
    at = 0
    while True:
        below = 2 * at + 1
        if below >= count:
            break
        if below + 1 < count and places[first + below + 1] < places[first + below]:
            below += 1
        if places[first + below] >= price:
            break
        places[first + at] = places[first + below]
        holders[first + at] = holders[first + below]
        at = below
    places[first + at] = price
    holders[first + at] = edge


@compiled
def auction(edges: Edges, xs: People, ys: People, step: int, limit: int, few: int) -> int:
    """Fill `chosen`, which is empty, and the prices of all y; returns the number of bids."""
    starts, x_of, y_of, weights, chosen = edges
    y_prices, taken = ys.prices, xs.taken
    n, m = len(starts) - 1, len(y_prices)
    y_edges = np.zeros(m, np.int64)
    for y in y_of:
        y_edges[y] += 1
    first_of = np.zeros(m + 1, np.int64)
    for y in range(m):
        first_of[y + 1] = first_of[y] + min(room_of(ys, y), y_edges[y])
    places = np.empty(first_of[m], np.int64)
    holders = np.full(first_of[m], -1, np.int32)
    for y in range(m):
        for at in range(first_of[y], first_of[y + 1]):
            places[at] = -worth_of(ys, y, at - first_of[y] + 1)
        y_prices[y] = -worth_of(ys, y, 1)
    taken[:] = 0
    waiting = np.arange(n).astype(np.int32)
    is_waiting = np.ones(n, np.bool_)
    head, left = 0, n
    bids = 0
    while left > few and bids < limit:
        x = waiting[head]
        head = head + 1 if head + 1 < n else 0
        left -= 1
        is_waiting[x] = False
        if taken[x] == room_of(xs, x):
            continue
        reserve = -worth_of(xs, x, taken[x] + 1)
        best, second, target = -FAR, reserve, -1
        for edge in range(starts[x], starts[x + 1]):
            if chosen[edge]:
                continue
            offer = weights[edge] - y_prices[y_of[edge]]
            if offer > best:
                second = max(second, best)
                best, target = offer, edge
            elif offer > second:
                second = offer
        if target < 0 or best < reserve:
            continue
        bids += 1
        y = y_of[target]
        first = first_of[y]
        loser = holders[first]
        _take_first_place(
            places,
            holders,
            first,
            first_of[y + 1] - first,
            y_prices[y] + best - second + step,
            target,
        )
        y_prices[y] = places[first]
        chosen[target] = True
        taken[x] += 1
        if taken[x] < room_of(xs, x):
            at = head + left
            waiting[at if at < n else at - n] = x
            is_waiting[x] = True
            left += 1
        if loser >= 0:
            chosen[loser] = False
            x = x_of[loser]
            taken[x] -= 1
            if not is_waiting[x]:
                at = head + left
                waiting[at if at < n else at - n] = x
                is_waiting[x] = True
                left += 1
    return bids
