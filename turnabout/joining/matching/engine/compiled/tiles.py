"""A problem laid out for the compiled walk, from the forms that its rules give."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Cohort, Ints
from turnabout.joining.matching.engine.compiled.judging import TILE, Columns, Meaning, Rows
from turnabout.joining.matching.engine.judge import blocks, has_places
from turnabout.joining.matching.engine.listed import Listed, joined
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.quick import (
    FORBIDDEN,
    SHIFT,
    ByClass,
    ByList,
    ByOverlap,
    BySum,
    Form,
    HasForms,
)
from turnabout.joining.matching.engine.rules import HardRule, ScorePart

MOST_CLASSES = 2048
SMALLEST = 255

Table = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Kind:
    """People in classes, and what each class of mentors gets with each class of mentees."""

    mentors: Ints
    mentees: Ints
    table: Table

    def joined(self, other: "Kind") -> "Kind | None":
        """Both at once: a class for each two that occur together. None if they are too many."""
        mentors, mentor_pairs = _pairs_of_codes(self.mentors, other.mentors)
        mentees, mentee_pairs = _pairs_of_codes(self.mentees, other.mentees)
        if max(len(mentor_pairs), len(mentee_pairs)) > MOST_CLASSES:
            return None
        table = self.table[np.ix_(mentor_pairs[:, 0], mentee_pairs[:, 0])]
        table = table + other.table[np.ix_(mentor_pairs[:, 1], mentee_pairs[:, 1])]
        return Kind(mentors, mentees, np.maximum(table, FORBIDDEN))


def _pairs_of_codes(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    width = int(other.max(initial=0)) + 1
    keys, codes = np.unique(one * width + other, return_inverse=True)
    return codes, np.stack([keys // width, keys % width], axis=1)


@dataclass(frozen=True)
class Sum:
    """The form of the same name, as people by words that both sides use."""

    mentors: Listed
    mentees: Listed
    zero_forbids: bool


def _sum(form: BySum) -> Sum:
    mentor_words, mentee_words = (
        set[str]().union(*mappings) for mappings in (form.mentors, form.mentees)
    )
    at = {word: place for place, word in enumerate(sorted(mentor_words & mentee_words))}
    return Sum(_worded(form.mentors, at), _worded(form.mentees, at), form.zero_forbids)


def _worded(people: Sequence[Mapping[str, int]], at: Mapping[str, int]) -> Listed:
    words: list[int] = []
    numbers: list[int] = []
    ends = [0]
    for mapping in people:
        for word, number in mapping.items():
            place = at.get(word)
            if place is not None:
                words.append(place)
                numbers.append(number)
        ends.append(len(words))
    return Listed(
        np.array(ends, np.int64), np.array(words, np.int64), np.array(numbers, np.int64), len(at)
    )


@dataclass(frozen=True)
class Layout:
    """All forms of all rules, for either side to be walked; and what gave none."""

    kinds: tuple[Kind, ...]
    sums: tuple["Sum", ...]
    overlaps: tuple[ByOverlap, ...]
    lists: Listed
    slow_rules: tuple[HardRule, ...]
    slow_parts: tuple[ScorePart, ...]


def layout(
    cohort: Cohort,
    rules: Sequence[HardRule],
    parts: Sequence[ScorePart],
    private: Listed,
    special: Listed,
) -> Layout:
    """Ask each rule for its forms. `special` pairs are left out of the walk altogether."""
    forms: list[Form] = []
    kinds = [_kind_of_places(cohort)]

    def is_slow(rule: object) -> bool:
        given: tuple[Form, ...] | None = rule.forms(cohort) if isinstance(rule, HasForms) else None
        made = [_kind(cohort, one) for one in given or () if isinstance(one, ByClass)]
        found = [one for one in made if one is not None]
        if given is None or len(found) < len(made):
            return True
        kinds.extend(found)
        forms.extend(given)
        return False

    slow_rules = tuple(rule for rule in rules if is_slow(rule))
    slow_parts = tuple(part for part in parts if is_slow(part))
    left_out = Listed(
        special.starts, special.columns, special.values * 0 + FORBIDDEN, special.width
    )
    lists = [form.pairs for form in forms if isinstance(form, ByList)]
    return Layout(
        tuple(_merged(kinds)),
        tuple(_sum(form) for form in forms if isinstance(form, BySum)),
        _sharing_bits([form for form in forms if isinstance(form, ByOverlap)]),
        joined(cohort.shape, [*lists, private, left_out]),
        slow_rules,
        slow_parts,
    )


def _sharing_bits(forms: list[ByOverlap]) -> tuple[ByOverlap, ...]:
    """One overlap for all that look at the same bits."""
    by_bits: dict[int, ByOverlap] = {}
    for form in forms:
        same = by_bits.get(id(form.mentors))
        worth = form.worth if same is None else np.maximum(same.worth + form.worth, FORBIDDEN)
        by_bits[id(form.mentors)] = ByOverlap(form.mentors, form.mentees, worth)
    return tuple(by_bits.values())


def _kind_of_places(cohort: Cohort) -> Kind:
    """Nobody is paired who takes no partner."""
    mentors, mentees = has_places(cohort)
    table = np.array([[FORBIDDEN, FORBIDDEN], [FORBIDDEN, 0]], np.int64)
    return Kind(mentors.astype(np.int64), mentees.astype(np.int64), table)


def _kind(cohort: Cohort, form: ByClass) -> Kind | None:
    mentors, some_mentors = _classes(cohort.mentors, form)
    mentees, some_mentees = _classes(cohort.mentees, form)
    if max(len(some_mentors), len(some_mentees)) > MOST_CLASSES:
        return None
    few = Cohort(some_mentors, some_mentees)
    table = np.zeros(few.shape, np.int64)
    for rows in blocks(len(some_mentors)):
        table[rows] = form.verdict(few, rows)
    return Kind(mentors, mentees, table)


def _classes(side: tuple[Person, ...], form: ByClass) -> tuple[Ints, tuple[Person, ...]]:
    """A class for each person, and somebody who stands for each class."""
    at: dict[Hashable, int] = {}
    standing: list[Person] = []
    codes = np.empty(len(side), np.int64)
    for place, person in enumerate(side):
        seen = form.sees(person)
        code = at.get(seen)
        if code is None:
            code = at[seen] = len(standing)
            standing.append(person)
        codes[place] = code
    return codes, tuple(standing)


def _merged(kinds: list[Kind]) -> list[Kind]:
    """As few kinds as can be, none with too many classes, the smallest joined first."""
    merged: list[Kind] = []
    for kind in sorted(kinds, key=lambda one: one.table.size):
        both = merged[-1].joined(kind) if merged else None
        if both is None:
            merged.append(kind)
        else:
            merged[-1] = both
    return merged


@dataclass(frozen=True)
class Tiles:
    """A layout with one side as rows and the other as columns."""

    rows: Rows
    columns: Columns
    meaning: Meaning
    length: int

    @property
    def parts(self) -> tuple[Rows, Columns, Meaning]:
        return self.rows, self.columns, self.meaning


def tiles(laid: Layout, *, mentors_are_rows: bool) -> Tiles:
    """The arrays of the compiled walk, people of one side in rows, of the other in columns."""
    kinds = laid.kinds
    tables = [kind.table if mentors_are_rows else kind.table.T for kind in kinds]
    sizes = np.array([table.size for table in tables], np.int64)
    sums = [
        (form.mentors, form.mentees) if mentors_are_rows else (form.mentees, form.mentors)
        for form in laid.sums
    ]
    bits = [
        (form.mentors, form.mentees) if mentors_are_rows else (form.mentees, form.mentors)
        for form in laid.overlaps
    ]
    lists = laid.lists if mentors_are_rows else laid.lists.turned()
    row_codes = [kind.mentors if mentors_are_rows else kind.mentees for kind in kinds]
    column_codes = [kind.mentees if mentors_are_rows else kind.mentors for kind in kinds]
    forbids = np.array([form.zero_forbids for form in laid.sums], np.bool_)
    added = _sums(sums, forbids, len(lists.starts) - 1, lists.width)
    widths = [own.shape[1] for own, _ in bits]
    most = max((len(form.worth) for form in laid.overlaps), default=1)
    worth = np.zeros((len(laid.overlaps), most), np.int32)
    for place, form in enumerate(laid.overlaps):
        worth[place, : len(form.worth)] = form.worth
    return Tiles(
        Rows(
            np.stack(row_codes).astype(np.uint32),
            added.starts,
            added.words,
            added.numbers,
            np.ascontiguousarray(_side_by_side([own for own, _ in bits], len(lists.starts) - 1)),
            lists.starts,
            lists.columns,
            np.maximum(lists.values, FORBIDDEN).astype(np.int32),
            _most(tables, row_codes, added, worth),
        ),
        Columns(
            _in_tiles(np.stack(column_codes).astype(np.uint32)),
            added.tables,
            added.small_tables,
            _in_tiles(_side_by_side([other for _, other in bits], lists.width).T),
        ),
        Meaning(
            np.concatenate([table.ravel() for table in tables]).astype(np.int32),
            np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
            np.array([table.shape[1] for table in tables], np.int64),
            added.forbids,
            added.is_small,
            np.concatenate([[0], np.cumsum(widths)]).astype(np.int64),
            worth,
        ),
        lists.width,
    )


def _most(
    tables: Sequence[Table], codes: Sequence[Ints], sums: "_Sums", worth: npt.NDArray[np.int32]
) -> npt.NDArray[np.int32]:
    """What people can get at most from all that is not asked first, and from all but classes."""
    rows = sums.starts.shape[1] - 1
    others = np.full(rows, int(worth.max(axis=1).sum()) if len(worth) else 0, np.int64)
    highest = np.abs(sums.tables).max(axis=(0, 2), initial=0).astype(np.int64)
    for one in np.flatnonzero(~sums.is_small & ~sums.forbids):
        starts = sums.starts[one]
        entries = slice(starts[0], starts[-1])
        numbers = np.abs(sums.numbers[entries]).astype(np.int64)
        up_to = np.concatenate([[0], np.cumsum(numbers * highest[sums.words[entries]])])
        by_word = up_to[starts[1:] - starts[0]] - up_to[starts[:-1] - starts[0]]
        by_column = sums.heaviest[one] * numbers.max(initial=0)
        others += (np.minimum(by_word, by_column) >> SHIFT) + 1
    classes = np.zeros(rows, np.int64)
    for table, code in zip(tables, codes, strict=True):
        classes += table.max(axis=1, initial=FORBIDDEN)[code]
    most = np.stack([others + classes, others])
    clipped: npt.NDArray[np.int32] = np.clip(most, FORBIDDEN, -FORBIDDEN).astype(np.int32)
    return clipped


def _in_tiles(table: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Things by people as tiles by things by people."""
    things, people = table.shape
    count = -(-people // TILE)
    padded = np.zeros((things, count * TILE), table.dtype)
    padded[:, :people] = table
    return np.ascontiguousarray(padded.reshape(things, count, TILE).transpose(1, 0, 2))


def _side_by_side(several: list[npt.NDArray[np.uint32]], people: int) -> npt.NDArray[np.uint32]:
    return np.concatenate([np.zeros((people, 0), np.uint32), *several], axis=1)


@dataclass(frozen=True)
class _Sums:
    """Entries of the rows, and for each word the numbers of all columns, in tiles."""

    starts: Ints
    words: Ints
    numbers: npt.NDArray[np.int32]
    tables: npt.NDArray[np.int32]
    small_tables: npt.NDArray[np.uint8]
    is_small: npt.NDArray[np.bool_]
    forbids: npt.NDArray[np.bool_]
    heaviest: Ints  # the most that the numbers of one column add up to


def _sums(
    sums: Sequence[tuple[Listed, Listed]],
    forbids: npt.NDArray[np.bool_],
    rows: int,
    columns: int,
) -> _Sums:
    starts = np.zeros((len(sums), rows + 1), np.int64)
    words: list[Ints] = [np.zeros(0, np.int64)]
    numbers: list[Ints] = [np.zeros(0, np.int64)]
    tables: tuple[list[Listed], list[Listed]] = ([], [])
    entries = 0
    is_small = []
    heaviest = []
    for place, (own, others) in enumerate(sums):
        small = bool((others.values >= 0).all() and (others.values <= SMALLEST).all())
        # Where a sum of 0 forbids, small numbers are only looked at for being there.
        small &= not forbids[place] or bool((own.values > 0).all())
        before = sum(table.width for table in tables[small])
        starts[place] = own.starts + entries
        entries += len(own.columns)
        words.append(own.columns + before)
        numbers.append(own.values)
        tables[small].append(others)
        is_small.append(small)
        up_to = np.concatenate([[0], np.cumsum(np.abs(others.values))])
        heaviest.append(int(np.diff(up_to[others.starts]).max(initial=0)))
    return _Sums(
        starts,
        np.concatenate(words),
        np.concatenate(numbers).astype(np.int32),
        _filled(tables[False], columns, np.int32),
        _filled(tables[True], columns, np.uint8),
        np.array(is_small, np.bool_),
        forbids,
        np.array(heaviest, np.int64),
    )


def _filled(tables: list[Listed], columns: int, kind: type) -> npt.NDArray[Any]:
    width = sum(table.width for table in tables)
    filled: npt.NDArray[Any] = np.zeros((-(-columns // TILE), width, TILE), kind)
    before = 0
    for table in tables:
        people = table.rows
        filled[people // TILE, before + table.columns, people % TILE] = table.values
        before += table.width
    return filled
