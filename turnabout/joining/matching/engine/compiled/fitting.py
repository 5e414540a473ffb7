"""One side's best answer to the other side's prices."""

import numpy as np

from turnabout.joining.matching.engine.compiled.jit import compiled
from turnabout.joining.matching.engine.compiled.places import (
    FAR,
    Edges,
    People,
    fewest,
    most,
    room_of,
    worth_of,
)


@compiled
def fit(edges: Edges, xs: People, ys: People, keep: bool) -> int:
    """The prices and the choice that suit each x best while the prices of all y stay.

    A price may lie anywhere between two neighbours of the sorted offers. It stays where it is if
    it is there already and `keep` is set, and otherwise goes to the upper end. Returns how many
    edges entered or left the choice.
    """
    starts, y_of, weights, chosen = edges.starts, edges.y_of, edges.weights, edges.chosen
    x_prices, y_prices, least = xs.prices, ys.prices, xs.least
    changed = 0
    top = np.empty(16, np.int64)
    for x in range(len(x_prices)):
        first, last = starts[x], starts[x + 1]
        room = room_of(xs, x)
        wanted = min(room, last - first) + 1
        count = 0
        if wanted <= 8:
            for edge in range(first, last):
                offer = weights[edge] - y_prices[y_of[edge]]
                if count == wanted and offer <= top[count - 1]:
                    continue
                at = count if count < wanted else count - 1
                while at > 0 and top[at - 1] < offer:
                    top[at] = top[at - 1]
                    at -= 1
                top[at] = offer
                if count < wanted:
                    count += 1
        else:
            if last - first > len(top):
                top = np.empty(last - first, np.int64)
            for edge in range(first, last):
                top[edge - first] = y_prices[y_of[edge]] - weights[edge]
            count = last - first
            top[:count].sort()
            for at in range(count):
                top[at] = -top[at]
        partners = 0
        while partners < min(room, count) and (
            partners < least[x] or top[partners] + worth_of(xs, x, partners + 1) >= 0
        ):
            partners += 1
        high, low = FAR, -FAR
        if partners > 0:
            high = top[partners - 1]
        if partners < room:
            high = min(high, -worth_of(xs, x, partners + 1))
        if partners < count:
            low = top[partners]
        if partners > least[x]:
            low = max(low, -worth_of(xs, x, partners))
        price = x_prices[x]
        if not keep or price < low or price > high:
            if high < FAR:
                price = high
            elif low > -FAR:
                price = low
            else:
                price = 0
        x_prices[x] = price
        fullest = most(xs, x, price)
        emptiest = fewest(xs, x, price)
        taken = 0
        for edge in range(first, last):
            gain = weights[edge] - y_prices[y_of[edge]] - price
            if gain > 0:
                taken += 1
                if not chosen[edge]:
                    chosen[edge] = True
                    changed += 1
            elif gain < 0 and chosen[edge]:
                chosen[edge] = False
                changed += 1
        for edge in range(first, last):
            if chosen[edge] and weights[edge] - y_prices[y_of[edge]] == price:
                if taken < fullest:
                    taken += 1
                else:
                    chosen[edge] = False
                    changed += 1
        if taken < emptiest:
            for edge in range(first, last):
                if not chosen[edge] and weights[edge] - y_prices[y_of[edge]] == price:
                    chosen[edge] = True
                    changed += 1
                    taken += 1
                    if taken == emptiest:
                        break
    return changed
