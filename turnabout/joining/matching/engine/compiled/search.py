"""Shortest augmenting paths between people with too few and too many partners.

A search starts at people who are out of balance and ends at others, or at the ground, where
somebody fills one place more or one less. The ground is never searched through, so its price
stays zero and only the people nearer than the end of a search change theirs (Ahuja, Magnanti and
Orlin 1993, sections 9.7 and 12.4).
"""

from typing import Final, NamedTuple

import numpy as np

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.compiled.jit import compiled
from turnabout.joining.matching.engine.compiled.places import (
    FAR,
    Edges,
    Ids,
    People,
    fill_one,
    room_of,
    worth_of,
)

NEARBY: Final = 300
PHASES: Final = 60
FEW: Final = 8
SHARE: Final = 0.6


class Search(NamedTuple):
    """What a search writes down. Nodes are all x, then all y."""

    heads: Ids
    after: Ids
    before: Ids
    distance: Ints
    via: Ids
    root: Ids
    done: Mask
    served: Mask
    touched: Ids
    keys: Ints
    nodes: Ids
    at_hand: Ids
    ends: Ids
    gaps: Ints
    spare: Ids


@compiled
def _push(keys: Ints, nodes: Ids, size: int, key: int, node: int) -> None:
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if keys[above] <= key:
            break
        keys[at] = keys[above]
        nodes[at] = nodes[above]
        at = above
    keys[at] = key
    nodes[at] = node


@compiled
def _drop_first(keys: Ints, nodes: Ids, size: int) -> None:
    """Take the first of `size` entries out of the heap."""
    last = size - 1
    key = keys[last]
    node = nodes[last]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= last:
            break
        if below + 1 < last and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= key:
            break
        keys[at] = keys[below]
        nodes[at] = nodes[below]
        at = below
    keys[at] = key
    nodes[at] = node


@compiled
def _keep_nearest(gaps: Ints, nobody: Ids, count: int, most: int, gap: int) -> int:
    """Add to the lowest few, which are kept with their signs turned; returns their number."""
    if count == most:
        _drop_first(gaps, nobody, count)
        count -= 1
    _push(gaps, nobody, count, -gap, 0)
    return count + 1


@compiled
def _link(s: Search, y: int, edge: int) -> None:
    first = s.heads[y]
    s.after[edge] = first
    s.before[edge] = -1
    if first >= 0:
        s.before[first] = edge
    s.heads[y] = edge


@compiled
def _unlink(s: Search, y: int, edge: int) -> None:
    if s.before[edge] >= 0:
        s.after[s.before[edge]] = s.after[edge]
    else:
        s.heads[y] = s.after[edge]
    if s.after[edge] >= 0:
        s.before[s.after[edge]] = s.before[edge]


@compiled
def _open(edges: Edges, xs: People, ys: People) -> Search:
    n, m = len(xs.prices), len(ys.prices)
    search = Search(
        np.full(m, -1, np.int32),
        np.empty(len(edges.x_of), np.int32),
        np.empty(len(edges.x_of), np.int32),
        np.full(n + m, FAR, np.int64),
        np.full(n + m, -1, np.int32),
        np.full(n + m, -1, np.int32),
        np.zeros(n + m, np.bool_),
        np.zeros(n + m, np.bool_),
        np.empty(n + m, np.int32),
        np.empty(len(edges.x_of) + n + m, np.int64),
        np.empty(len(edges.x_of) + n + m, np.int32),
        np.empty(n + m, np.int32),
        np.empty(n + m, np.int32),
        np.empty(n + m, np.int64),
        np.empty(n + m, np.int32),
    )
    for edge in range(len(edges.x_of)):
        if edges.chosen[edge]:
            _link(search, edges.y_of[edge], edge)
    return search


@compiled
def _augment(edges: Edges, xs: People, ys: People, s: Search, end: int) -> None:
    """Turn the choice round along the way from a root to where it ended."""
    n = len(xs.prices)
    node = end
    if node < n:
        xs.taken[node] -= 1
    else:
        ys.taken[node - n] += 1
    while s.via[node] >= 0:
        edge = s.via[node]
        if node < n:
            edges.chosen[edge] = False
            _unlink(s, edges.y_of[edge], edge)
            node = n + edges.y_of[edge]
        else:
            edges.chosen[edge] = True
            _link(s, edges.y_of[edge], edge)
            node = edges.x_of[edge]
    if node < n:
        xs.taken[node] += 1
    else:
        ys.taken[node - n] -= 1


