"""Why a pair was chosen, why somebody has none, and who else would have fitted."""

from itertools import chain

import numpy as np

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.flow import Solution
from turnabout.joining.matching.engine.judge import Judged, Places, blocks
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.plan import (
    Blocked,
    Pair,
    Reason,
    RunnerUp,
    Side,
    Unmatched,
)
from turnabout.joining.matching.engine.ranking import leading
from turnabout.joining.matching.engine.rules import units

SHOWN = 3


def pairs(judged: Judged, solution: Solution) -> tuple[Pair, ...]:
    """The chosen pairs with the parts of their scores, in the order of ids."""
    made = []
    for block in blocks(len(judged.cohort.mentors)):
        here = (solution.rows >= block.start) & (solution.rows < block.stop)
        rows, columns = solution.rows[here], solution.columns[here]
        points = [
            part.units(judged.cohort, block)[rows - block.start, columns] for part in judged.parts
        ]
        made += [
            _pair(judged, int(row), int(column), [int(part[at]) for part in points])
            for at, (row, column) in enumerate(zip(rows, columns, strict=True))
        ]
    return tuple(made)


def _pair(judged: Judged, row: int, column: int, points: list[int]) -> Pair:
    mentor, mentee = judged.cohort.mentors[row], judged.cohort.mentees[column]
    parts = tuple(
        Reason(part.kind, units(part.weight), got, part.detail(mentor, mentee))
        for part, got in zip(judged.parts, points, strict=True)
    )
    pinned = bool(judged.pinned[row, column])
    return Pair(mentor.id, mentee.id, int(judged.scores[row, column]), parts, pinned)


def unmatched(judged: Judged, solution: Solution) -> tuple[Unmatched, ...]:
    """Everybody without a partner, mentors first, with the first failing rule counted."""
    return tuple(
        chain(
            (
                _unmatched(judged, judged.cohort.mentors[row], "mentor", judged.blocked[row])
                for row in _left(len(judged.cohort.mentors), solution.rows)
            ),
            (
                _unmatched(judged, judged.cohort.mentees[at], "mentee", judged.blocked[:, at])
                for at in _left(len(judged.cohort.mentees), solution.columns)
            ),
        )
    )


def _left(length: int, chosen: Ints) -> list[int]:
    return np.flatnonzero(np.bincount(chosen, minlength=length) == 0).tolist()


def _unmatched(judged: Judged, person: Person, side: Side, blocked: Places) -> Unmatched:
    counts = np.bincount(blocked[blocked >= 0], minlength=len(judged.rules)).tolist()
    found = tuple(
        Blocked(rule, count) for rule, count in zip(judged.rules, counts, strict=True) if count
    )
    possible = len(blocked) - sum(counts)
    if person.places == 0:
        return Unmatched(person.id, side, "no_places", found, possible)
    if len(blocked) == 0:
        return Unmatched(person.id, side, "nobody_there", found, possible)
    if possible == 0:
        return Unmatched(person.id, side, "nobody_permitted", found, possible)
    return Unmatched(person.id, side, "others_fit_better", found, possible)


def runners_up(judged: Judged, solution: Solution, permitted: Mask) -> tuple[RunnerUp, ...]:
    """For everybody, the best permitted partners outside the plan, at most SHOWN of them."""
    outside = permitted.copy()
    outside[solution.rows, solution.columns] = False
    mentors, mentees = judged.cohort.mentors, judged.cohort.mentees

    def shown(row: int, column: int, for_side: Side) -> RunnerUp:
        score = int(judged.scores[row, column])
        return RunnerUp(mentors[row].id, mentees[column].id, score, for_side)

    of_mentors = zip(*leading(judged.scores, outside, SHOWN), strict=True)
    of_mentees = zip(*leading(judged.scores.T, outside.T, SHOWN), strict=True)
    return (
        *(shown(row, column, "mentor") for row, column in of_mentors),
        *(shown(row, column, "mentee") for column, row in of_mentees),
    )
