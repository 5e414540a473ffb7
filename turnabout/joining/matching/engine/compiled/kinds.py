"""Kinds of class: people who look alike to a rule are judged once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Codes, Cohort, Ints, classes
from turnabout.joining.matching.engine.judge import blocks, has_places
from turnabout.joining.matching.engine.quick import FORBIDDEN, ByClass

MOST_CLASSES = 2048

Table = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Kind:
    """People in classes, and what each class of rows gets with each class of columns.

    Rows are mentors until a kind is turned.
    """

    rows: Codes
    columns: Codes
    table: Table

    def turned(self) -> "Kind":
        """The same with the sides changed round."""
        return Kind(self.columns, self.rows, self.table.T)

    def joined(self, other: "Kind", most: int) -> "Kind | None":
        """Both at once: a class for each two that occur together. None if they are too many."""
        rows, row_pairs = _pairs_of_codes(self.rows, other.rows)
        columns, column_pairs = _pairs_of_codes(self.columns, other.columns)
        if len(row_pairs) > most or len(column_pairs) > MOST_CLASSES:
            return None
        table = self.table[np.ix_(row_pairs[:, 0], column_pairs[:, 0])]
        table = table + other.table[np.ix_(row_pairs[:, 1], column_pairs[:, 1])]
        return Kind(rows, columns, np.maximum(table, FORBIDDEN))

    def shares(self) -> tuple[Ints, Ints]:
        """How many rows and columns are of each class."""
        rows, columns = self.table.shape
        return np.bincount(self.rows, minlength=rows), np.bincount(self.columns, minlength=columns)


def _pairs_of_codes(one: Codes, other: Codes) -> tuple[Codes, Ints]:
    width = int(other.max(initial=0)) + 1
    keys, codes = np.unique(one * np.int64(width) + other, return_inverse=True)
    return codes.astype(np.int32), np.stack([keys // width, keys % width], axis=1)


def kind_of_places(cohort: Cohort) -> Kind:
    """Nobody is paired who takes no partner."""
    mentors, mentees = has_places(cohort)
    table = np.array([[FORBIDDEN, FORBIDDEN], [FORBIDDEN, 0]], np.int64)
    return Kind(mentors.astype(np.int32), mentees.astype(np.int32), table)


def kind(cohort: Cohort, form: ByClass) -> Kind | None:
    """The classes of a form, with its verdict on each two. None if they are too many."""
    mentors, some_mentors = classes(cohort.mentors, form.sees)
    mentees, some_mentees = classes(cohort.mentees, form.sees)
    if max(len(some_mentors), len(some_mentees)) > MOST_CLASSES:
        return None
    few = Cohort(some_mentors, some_mentees)
    table = np.zeros(few.shape, np.int64)
    for rows in blocks(len(some_mentors)):
        table[rows] = form.verdict(few, rows)
    return Kind(mentors, mentees, table)
