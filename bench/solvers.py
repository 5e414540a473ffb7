"""Assignment and flow solvers of other libraries, asked for the engine's objective.

Each gets served people, wanted places and the total packed into one number per choice: a place
weighs more than any total, a person served more than any number of places. Where mentees take
one partner each, a mentor's places can be copied; with several on both sides that would pair two
people twice, and only the flow can be asked. The draw between equal plans does not fit in.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.graph.python import min_cost_flow
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from bench.dense import FORBIDDEN, Arrays, CannotAnswer, Edges, Ints, Objective

EXACT_IN_FLOATS = 2**53


@dataclass(frozen=True)
class Chosen:
    """Pairs, as rows and columns."""

    mentors: Ints
    mentees: Ints


@dataclass(frozen=True)
class Flow:
    """A flow that a solver chose: its arcs, what went along them, and which are pairs."""

    tails: Ints
    heads: Ints
    costs: Ints
    room: Ints
    used: Ints
    chosen: Chosen
    nodes: int


@dataclass(frozen=True)
class Bonuses:
    """What the two weightier lanes weigh when all is one number."""

    served: int
    place: int


def bonuses(arrays: Arrays) -> Bonuses:
    """Bonuses strict enough for any plan."""
    sides = int(arrays.mentor_places.sum()), int(arrays.mentee_places.sum())
    place = min(sides) * int(arrays.scores.max(initial=0)) + 1
    return Bonuses(place * (2 * min(sides) + 1), place)


def objective(arrays: Arrays, chosen: Chosen) -> Objective:
    """What chosen pairs reach. People here want as many places as they take."""
    return Objective(
        len(np.unique(chosen.mentors)) + len(np.unique(chosen.mentees)),
        len(chosen.mentors),
        int(arrays.scores[chosen.mentors, chosen.mentees].sum(dtype=np.int64)),
    )


def scipy_dense(arrays: Arrays) -> Chosen:
    """SciPy's linear_sum_assignment over the whole table, each mentor's places copied."""
    mentor_of, worth = _copies(arrays)
    weights = np.zeros((len(mentor_of), arrays.scores.shape[1]))
    for copy, mentor in enumerate(mentor_of.tolist()):
        permitted = arrays.scores[mentor] != FORBIDDEN
        weights[copy, permitted] = arrays.scores[mentor, permitted] + worth[copy]
    weights[:, arrays.mentee_places == 0] = 0
    copies, mentees = linear_sum_assignment(weights, maximize=True)
    real = weights[copies, mentees] > 0
    return Chosen(mentor_of[copies[real]], mentees[real].astype(np.int64))


def scipy_sparse(arrays: Arrays, edges: Edges) -> Chosen:
    """SciPy's min_weight_full_bipartite_matching. Each mentee has a column of her own to go to
    when nobody is left; a weight of 0 would be dropped, so nobody is worth 1."""
    mentor_of, worth = _copies(arrays)
    first_copy = np.searchsorted(mentor_of, np.arange(len(arrays.mentor_places)))
    times = arrays.mentor_places[edges.mentors]
    row = np.repeat(edges.mentees, times)
    column = np.repeat(first_copy[edges.mentors], times) + _counting(times)
    weight = np.repeat(edges.scores, times) + worth[column] + 1
    everybody = np.arange(len(arrays.mentee_places))
    graph = csr_array(
        (
            np.concatenate([weight, np.ones(len(everybody), np.int64)]).astype(np.float64),
            (np.concatenate([row, everybody]), np.concatenate([column, len(worth) + everybody])),
        ),
        shape=(len(everybody), len(worth) + len(everybody)),
    )
    mentees, columns = min_weight_full_bipartite_matching(graph, maximize=True)
    real = columns < len(worth)
    return Chosen(mentor_of[columns[real]], mentees[real].astype(np.int64))


def ortools_flow(arrays: Arrays, edges: Edges) -> Flow:
    """OR-Tools' SimpleMinCostFlow: people are nodes, a first place and further ones are arcs."""
    worth = bonuses(arrays)
    mentors, mentees = len(arrays.mentor_places), len(arrays.mentee_places)
    source, sink = mentors + mentees, mentors + mentees + 1
    tails, heads, room, costs = [edges.mentors], [mentors + edges.mentees], [], []
    room.append(np.ones(len(edges.scores), np.int64))
    costs.append(-edges.scores)
    for first, places, into in (
        (0, arrays.mentor_places, False),
        (mentors, arrays.mentee_places, True),
    ):
        for size, bonus in (
            (np.minimum(places, 1), worth.served + worth.place),
            (np.maximum(places - 1, 0), worth.place),
        ):
            some = np.flatnonzero(size)
            tails.append(first + some if into else np.full(len(some), source))
            heads.append(np.full(len(some), sink) if into else first + some)
            room.append(size[some])
            costs.append(np.full(len(some), -bonus))
    whole = int(arrays.mentor_places.sum())
    tails.append(np.array([source]))
    heads.append(np.array([sink]))
    room.append(np.array([whole]))
    costs.append(np.array([0]))
    tail, head, capacity, cost = map(np.concatenate, (tails, heads, room, costs))
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        tail.astype(np.int32), head.astype(np.int32), capacity, cost
    )
    flow.set_nodes_supplies(np.array([source, sink], np.int32), np.array([whole, -whole]))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise CannotAnswer(f"answers {status.name}")
    used = np.asarray(flow.flows(np.arange(len(tail), dtype=np.int32)), np.int64)
    taken = used[: len(edges.scores)] > 0
    chosen = Chosen(edges.mentors[taken], edges.mentees[taken])
    return Flow(tail, head, cost, capacity, used, chosen, sink + 1)


