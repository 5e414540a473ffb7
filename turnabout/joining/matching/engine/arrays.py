"""The solver for plain arrays: places of both sides, and scores of pairs in any of three shapes.

For problems that have no people: standard assignment problems, benchmarks, other fields.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Ints, Mask
from turnabout.joining.matching.engine.errors import ProblemError
from turnabout.joining.matching.engine.listed import Listed, listed
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.plan import Certificate
from turnabout.joining.matching.engine.problem import Problem
from turnabout.joining.matching.engine.quick import FORBIDDEN
from turnabout.joining.matching.engine.rules import UNITS_PER_POINT, Detail, Rules
from turnabout.joining.matching.engine.solver import solve

Blocks = Callable[[Ints, Ints], Ints]


@dataclass(frozen=True)
class EdgeList:
    """The pairs that may be chosen, each once: row, column and score, three arrays of one length.

    Scores are whole numbers from 0 to 2**26.
    """

    rows: Ints
    columns: Ints
    scores: Ints


@dataclass(frozen=True)
class Assignment:
    """The chosen pairs, in the order of rows, with their total; and the proof.

    Prices in the proof are rows (or columns) by two lanes: the packed tiers, and the draw.
    """

    rows: Ints
    columns: Ints
    total: int
    proof: Certificate


def assign(
    row_places: Ints,
    column_places: Ints,
    scores: Ints | EdgeList | Blocks,
    *,
    highest: int | None = None,
    fill_places: bool = True,
    salt: str = "",
) -> Assignment:
    """The proven best plan of rows with columns.

    `row_places` (n,) and `column_places` (m,) say how many partners each takes, from 0.
    `scores` is a table (n, m) of whole numbers, below 0 for pairs that are not permitted; or an
    EdgeList; or a function that gives such a table for some rows and columns, for problems whose
    table would not fit, and then `highest` is a number that no score exceeds.

    As many rows and columns as possible are served at least once; then, with `fill_places`, as
    many places as possible are filled; then the total is as high as can be; `salt` draws between
    plans that are equal in all this. Raises ProblemError for arrays that make no sense, and
    ProofError if the plan cannot be proven (which would be a mistake of the solver).
    Method: column generation over a minimum-cost flow, proven by linear-programming duality.
    """
    rows_of, columns_of = _places(row_places, "row"), _places(column_places, "column")
    shape = len(rows_of), len(columns_of)
    rule = _rule(scores, shape, highest)
    problem = Problem(
        _people("r", rows_of, shape[1]),
        _people("c", columns_of, shape[0]),
        Rules((rule,), (rule,), raw_points=True, fill_places=fill_places, salt=salt),
    )
    plan = solve(problem, explain=False)
    return Assignment(
        np.array([_number(pair.mentor) for pair in plan.pairs], np.int64),
        np.array([_number(pair.mentee) for pair in plan.pairs], np.int64),
        plan.total,
        plan.certificate,
    )


class _Given(ABC):
    """Scores as a rule that forbids and as a part of the score at once. Below 0 is forbidden."""

    kind: ClassVar[str] = "given"

    def __init__(self, highest: int) -> None:
        self.weight = highest / UNITS_PER_POINT

    @abstractmethod
    def table(self, rows: Ints, columns: Ints) -> Ints:
        """The scores of some rows with some columns."""

    def units(self, cohort: Cohort, rows: slice) -> Ints:
        return np.maximum(self._block(cohort, rows), 0)

    def permits(self, cohort: Cohort, rows: slice) -> Mask:
        passes: Mask = self._block(cohort, rows) >= 0
        return passes

    def detail(self, mentor: Person, mentee: Person) -> Detail:
        return {}

    def _block(self, cohort: Cohort, rows: slice) -> Ints:
        mine, theirs = (
            np.array([_number(one.id) for one in side], np.int64)
            for side in (cohort.mentors[rows], cohort.mentees)
        )
        return self.table(mine, theirs)


class _ByBlocks(_Given):
    def __init__(self, ask: Blocks, highest: int) -> None:
        super().__init__(highest)
        self.ask = ask

    def table(self, rows: Ints, columns: Ints) -> Ints:
        return self.ask(rows, columns)


class _ByEdges(_Given):
    """`edges` hold scores and 1, so that 0 is left for pairs that are not listed."""

    def __init__(self, edges: Listed, highest: int) -> None:
        super().__init__(highest)
        self.edges = edges

    def table(self, rows: Ints, columns: Ints) -> Ints:
        return self.edges.at(rows[:, None], columns[None, :]) - 1


def _rule(scores: Ints | EdgeList | Blocks, shape: tuple[int, int], highest: int | None) -> _Given:
    if isinstance(scores, EdgeList):
        return _by_edges(scores, shape)
    if not callable(scores):
        table = _table(scores, shape)
        top = int(table.max(initial=0))
        return _ByBlocks(lambda rows, columns: table[np.ix_(rows, columns)], _fitting(top))
    if not isinstance(highest, int | np.integer):
        raise ProblemError("no_highest")
    ask, most = scores, _fitting(int(highest))

    def block(rows: Ints, columns: Ints) -> Ints:
        given = _table(ask(rows, columns), (len(rows), len(columns)))
        top = int(given.max(initial=0))
        if top > most:
            raise ProblemError("score_too_high", str(top))
        return given

    return _ByBlocks(block, most)


def _table(given: object, shape: tuple[int, int]) -> Ints:
    """What is given, if it is a table of whole numbers. Nothing says what a masked score means."""
    if (
        not isinstance(given, np.ndarray)
        or isinstance(given, np.ma.MaskedArray)
        or given.shape != shape
        or not np.issubdtype(given.dtype, np.integer)
    ):
        about = (getattr(given, name, "") for name in ("shape", "dtype"))
        raise ProblemError("not_a_table", " ".join((type(given).__name__, *map(str, about))))
    return given


def _by_edges(edges: EdgeList, shape: tuple[int, int]) -> _Given:
    listed_arrays = [np.asarray(one) for one in (edges.rows, edges.columns, edges.scores)]
    if any(one.ndim != 1 or (len(one) and one.dtype.kind not in "iu") for one in listed_arrays):
        raise ProblemError("edges_not_whole_numbers")
    rows, columns, scores = (one.astype(np.int64) for one in listed_arrays)
    if not len(rows) == len(columns) == len(scores):
        raise ProblemError("edges_of_unequal_length")
    for places, length in ((rows, shape[0]), (columns, shape[1])):
        if len(places) and (places.min() < 0 or places.max() >= length):
            raise ProblemError("edge_outside")
    if len(scores) and scores.min() < 0:
        raise ProblemError("score_below_zero")
    if len(np.unique(rows * max(shape[1], 1) + columns)) < len(rows):
        raise ProblemError("edge_twice")
    return _ByEdges(listed(shape, rows, columns, scores + 1), _fitting(int(scores.max(initial=0))))


def _fitting(highest: int) -> int:
    if highest > -FORBIDDEN // 2:
        raise ProblemError("score_too_high", str(highest))
    return highest


def _places(places: Ints, side: str) -> list[int]:
    given = np.asarray(places)
    if given.ndim != 1 or (len(given) and not np.issubdtype(given.dtype, np.integer)):
        raise ProblemError("places_not_whole_numbers", side)
    if len(given) and given.min() < 0:
        raise ProblemError("places_below_zero", side)
    counts: list[int] = given.tolist()
    return counts


def _people(letter: str, places: list[int], others: int) -> tuple[Person, ...]:
    """One person for each; nobody can have more partners than there are others."""
    return tuple(
        Person(f"{letter}{at:09}", wanted=min(count, others), at_most=min(count, others))
        for at, count in enumerate(places)
    )


def _number(id_: str) -> int:
    return int(id_[1:])