@compiled
def _explore(
    edges: Edges, xs: People, ys: People, s: Search, sources: Ids, goal: int, budget: int
) -> tuple[int, bool]:
    """One search from all sources: how many paths it found, and whether it got stuck.

    It ends when `goal` roots have met somebody, when the ground is nearer than all that is left,
    or after `budget` people; prices are right in each case. Paths of different roots have nobody
    in common, so all of them are taken.
    """
    n = len(xs.prices)
    radius, end, to_ground = FAR, -1, False
    marked, size, hand, seen, found = 0, 0, 0, 0, 0
    so_far, last_end, near = 0, 0, 0
    several = len(sources)
    for source in sources:
        s.distance[source] = 0
        s.via[source] = -1
        s.root[source] = source
        s.touched[marked] = source
        s.at_hand[marked] = source
        marked += 1
        if source >= n and several == 1:
            y = source - n
            if ys.filled[y] < room_of(ys, y):
                gap = -ys.prices[y] - worth_of(ys, y, ys.filled[y] + 1)
                if gap < radius:
                    radius, end, to_ground = gap, source, True
    head, hand = 0, marked
    while True:
        if hand > head:
            if several == 1:
                hand -= 1
                node = s.at_hand[hand]
            else:
                # First come, first served, so that no root takes what is near to all of them.
                node = s.at_hand[head]
                head += 1
            if s.done[node] or s.distance[node] >= radius:
                continue
            so_far = s.distance[node]
        elif size > 0:
            if s.keys[0] >= radius:
                break
            so_far = s.keys[0]
            node = s.nodes[0]
            _drop_first(s.keys, s.nodes, size)
            size -= 1
            if s.done[node]:
                continue
        else:
            break
        if seen >= budget:
            radius, end = so_far, -1
            break
        s.done[node] = True
        seen += 1
        if node < n:
            x = node
            if xs.taken[x] > xs.filled[x] and not s.served[s.root[x]]:
                s.served[s.root[x]] = True
                s.ends[found] = node
                found += 1
                last_end = so_far
                if found >= goal:
                    radius, end = so_far, -1
                    break
            if xs.filled[x] > xs.least[x]:
                gap = so_far + xs.prices[x] + worth_of(xs, x, xs.filled[x])
                if gap < radius:
                    if several == 1:
                        radius, end, to_ground = gap, node, True
                    else:
                        near = _keep_nearest(s.gaps, s.spare, near, several, gap)
                        if near == several:
                            radius = -s.gaps[0]
            base = so_far + xs.prices[x]
            for edge in range(edges.starts[x], edges.starts[x + 1]):
                y = edges.y_of[edge]
                there = base + ys.prices[y] - edges.weights[edge]
                if there >= radius or there >= s.distance[n + y] or edges.chosen[edge]:
                    continue
                if s.distance[n + y] == FAR:
                    s.touched[marked] = n + y
                    marked += 1
                s.distance[n + y] = there
                s.via[n + y] = edge
                s.root[n + y] = s.root[x]
                if several == 1 and ys.filled[y] > ys.taken[y]:
                    radius, end, to_ground = there, n + y, False
                    continue
                if several == 1 and ys.filled[y] < room_of(ys, y):
                    gap = there - ys.prices[y] - worth_of(ys, y, ys.filled[y] + 1)
                    if gap < radius:
                        radius, end, to_ground = gap, n + y, True
                        if gap == there:
                            continue
                if there == so_far:
                    s.at_hand[hand] = n + y
                    hand += 1
                else:
                    _push(s.keys, s.nodes, size, there, n + y)
                    size += 1
        else:
            y = node - n
            if ys.filled[y] > ys.taken[y] and not s.served[s.root[node]]:
                s.served[s.root[node]] = True
                s.ends[found] = node
                found += 1
                last_end = so_far
                if found >= goal:
                    radius, end = so_far, -1
                    break
            if several > 1 and ys.filled[y] < room_of(ys, y):
                gap = so_far - ys.prices[y] - worth_of(ys, y, ys.filled[y] + 1)
                if gap < radius:
                    near = _keep_nearest(s.gaps, s.spare, near, several, gap)
                    if near == several:
                        radius = -s.gaps[0]
            edge = s.heads[y]
            while edge >= 0:
                x = edges.x_of[edge]
                there = so_far + edges.weights[edge] - xs.prices[x] - ys.prices[y]
                if there < radius and there < s.distance[x]:
                    if s.distance[x] == FAR:
                        s.touched[marked] = x
                        marked += 1
                    s.distance[x] = there
                    s.via[x] = edge
                    s.root[x] = s.root[node]
                    if there == so_far:
                        s.at_hand[hand] = x
                        hand += 1
                    else:
                        _push(s.keys, s.nodes, size, there, x)
                        size += 1
                edge = s.after[edge]
    stuck = False
    if several > 1 and 0 < found < goal:
        radius = last_end
    elif radius == FAR and near > 0:
        radius = -s.gaps[0]
    elif radius == FAR:
        radius = so_far
        stuck = True
    for place in range(marked):
        node = s.touched[place]
        if s.distance[node] < radius:
            if node < n:
                xs.prices[node] -= radius - s.distance[node]
            else:
                ys.prices[node - n] += radius - s.distance[node]
            if several > 1:
                if node < n:
                    fill_one(xs, node)
                else:
                    fill_one(ys, node - n)
        s.distance[node] = FAR
        s.done[node] = False
    if end >= 0:
        if to_ground:
            if end < n:
                xs.filled[end] -= 1
            else:
                ys.filled[end - n] += 1
        s.ends[found] = end
        found += 1
    for place in range(found):
        s.served[s.root[s.ends[place]]] = False
        _augment(edges, xs, ys, s, s.ends[place])
    return found, stuck


