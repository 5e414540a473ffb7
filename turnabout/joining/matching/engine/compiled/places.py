"""The places of people: what the next one is worth, and how many are filled at a price."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.compiled.jit import compiled

Ids = npt.NDArray[np.int32]
FAR: Final = 1 << 62


class Edges(NamedTuple):
    """Edges seen from one side: those of each near person `x` lie together."""

    starts: Ints
    x_of: Ids
    y_of: Ids
    weights: Ints
    chosen: Mask


class People(NamedTuple):
    """One side: prices, bundles of places, places filled at these prices, and partners."""

    prices: Ints
    sizes: Ints
    worth: Ints
    least: Ints
    filled: Ints
    taken: Ints


@compiled
def room_of(people: People, one: int) -> int:
    """All places of a person."""
    room: int = people.sizes[one, 0] + people.sizes[one, 1] + people.sizes[one, 2]
    return room


@compiled
def worth_of(people: People, one: int, place: int) -> int:
    """What the place with this number is worth to a person; places are counted from 1."""
    bundle = 2
    if place <= people.sizes[one, 0]:
        bundle = 0
    elif place <= people.sizes[one, 0] + people.sizes[one, 1]:
        bundle = 1
    worth: int = people.worth[one, bundle]
    return worth


@compiled
def fewest(people: People, one: int, price: int) -> int:
    """How many places must be filled at a price: the others gain nothing."""
    places = 0
    for bundle in range(3):
        if people.worth[one, bundle] + price > 0:
            places += people.sizes[one, bundle]
    needed: int = max(places, people.least[one])
    return needed


@compiled
def most(people: People, one: int, price: int) -> int:
    """How many places may be filled at a price: the others would cost something."""
    places = 0
    for bundle in range(3):
        if people.worth[one, bundle] + price >= 0:
            places += people.sizes[one, bundle]
    allowed: int = max(places, people.least[one])
    return allowed


@compiled
def off_balance(people: People, change: int) -> int:
    """How many partners too few or too many people have once prices change by so much."""
    total = 0
    for one in range(len(people.prices)):
        price = people.prices[one] + change
        taken = people.taken[one]
        total += max(0, fewest(people, one, price) - taken, taken - most(people, one, price))
    return total


@compiled
def fill_one(people: People, one: int) -> None:
    """The places that a person fills at her price, as near to her partners as can be."""
    low = fewest(people, one, people.prices[one])
    high = most(people, one, people.prices[one])
    people.filled[one] = min(max(people.taken[one], low), high)


@compiled
def fill(people: People) -> None:
    """The places that all people fill at their prices."""
    for one in range(len(people.prices)):
        fill_one(people, one)
