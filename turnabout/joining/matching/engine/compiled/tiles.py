"""A problem laid out for the compiled walk, from the forms that its rules give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Codes, Cohort, Ints
from turnabout.joining.matching.engine.compiled.judging import (
    COARSE,
    TILE,
    Columns,
    Meaning,
    Rows,
)
from turnabout.joining.matching.engine.compiled.kinds import (
    Kind,
    Table,
    kind,
    kind_of_places,
)
from turnabout.joining.matching.engine.compiled.order import forbidden_alike, sorted_out
from turnabout.joining.matching.engine.compiled.sums import Sums, entries_of
from turnabout.joining.matching.engine.listed import Listed, joined, listed
from turnabout.joining.matching.engine.quick import (
    FORBIDDEN,
    ByClass,
    ByList,
    ByOverlap,
    BySum,
    Form,
    HasForms,
)
from turnabout.joining.matching.engine.rules import HardRule, ScorePart


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
    forms: list[Form | Sum] = []
    kinds = [kind_of_places(cohort)]

    def is_slow(rule: object) -> bool:
        given: tuple[Form, ...] | None = rule.forms(cohort) if isinstance(rule, HasForms) else None
        made = [kind(cohort, one) for one in given or () if isinstance(one, ByClass)]
        found = [one for one in made if one is not None]
        if given is None or len(found) < len(made):
            return True
        kinds.extend(found)
        # Words of everybody take much room until they are numbers.
        forms.extend(_sum(one) if isinstance(one, BySum) else one for one in given)
        return False

    slow_rules = tuple(rule for rule in rules if is_slow(rule))
    slow_parts = tuple(part for part in parts if is_slow(part))
    left_out = Listed(
        special.starts, special.columns, special.values * 0 + FORBIDDEN, special.width
    )
    lists = [form.pairs for form in forms if isinstance(form, ByList)]
    return Layout(
        tuple(kinds),
        tuple(form for form in forms if isinstance(form, Sum)),
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


@dataclass(frozen=True)
class Tiles:
    """A layout with one side as rows and the other as columns."""

    rows: Rows
    columns: Columns
    meaning: Meaning
    who: Ints  # which people the rows are
    order: Ints  # which people the columns are

    @property
    def parts(self) -> tuple[Rows, Columns, Meaning]:
        return self.rows, self.columns, self.meaning


def tiles(laid: Layout, *, mentors_are_rows: bool, order: Ints | None = None) -> Tiles:
    """The arrays of the compiled walk, people of one side in rows, of the other in columns.

    Rows come in an order in which those of one class follow each other. Columns come in one in
    which whole tiles are forbidden to a row, unless another is given.
    """
    kinds = laid.kinds if mentors_are_rows else tuple(kind.turned() for kind in laid.kinds)
    sums = [
        (form.mentors, form.mentees) if mentors_are_rows else (form.mentees, form.mentors)
        for form in laid.sums
    ]
    bits = [
        (form.mentors, form.mentees) if mentors_are_rows else (form.mentees, form.mentors)
        for form in laid.overlaps
    ]
    lists = laid.lists if mentors_are_rows else laid.lists.turned()
    if order is None:
        order = forbidden_alike(kinds)
    place_of = _places(order)
    firsts, rest = sorted_out(kinds)
    kinds = (*firsts, *rest)
    is_slow = laid.slow_rules or laid.slow_parts
    rows = np.arange(len(kinds[0].rows))
    if not is_slow:
        rows = np.lexsort([kind.rows for kind in reversed(firsts)])
    lists = listed(
        (len(rows), len(order)), _places(rows)[lists.rows], place_of[lists.columns], lists.values
    )
    forbids = np.array([form.zero_forbids for form in laid.sums], np.bool_)
    own_first = [(own.some(rows), others) for own, others in sums]
    added = entries_of(own_first, forbids, place_of, len(rows), [kind.table for kind in firsts])
    tables = [kind.table for kind in kinds]
    tops = [_tops(kind.table, kind.columns[order]) for kind in kinds]
    most = max((len(form.worth) for form in laid.overlaps), default=1)
    worth = np.zeros((len(laid.overlaps), most), np.int32)
    for place, form in enumerate(laid.overlaps):
        worth[place, : len(form.worth)] = form.worth
    return Tiles(
        Rows(
            np.stack([kind.rows[rows] for kind in kinds]).astype(np.uint32),
            added.starts,
            added.words,
            added.numbers,
            added.bytes_at,
            added.coarse,
            np.ascontiguousarray(_side_by_side([own for own, _ in bits], len(rows))[rows]),
            lists.starts,
            lists.columns.astype(np.int32),
            np.maximum(lists.values, FORBIDDEN).astype(np.int32),
            _most(added, worth),
        ),
        Columns(
            _in_tiles(np.stack([kind.columns[order] for kind in kinds], axis=1).astype(np.uint32)),
            added.tables,
            added.bytes,
            _in_tiles(_side_by_side([other for _, other in bits], len(order))[order]),
        ),
        Meaning(
            added.unit,
            np.concatenate([_in_units(kind.table, added.unit) for kind in firsts]),
            len(firsts),
            np.concatenate([table.ravel() for table in tables]).astype(np.int32),
            _starts([table.size for table in tables]),
            np.array([table.shape[1] for table in tables], np.int64),
            np.concatenate([top.ravel() for top in tops]).astype(np.int32),
            _starts([top.size for top in tops]),
            tops[0].shape[1],
            added.forbids,
            added.is_small,
            added.is_first,
            np.concatenate([[0], np.cumsum([own.shape[1] for own, _ in bits])]).astype(np.int64),
            worth,
        ),
        rows,
        order,
    )


def _places(order: Ints) -> Ints:
    """Where people are in an order."""
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return places


def _starts(sizes: list[int]) -> Ints:
    return np.cumsum([0, *sizes], dtype=np.int64)[:-1]


def _in_units(table: Table, unit: int) -> npt.NDArray[np.int16]:
    units = np.where(table <= FORBIDDEN >> 1, -2 * COARSE, -(-table // unit))
    return units.astype(np.int16).ravel()


def _tops(table: Table, codes: Codes) -> Table:
    """The most that classes of rows get from the columns of each tile: classes by tiles."""
    tops = [
        table[:, np.unique(codes[first : first + TILE])].max(axis=1)
        for first in range(0, len(codes), TILE)
    ]
    return np.stack(tops, axis=1) if tops else np.zeros((len(table), 0), np.int64)


def _most(sums: Sums, worth: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """What people can get at most from all that is neither asked first nor a class: from all of
    it, and from all but overlaps."""
    overlaps = int(worth.max(axis=1).sum()) if len(worth) else 0
    most = np.stack([sums.most + overlaps, sums.most])
    clipped: npt.NDArray[np.int32] = np.clip(most, FORBIDDEN, -FORBIDDEN).astype(np.int32)
    return clipped


def _in_tiles(table: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """People by things as tiles by people by things."""
    people, things = table.shape
    count = -(-people // TILE)
    padded = np.zeros((count * TILE, things), table.dtype)
    padded[:people] = table
    return padded.reshape(count, TILE, things)


def _side_by_side(several: list[npt.NDArray[np.uint32]], people: int) -> npt.NDArray[np.uint32]:
    return np.concatenate([np.zeros((people, 0), np.uint32), *several], axis=1)