def prices(flow: Flow) -> Ints:
    """Potentials for which no arc with room left is worth using: shortest paths on what is left.

    Bellman and Ford's rounds, each over the arcs out of nodes that the round before brought
    nearer. Raises CannotAnswer if the flow is not the best one, for then the rounds have no end.
    """
    onward, back = flow.used < flow.room, flow.used > 0
    tails = np.concatenate([flow.tails[onward], flow.heads[back]])
    heads = np.concatenate([flow.heads[onward], flow.tails[back]])
    costs = np.concatenate([flow.costs[onward], -flow.costs[back]])
    order = np.argsort(tails, kind="stable")
    heads, costs = heads[order], costs[order]
    degree = np.bincount(tails, minlength=flow.nodes)
    first_arc = np.cumsum(degree) - degree
    distance = np.zeros(flow.nodes, np.int64)
    moved = np.arange(flow.nodes)
    for _ in range(flow.nodes + 1):
        if not len(moved):
            return distance
        some = degree[moved]
        arcs = np.repeat(first_arc[moved], some) + _counting(some)
        nearer = distance.copy()
        np.minimum.at(nearer, heads[arcs], np.repeat(distance[moved], some) + costs[arcs])
        moved = np.flatnonzero(nearer < distance)
        distance = nearer
    raise CannotAnswer("has a better flow than the one it gave")


def _copies(arrays: Arrays) -> tuple[Ints, Ints]:
    """The mentor of each copied place, and what a pair in that place is worth beside its score."""
    if arrays.mentee_places.max(initial=0) > 1:
        raise CannotAnswer("cannot be asked: several places on both sides")
    worth = bonuses(arrays)
    if 4 * worth.served > EXACT_IN_FLOATS:
        raise CannotAnswer("cannot be asked: the bonuses do not fit in its floats")
    mentor_of = np.repeat(np.arange(len(arrays.mentor_places)), arrays.mentor_places)
    first = _counting(arrays.mentor_places) == 0
    served = np.where(first, 2, 1)
    return mentor_of, served * worth.served + 2 * worth.place


def _counting(times: npt.NDArray[np.int64]) -> Ints:
    """0, 1, … for each of `times`, one after the other."""
    starts = np.cumsum(times) - times
    return np.arange(int(times.sum()), dtype=np.int64) - np.repeat(starts, times)
