"""An instance as plain arrays, for solvers that know nothing of people.

The numbers come from the engine's own rules, asked in blocks; what is said in private is read
here a second time, so that two readings of it are compared whenever the objectives are.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine import Person, Problem
from turnabout.joining.matching.engine.cohort import Cohort
from turnabout.joining.matching.engine.hard.choices import NotAgain, NotBanned, NotHerself
from turnabout.joining.matching.engine.rules import HardRule

Ints = npt.NDArray[np.int64]
Scores = npt.NDArray[np.int32]
BLOCK = 512
LARGEST = 10_000
FORBIDDEN = -1


class CannotAnswer(Exception):
    """A solver that cannot be asked this, or that gave up; says why."""


@dataclass(frozen=True)
class Objective:
    """What a plan reaches: people served on both sides, places filled (pairs), the total."""

    served: int
    places: int
    total: int


class TooLarge(Exception):
    """An instance whose table of all scores would not fit; says what it would need."""


@dataclass(frozen=True)
class Arrays:
    """Mentors by mentees: thousandths of a point, FORBIDDEN where a pair is not permitted."""

    scores: Scores
    mentor_places: Ints
    mentee_places: Ints


@dataclass(frozen=True)
class Edges:
    """Permitted pairs as a list."""

    mentors: Ints
    mentees: Ints
    scores: Ints


def arrays(problem: Problem) -> Arrays:
    """The whole table. Raises TooLarge beyond LARGEST on a side."""
    people = max(len(problem.mentors), len(problem.mentees))
    if people > LARGEST:
        size = 4 * len(problem.mentors) * len(problem.mentees) / 1e9
        raise TooLarge(f"the table of all scores alone takes {size:.0f} GB")
    scores = np.concatenate([block for _, block in scored(problem)])
    cohort = problem.cohort()
    return Arrays(
        scores,
        np.array([one.places for one in cohort.mentors], np.int64),
        np.array([one.places for one in cohort.mentees], np.int64),
    )


def scored(problem: Problem) -> Iterator[tuple[slice, Scores]]:
    """Blocks of the table, in the order of sorted ids. Pins are not known here."""
    cohort = problem.cohort()
    rules = problem.rules
    hard: tuple[HardRule, ...] = (
        NotHerself(),
        NotBanned(rules.bans),
        *rules.hard,
        NotAgain(rules.previous),
    )
    apart = list(_private(cohort))
    for start in range(0, len(cohort.mentors), BLOCK):
        rows = slice(start, min(start + BLOCK, len(cohort.mentors)))
        table = np.zeros((rows.stop - rows.start, len(cohort.mentees)), np.int32)
        for part in rules.parts:
            table += part.units(cohort, rows).astype(np.int32)
        for rule in hard:
            table[~rule.permits(cohort, rows)] = FORBIDDEN
        for row, columns in apart:
            if rows.start <= row < rows.stop:
                table[row - rows.start, columns] = FORBIDDEN
        yield rows, table


def edges(table: Scores) -> Edges:
    """All permitted pairs of a table."""
    mentors, mentees = np.nonzero(table != FORBIDDEN)
    return Edges(
        mentors.astype(np.int64), mentees.astype(np.int64), table[mentors, mentees].astype(np.int64)
    )


def best_edges(table: Scores, each: int) -> Edges:
    """For each mentee the `each` best mentors, and for each mentor as many mentees."""
    keep = np.zeros(table.shape, np.bool_)
    for scores, mask in ((table, keep), (table.T, keep.T)):
        few = min(each, scores.shape[1])
        for start in range(0, len(scores), BLOCK):
            block = np.ascontiguousarray(scores[start : start + BLOCK])
            leading = np.argpartition(-block, few - 1, axis=1)[:, :few]
            mask[np.arange(start, start + len(block))[:, None], leading] = True
    return edges(np.where(keep, table, np.int32(FORBIDDEN)))


def _private(cohort: Cohort) -> Iterator[tuple[int, list[int]]]:
    mentors_of_unit = _by_unit(cohort.mentors)
    mentees_of_unit = _by_unit(cohort.mentees)
    for row, mentor in enumerate(cohort.mentors):
        columns = [cohort.mentee_at[one] for one in _listed(mentor) if one in cohort.mentee_at]
        for unit in mentor.rather_not_units:
            columns += mentees_of_unit.get(unit, [])
        if mentor.off_limits:
            columns += [
                column
                for column, mentee in enumerate(cohort.mentees)
                if mentee.wants and mentee.wants.keys() <= mentor.off_limits
            ]
        if columns:
            yield row, columns
    for column, mentee in enumerate(cohort.mentees):
        rows = [cohort.mentor_at[one] for one in _listed(mentee) if one in cohort.mentor_at]
        for unit in mentee.rather_not_units:
            rows += mentors_of_unit.get(unit, [])
        for row in rows:
            yield row, [column]


def _listed(person: Person) -> frozenset[str]:
    return person.rather_not | person.declined


def _by_unit(side: tuple[Person, ...]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, person in enumerate(side):
        found.setdefault(person.unit, []).append(at)
    return found
