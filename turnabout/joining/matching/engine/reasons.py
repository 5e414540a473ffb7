"""Why a pair was chosen, why somebody has none, and who else would have fitted."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Ints
from turnabout.joining.matching.engine.judge import (
    PERMITTED,
    blocks,
    hard_rules,
    pinned,
    score_parts,
    verdicts,
)
from turnabout.joining.matching.engine.listed import Listed
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.plan import (
    Blocked,
    Pair,
    Reason,
    RunnerUp,
    Side,
    Unmatched,
)
from turnabout.joining.matching.engine.pricing import Walk
from turnabout.joining.matching.engine.rules import HardRule, Rules, units
from turnabout.joining.matching.engine.solution import Edges, Solution

SHOWN = 3
TOLD_AT_ONCE = 256


def explained(cohort: Cohort, rules: Rules, pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Pairs with the parts of their scores, asked of the rules for a few people at a time."""
    for start in range(0, len(pairs), TOLD_AT_ONCE):
        some = pairs[start : start + TOLD_AT_ONCE]
        few = Cohort(
            tuple(
                cohort.mentors[at] for at in sorted({cohort.mentor_at[one.mentor] for one in some})
            ),
            tuple(
                cohort.mentees[at] for at in sorted({cohort.mentee_at[one.mentee] for one in some})
            ),
        )
        rows = np.array([few.mentor_at[one.mentor] for one in some], np.int64)
        columns = np.array([few.mentee_at[one.mentee] for one in some], np.int64)
        parts = score_parts(rules)
        points = [part.units(few, slice(0, len(few.mentors)))[rows, columns] for part in parts]
        for at, pair in enumerate(some):
            mentor, mentee = few.mentors[rows[at]], few.mentees[columns[at]]
            yield Pair(
                pair.mentor,
                pair.mentee,
                pair.score,
                tuple(
                    Reason(part.kind, units(part.weight), int(got[at]), part.detail(mentor, mentee))
                    for part, got in zip(parts, points, strict=True)
                ),
                pair.pinned,
            )


def bare(cohort: Cohort, pins: Listed, solution: Solution) -> tuple[Pair, ...]:
    """The chosen pairs in the order of ids, without their reasons."""
    return tuple(
        Pair(cohort.mentors[row].id, cohort.mentees[column].id, score, (), bool(pin))
        for row, column, score, pin in zip(
            solution.rows.tolist(),
            solution.columns.tolist(),
            solution.scores.tolist(),
            pins.at(solution.rows, solution.columns).tolist(),
            strict=True,
        )
    )


def unmatched(cohort: Cohort, rules: Rules, solution: Solution) -> tuple[Unmatched, ...]:
    """Everybody without a partner, mentors first, with the first failing rule counted."""
    mentors = _without(cohort.mentors, solution.rows)
    mentees = _without(cohort.mentees, solution.columns)
    counted_rows, _ = _first_failing(Cohort(mentors, cohort.mentees), rules)
    _, counted_columns = _first_failing(Cohort(cohort.mentors, mentees), rules)
    named = hard_rules(rules)
    sides: tuple[tuple[Side, tuple[Person, ...], Ints, int], ...] = (
        ("mentor", mentors, counted_rows, len(cohort.mentees)),
        ("mentee", mentees, counted_columns, len(cohort.mentors)),
    )
    return tuple(
        _unmatched(named, person, side, counts.tolist(), others)
        for side, people, counted, others in sides
        for person, counts in zip(people, counted, strict=True)
    )


def _without(side: tuple[Person, ...], chosen: Ints) -> tuple[Person, ...]:
    left = np.flatnonzero(np.bincount(chosen, minlength=len(side)) == 0)
    return tuple(side[at] for at in left.tolist())


def _first_failing(cohort: Cohort, rules: Rules) -> tuple[Ints, Ints]:
    """How often each rule is the first to forbid: mentors by rules, and mentees by rules."""
    named, pins = hard_rules(rules), pinned(cohort, rules)
    by_mentor, by_mentee = (np.zeros((length, len(named)), np.int64) for length in cohort.shape)
    if 0 in cohort.shape:
        return by_mentor, by_mentee
    for rows in blocks(len(cohort.mentors)):
        blocked = verdicts(cohort, named, rows)
        blocked[pins.block(rows) != 0] = PERMITTED
        for place in range(len(named)):
            forbids = blocked == place
            by_mentor[rows, place] = np.count_nonzero(forbids, axis=1)
            by_mentee[:, place] += np.count_nonzero(forbids, axis=0)
    return by_mentor, by_mentee


def _unmatched(
    named: tuple[HardRule, ...], person: Person, side: Side, counts: list[int], others: int
) -> Unmatched:
    found = tuple(Blocked(rule, count) for rule, count in zip(named, counts, strict=True) if count)
    possible = others - sum(counts)
    if person.places == 0:
        return Unmatched(person.id, side, "no_places", found, possible)
    if others == 0:
        return Unmatched(person.id, side, "nobody_there", found, possible)
    if possible == 0:
        return Unmatched(person.id, side, "nobody_permitted", found, possible)
    return Unmatched(person.id, side, "others_fit_better", found, possible)


def runners_up(cohort: Cohort, walk: Walk, solution: Solution) -> tuple[RunnerUp, ...]:
    """For everybody, the best permitted partners outside the plan, at most SHOWN of them."""
    together = set(zip(solution.rows.tolist(), solution.columns.tolist(), strict=True))
    most = max((one.places for one in (*cohort.mentors, *cohort.mentees)), default=0)
    sides: tuple[Side, Side] = ("mentor", "mentee")
    return tuple(
        RunnerUp(cohort.mentors[row].id, cohort.mentees[column].id, score, side)
        for side in sides
        for row, column, score in _first_few(walk.leading(SHOWN + most, side), together, side)
    )


def _first_few(
    ranked: Edges, together: set[tuple[int, int]], side: Side
) -> Iterator[tuple[int, int, int]]:
    shown: Counter[int] = Counter()
    for row, column, score in zip(
        ranked.rows.tolist(), ranked.columns.tolist(), ranked.scores.tolist(), strict=True
    ):
        whose = row if side == "mentor" else column
        if (row, column) not in together and shown[whose] < SHOWN:
            shown[whose] += 1
            yield row, column, score
