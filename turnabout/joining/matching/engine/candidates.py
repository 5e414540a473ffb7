"""Solve over promising pairs, and add every pair that the prices say is missing.

The prices of a plan over some pairs tell which other pairs could improve it: those that are worth
more than both prices together. When there is none, the plan is the best over all pairs (column
generation; Dantzig and Wolfe 1960). Each walk over all pairs also gives a bound on every plan, so
a long run can be stopped with the best plan so far and its gap.
"""

from collections.abc import Callable
from dataclasses import dataclass

from turnabout.joining.matching.engine.objective import Objective, bundles
from turnabout.joining.matching.engine.plan import SIDES, Certificate
from turnabout.joining.matching.engine.pricing import AT_ONCE, Walk, gaining_among, merged
from turnabout.joining.matching.engine.proof import certificate_of
from turnabout.joining.matching.engine.solution import Edges, Solution

MORE = 8
PATIENT = 4
FEW = 1000


@dataclass(frozen=True)
class Progress:
    """Where a run stands: the candidates so far, and how far the bound is from the plan."""

    walks: int
    candidates: int
    missing: int
    certificate: Certificate


Watch = Callable[[Progress, Edges, Solution], bool]
Solver = Callable[[Objective, Edges, Solution | None, bool], Solution]


def carry_on(_progress: Progress, _edges: Edges, _solution: Solution) -> bool:
    """Watch without stopping."""
    return False


def best_over(
    asked: Objective,
    walk: Walk,
    solver: Solver,
    edges: Edges,
    *,
    before: Solution | None = None,
    watch: Watch = carry_on,
    score_from: int | None = None,
) -> tuple[Solution, Certificate]:
    """The best solution over all pairs of a walk, beside its proof.

    Starts from `edges`, and from the prices of `before` where they are given. `watch` hears after
    each walk where the run stands, and stops it by returning True. The draw joins in when there
    are few pairs, or little that matters can be improved any more.
    """
    draw = len(edges.rows) <= AT_ONCE
    candidates, solution, walks = edges, before, 0
    del edges  # of a large problem they take much room, and there are more of them soon
    while True:
        solution = solver(asked, candidates, solution, draw)
        gaining = walk.gaining(
            solution.mentor_prices, solution.mentee_prices, most=_most(asked, walks), draw=draw
        )
        walks += 1
        missing = gaining.count - gaining_among(asked, candidates, solution, draw=draw)
        certificate = certificate_of(
            asked,
            solution,
            gaining.total,
            violators=gaining.count - gaining_among(asked, solution, solution, draw=draw),
            score_from=score_from,
        )
        if watch(Progress(walks, len(candidates.rows), missing, certificate), candidates, solution):
            return solution, certificate
        if missing:
            candidates = merged([candidates, gaining.edges])
        elif draw:
            return solution, certificate
        draw = draw or missing * FEW <= len(candidates.rows)


def _most(asked: Objective, walks: int) -> int:
    """Enough of each person's gaining pairs that some are new where any is; more with each walk
    after the first few, so that a stubborn problem ends with all its pairs."""
    most = max(int(bundles(asked.cohort, side).sum(axis=1).max(initial=0)) for side in SIDES)
    return (MORE << max(0, walks - PATIENT)) + most
