"""Pairs that may be chosen, and those that were."""

from dataclasses import dataclass

from turnabout.joining.matching.engine.cohort import Ints


@dataclass(frozen=True)
class Edges:
    """Pairs that a plan may hold, sorted by mentor, then mentee, with their scores."""

    rows: Ints
    columns: Ints
    scores: Ints


@dataclass(frozen=True)
class Solution:
    """The chosen pairs as rows and columns with their scores; prices are people by lanes."""

    rows: Ints
    columns: Ints
    scores: Ints
    mentor_prices: Ints
    mentee_prices: Ints