@compiled
def _sources(xs: People, ys: People) -> Ids:
    n, m = len(xs.prices), len(ys.prices)
    sources = np.empty(n + m, np.int32)
    count = 0
    for x in range(n):
        if xs.filled[x] > xs.taken[x]:
            sources[count] = x
            count += 1
    for y in range(m):
        if ys.taken[y] > ys.filled[y]:
            sources[count] = n + y
            count += 1
    return sources[:count].copy()


@compiled
def _one_by_one(edges: Edges, xs: People, ys: People, s: Search, sources: Ids, budget: int) -> bool:
    """A search from each source in turn; one that saw `budget` people is left for later."""
    n = len(xs.prices)
    one = np.empty(1, np.int32)
    for source in sources:
        one[0] = source
        while True:
            if source < n:
                if xs.filled[source] <= xs.taken[source]:
                    break
            elif ys.taken[source - n] <= ys.filled[source - n]:
                break
            found, stuck = _explore(edges, xs, ys, s, one, len(one), budget)
            if stuck:
                return False
            if found == 0:
                break
    return True


@compiled
def balance(edges: Edges, xs: People, ys: People, wide: bool) -> bool:
    """Give every x with too few partners one more, and every y with too many one less.

    Prices must fit the choice and the filled places. Short ways are found first. If `wide`, the
    long ones are then found for all at once, which may bring others out of balance that a look
    from the other side has to put right. Returns whether all searches ended.
    """
    sources = _sources(xs, ys)
    if len(sources) == 0:
        return True
    s = _open(edges, xs, ys)
    # Constants as arguments would each compile a version of their own.
    nearby, everybody = np.array([NEARBY, FAR], np.int64)
    for _ in range(PHASES if wide else 0):
        if not _one_by_one(edges, xs, ys, s, sources, nearby):
            return False
        sources = _sources(xs, ys)
        if len(sources) <= FEW:
            break
        if _explore(edges, xs, ys, s, sources, max(2, int(SHARE * len(sources))), everybody)[1]:
            return False
        sources = _sources(xs, ys)
    return _one_by_one(edges, xs, ys, s, sources, everybody)
