"""Mentors against mentees: who may, and how well they would fit. Asked block by block."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Cohort, Ints, Mask
from turnabout.joining.matching.engine.hard.choices import (
    NotAgain,
    NotBanned,
    NotHerself,
    herself,
)
from turnabout.joining.matching.engine.hard.private import ruled_out
from turnabout.joining.matching.engine.listed import Listed, listed
from turnabout.joining.matching.engine.problem import Problem
from turnabout.joining.matching.engine.rules import HardRule, Rules, ScorePart, units
from turnabout.joining.matching.engine.score.wishes import Again, First, Kept

PERMITTED = -1
PRIVATE = -2
BLOCK = 256
Places = npt.NDArray[np.int16]
Scores = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Judged:
    """The answer for all pairs of a cohort that is small enough to hold them.

    `blocked` holds the place in `rules` of the first rule that forbids a pair, PERMITTED, or
    PRIVATE where only something private stands in the way. `scores` are in thousandths of a point.
    """

    cohort: Cohort
    rules: tuple[HardRule, ...]
    parts: tuple[ScorePart, ...]
    blocked: Places
    scores: Scores
    pinned: Listed

    @property
    def permitted(self) -> Mask:
        permitted: Mask = self.blocked == PERMITTED
        return permitted


def blocks(length: int) -> Iterator[slice]:
    """Slices of at most BLOCK rows."""
    for start in range(0, length, BLOCK):
        yield slice(start, min(start + BLOCK, length))


def hard_rules(rules: Rules) -> tuple[HardRule, ...]:
    """All that may be named, in the order in which they are asked."""
    forbid = rules.repeats == "forbid" and rules.previous
    return (
        NotHerself(),
        *((NotBanned(rules.bans),) if rules.bans else ()),
        *rules.hard,
        *((NotAgain(rules.previous),) if forbid else ()),
    )


def score_parts(rules: Rules) -> tuple[ScorePart, ...]:
    """All parts of the score, the favour for repeats and for living pairs among them."""
    favours = rules.repeats == "favour"
    keeps = rules.kept and rules.keep_weight
    is_any_first = rules.first and rules.first_weight
    return (
        *rules.parts,
        *((Again(rules.favour_weight, rules.previous),) if favours else ()),
        *((Kept(rules.keep_weight, rules.kept),) if keeps else ()),
        *((First(rules.first_weight, rules.first),) if is_any_first else ()),
    )


def highest(rules: Rules) -> int:
    """The most that a pair can score, in units."""
    return sum(units(part.weight) for part in score_parts(rules))


def pinned(cohort: Cohort, rules: Rules) -> Listed:
    """The pins that can be kept: not of somebody with herself, and not ruled out in private."""
    wished = cohort.listed("pins", lambda: ((*pair, 1) for pair in rules.pins))
    rows, columns = wished.rows, wished.columns
    kept = (herself(cohort).at(rows, columns) == 0) & (ruled_out(cohort).at(rows, columns) == 0)
    return listed(cohort.shape, rows[kept], columns[kept])


def judge(problem: Problem) -> Judged:
    """Ask all rules about all pairs. A pin outweighs every rule but a private one."""
    cohort = problem.cohort()
    rules, parts = hard_rules(problem.rules), score_parts(problem.rules)
    pins = pinned(cohort, problem.rules)
    blocked = np.full(cohort.shape, PERMITTED, np.int16)
    scores = np.zeros(cohort.shape, np.int32)
    for rows in blocks(len(cohort.mentors)):
        blocked[rows] = verdicts(cohort, rules, rows)
        for part in parts:
            scores[rows] += part.units(cohort, rows).astype(np.int32)
    blocked[pins.rows, pins.columns] = PERMITTED
    return Judged(cohort, rules, parts, blocked, scores, pins)


def verdicts(cohort: Cohort, rules: tuple[HardRule, ...], rows: slice) -> Places:
    """For a block of mentors by all mentees the first rule that forbids, pins apart."""
    blocked = np.full((rows.stop - rows.start, cohort.shape[1]), PERMITTED, np.int16)
    for place, rule in enumerate(rules):
        blocked[~rule.permits(cohort, rows) & (blocked == PERMITTED)] = place
    blocked[(ruled_out(cohort).block(rows) != 0) & (blocked == PERMITTED)] = PRIVATE
    return blocked


def judge_pairs(
    cohort: Cohort, rules: Rules, rows: Ints, columns: Ints, *, at_once: int = 128
) -> tuple[Places, Ints]:
    """The first rule that forbids each of these pairs, and their scores. Pins count as rules say.

    Asked for a few people at a time, so that no more is held than a few pairs squared.
    """
    named, parts = hard_rules(rules), score_parts(rules)
    blocked = np.full(len(rows), PERMITTED, np.int16)
    scores = np.zeros(len(rows), np.int64)
    for start in range(0, len(rows), at_once):
        some = slice(start, start + at_once)
        mentors, row_of = np.unique(rows[some], return_inverse=True)
        mentees, column_of = np.unique(columns[some], return_inverse=True)
        few = Cohort(
            tuple(cohort.mentors[at] for at in mentors.tolist()),
            tuple(cohort.mentees[at] for at in mentees.tolist()),
        )
        everybody = slice(0, len(mentors))
        blocked[some] = verdicts(few, named, everybody)[row_of, column_of]
        for part in parts:
            scores[some] += part.units(few, everybody)[row_of, column_of]
    return blocked, scores


def has_places(cohort: Cohort) -> tuple[Mask, Mask]:
    """Who takes anybody at all: mentors, and mentees."""
    mentors, mentees = (
        np.array([one.places > 0 for one in side], np.bool_)
        for side in (cohort.mentors, cohort.mentees)
    )
    return mentors, mentees


def choosable(judged: Judged, score_from: int | None = None) -> Mask:
    """Pairs that a plan may hold: permitted, with places on both sides, from a score on if one is
    given. Pins are exempt from the score."""
    mentors, mentees = has_places(judged.cohort)
    mask = judged.permitted & mentors[:, None] & mentees[None, :]
    if score_from is not None:
        low = mask & (judged.scores < score_from)
        low[judged.pinned.rows, judged.pinned.columns] = False
        mask &= ~low
    return mask
