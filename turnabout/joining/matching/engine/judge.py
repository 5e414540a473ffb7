"""Every mentor against every mentee: who may, and how well they would fit. In blocks of rows."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Cohort, Mask
from turnabout.joining.matching.engine.hard.choices import NotAgain, NotBanned, NotHerself
from turnabout.joining.matching.engine.hard.private import private_permits
from turnabout.joining.matching.engine.problem import Problem
from turnabout.joining.matching.engine.rules import HardRule, Rules, ScorePart
from turnabout.joining.matching.engine.score.wishes import Again, Kept

PERMITTED = -1
PRIVATE = -2
BLOCK = 256
Places = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Judged:
    """The answer for all pairs.

    `blocked` holds the place in `rules` of the first rule that forbids a pair, PERMITTED, or
    PRIVATE where only something private stands in the way. `scores` are in thousandths of a point.
    """

    cohort: Cohort
    rules: tuple[HardRule, ...]
    parts: tuple[ScorePart, ...]
    blocked: Places
    scores: npt.NDArray[np.int32]
    pinned: Mask

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
    return (
        *rules.parts,
        *((Again(rules.favour_weight, rules.previous),) if favours else ()),
        *((Kept(rules.keep_weight, rules.kept),) if keeps else ()),
    )


def judge(problem: Problem) -> Judged:
    """Ask all rules about all pairs. A pin outweighs every rule but a private one."""
    cohort = problem.cohort()
    rules, parts = hard_rules(problem.rules), score_parts(problem.rules)
    blocked = np.full(cohort.shape, PERMITTED, np.int16)
    scores = np.zeros(cohort.shape, np.int32)
    for rows in blocks(len(cohort.mentors)):
        for place, rule in enumerate(rules):
            refused = ~rule.permits(cohort, rows) & (blocked[rows] == PERMITTED)
            blocked[rows][refused] = place
        for part in parts:
            scores[rows] += part.units(cohort, rows).astype(np.int32)
    herself = blocked == 0
    pinned = cohort.listed("pins", lambda: problem.rules.pins) & ~herself
    blocked[pinned] = PERMITTED
    blocked[~private_permits(cohort) & (blocked == PERMITTED)] = PRIVATE
    return Judged(cohort, rules, parts, blocked, scores, pinned & (blocked == PERMITTED))


def choosable(judged: Judged, score_from: int | None = None) -> Mask:
    """Pairs that a plan may hold: permitted, with places on both sides, from a score on if one is
    given. Pins are exempt from the score."""
    cohort = judged.cohort
    mask = judged.permitted
    mask &= np.array([one.places > 0 for one in cohort.mentors], np.bool_)[:, None]
    mask &= np.array([one.places > 0 for one in cohort.mentees], np.bool_)[None, :]
    if score_from is not None:
        mask &= (judged.scores >= score_from) | judged.pinned
    return mask
