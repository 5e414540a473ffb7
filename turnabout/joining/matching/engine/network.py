"""Flows that are best in one lane after the other, with the prices that prove it.

A circulation with the highest weight is found by a cost-scaling solver. Its potentials come from
shortest paths on what is left of the network (Bellman and Ford; Ahuja, Magnanti and Orlin 1993,
chapter 9). By complementary slackness every other optimum uses only arcs whose reduced weight is
zero, so the other arcs are fixed and the next lane is settled on the rest. Everything is whole
numbers; nothing is rounded.
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.errors import ProofError


@dataclass(frozen=True)
class Network:
    """Arcs from `tail` to `head` with room for `capacity`; what enters a node leaves it."""

    nodes: int
    tail: Ints
    head: Ints
    capacity: Ints


def settle(network: Network, lanes: list[Ints]) -> tuple[Ints, Ints]:
    """The lexicographically best circulation, and its potentials: one row per lane.

    A lane gives each arc a weight per unit of flow. In the lane that decides about it, an arc
    that is not full has weight <= potential[tail] - potential[head], and one that is not empty
    has >=.
    """
    flow = np.zeros(len(network.tail), np.int64)
    free = np.ones(len(network.tail), np.bool_)
    potentials = np.zeros((len(lanes), network.nodes), np.int64)
    for lane, weights in enumerate(lanes):
        arcs = np.flatnonzero(free)
        if not weights[arcs].any():
            continue
        flow[arcs] = _best_flow(network, weights, flow, free)
        potentials[lane] = potentials_of(network, weights, flow, arcs)
        slack = potentials[lane][network.tail] - potentials[lane][network.head] - weights
        free &= slack == 0
    return flow, potentials


def _best_flow(network: Network, weights: Ints, flow: Ints, free: Mask) -> Ints:
    """The flow of greatest weight on the free arcs, while the others keep theirs."""
    fixed = ~free
    supply = np.zeros(network.nodes, np.int64)
    np.add.at(supply, network.head[fixed], flow[fixed])
    np.subtract.at(supply, network.tail[fixed], flow[fixed])
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tail[free].astype(np.int32),
        network.head[free].astype(np.int32),
        network.capacity[free],
        -weights[free],
    )
    solver.set_nodes_supplies(np.arange(network.nodes, dtype=np.int32), supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise ProofError(f"the solver gave up: {status}")
    return np.asarray(solver.flows(arcs), np.int64)


def potentials_of(network: Network, weights: Ints, flow: Ints, arcs: Ints) -> Ints:
    """Distances from everywhere at once on the arcs that could still carry more or less."""
    tail, head, weight = network.tail[arcs], network.head[arcs], weights[arcs]
    more, less = flow[arcs] < network.capacity[arcs], flow[arcs] > 0
    origin = np.concatenate([tail[more], head[less]])
    target = np.concatenate([head[more], tail[less]])
    length = np.concatenate([-weight[more], weight[less]])
    order = np.argsort(target, kind="stable")
    origin, target, length = origin[order], target[order], length[order]
    starts = np.flatnonzero(np.diff(target, prepend=-1))
    reached = target[starts]
    distance = np.zeros(network.nodes, np.int64)
    for _ in range(network.nodes + 1):
        nearer = np.minimum(
            distance[reached], np.minimum.reduceat(distance[origin] + length, starts)
        )
        if np.array_equal(nearer, distance[reached]):
            return distance
        distance[reached] = nearer
    raise ProofError("the flow could still be improved")
