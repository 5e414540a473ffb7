"""Two ways to the same plan: plain arrays for cohorts that fit, compiled code for the others.

The best plan is unique, so both give the same. Only the compiled way loads the compiler, which
takes about a second, and half a minute where nothing is compiled yet. Nobody waits for that who
would have her plan sooner without.
"""

import sys
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from turnabout.joining.matching.engine.cohort import Cohort
from turnabout.joining.matching.engine.compiled.kept import is_kept
from turnabout.joining.matching.engine.judge import Judged, choosable, judge
from turnabout.joining.matching.engine.listed import Listed
from turnabout.joining.matching.engine.objective import Objective
from turnabout.joining.matching.engine.pricing import PlainWalk, Walk
from turnabout.joining.matching.engine.problem import Problem

# Pairs up to which plain arrays are asked: before anything is compiled, once compiled code is on
# disk, and once it is loaded. All measured.
PLAIN_UP_TO = 9_000_000
KEPT_UP_TO = 900_000
LOADED_UP_TO = 200_000
COMPILED = "turnabout.joining.matching.engine.compiled.way"


class Way(Protocol):
    """How the pairs of one problem are walked, and which of them are pinned."""

    @property
    def cohort(self) -> Cohort: ...

    @property
    def pinned(self) -> Listed: ...

    def walk(self, asked: Objective, score_from: int | None = None) -> Walk: ...


@dataclass(frozen=True)
class Plain:
    """Every pair judged and kept, in plain arrays."""

    problem: Problem

    @cached_property
    def judged(self) -> Judged:
        return judge(self.problem)

    @property
    def cohort(self) -> Cohort:
        return self.judged.cohort

    @property
    def pinned(self) -> Listed:
        return self.judged.pinned

    def walk(self, asked: Objective, score_from: int | None = None) -> PlainWalk:
        return PlainWalk(asked, self.judged, choosable(self.judged, score_from))


def is_plain(problem: Problem) -> bool:
    """Whether plain arrays have a problem's plan sooner. Up to PLAIN_UP_TO all pairs fit."""
    pairs = len(problem.mentors) * len(problem.mentees)
    if pairs > PLAIN_UP_TO:
        return False
    if COMPILED in sys.modules:
        return pairs <= LOADED_UP_TO
    return pairs <= KEPT_UP_TO or not is_kept()


def way(problem: Problem) -> Way:
    """The way that suits the size of a problem."""
    if is_plain(problem):
        return Plain(problem)
    from turnabout.joining.matching.engine.compiled.way import Compiled  # loads the compiler

    return Compiled(problem)
