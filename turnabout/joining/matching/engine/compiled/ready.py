"""`python -m …compiled.ready`: compile everything once, so that no run and no test waits for it."""

import numpy as np

from turnabout.joining.matching.engine.candidates import best_over
from turnabout.joining.matching.engine.compiled.settle import settle
from turnabout.joining.matching.engine.compiled.way import Compiled
from turnabout.joining.matching.engine.objective import objective
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.problem import Problem
from turnabout.joining.matching.engine.rules import Rules
from turnabout.joining.matching.engine.score.meeting import HoursInCommon
from turnabout.joining.matching.engine.score.topics import Wishes


def make_ready() -> None:
    """Solve a problem of a few people on the way of large ones, from nothing and from prices."""
    mentors = tuple(Person(f"a{at}", hours=at, offers={"x": 1, "y": at}) for at in range(1, 4))
    mentees = tuple(Person(f"b{at}", hours=7, wants={"x": 1, "y": 2}) for at in range(1, 5))
    rules = Rules(parts=(Wishes(60, enough=3), HoursInCommon(40)))
    way = Compiled(Problem(mentors, mentees, rules))
    asked = objective(way.cohort, way.pinned, rules)
    walk = way.walk(asked)
    edges = walk.starting()
    solution, _ = best_over(asked, walk, settle, edges)
    for draw in (False, True):
        settle(asked, edges, None, draw)
        settle(asked, edges, solution, draw)
    walk.gaining(
        np.zeros_like(solution.mentor_prices),
        np.zeros_like(solution.mentee_prices),
        most=3,
        draw=True,
    )


if __name__ == "__main__":
    make_ready()
