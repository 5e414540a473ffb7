"""What the pairs of a row with a tile of columns get, as machine code.

A pair is looked at no further than it takes to know that it cannot count. What words of a few bits
give is added up first, together with what the most telling classes give, for a whole tile and
without branches: rounded up in 16 bits, so that very many pairs are looked at at once. The most
that all the rest could add is known for each row and tile; only pairs that can still reach what is
asked of them are gone on with, one by one and exactly.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Ints
from turnabout.joining.matching.engine.compiled.jit import compiled, compiled_in_place
from turnabout.joining.matching.engine.quick import FORBIDDEN, SHIFT

TILE = 1024
COARSE = 8000
FEW_CLASSES = 64
HALF = np.int32(1 << SHIFT >> 1)
NEVER = np.int32(FORBIDDEN)
COARSELY_NEVER = np.int16(-2 * COARSE)

Int16s = npt.NDArray[np.int16]
Int32s = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint32]
Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]


class Rows(NamedTuple):
    """The side that is walked person by person.

    `codes` are kinds of class by people, `bits` people by words. Sums have entries from
    `entry_starts[sum, person]` on: a word and a number, and the same for the table of bytes. Lists
    are pairs as in Listed. `most` is what a person can get at most from everything that is
    neither asked first nor a class: from all of it, and from all but overlaps.
    """

    codes: Codes
    entry_starts: Ints
    entry_words: Int32s
    entry_numbers: Int32s
    entry_bytes: Int32s
    entry_coarse: Int16s
    bits: Codes
    list_starts: Ints
    list_columns: Int32s
    list_numbers: Int32s
    most: Int32s


class Columns(NamedTuple):
    """The other side in tiles: tiles by things by the TILE people of each, the last one padded.

    Words with numbers in bytes are asked of whole tiles; exact ones are by people first.
    """

    codes: Codes
    words: Int32s
    small_words: Bytes
    bits: Codes


class Meaning(NamedTuple):
    """What codes, sums and overlaps are worth.

    The table of a kind of class begins at `table_starts` and has `table_widths` columns; the most
    that its classes get from any column of a tile, classes by tiles, begins at `top_starts`. The
    `firsts` first kinds are in `coarse` too, in units of which one is worth `unit`. Bits of
    overlap o are words `overlap_starts[o]` to `overlap_starts[o + 1]`, and `worth[o, k]` is what k
    bits in common give.
    """

    unit: int
    coarse: Int16s
    firsts: int
    tables: Int32s
    table_starts: Ints
    table_widths: Ints
    tops: Int32s
    top_starts: Ints
    tiles: int
    sum_forbids: npt.NDArray[np.bool_]
    sum_is_small: npt.NDArray[np.bool_]
    sum_is_first: npt.NDArray[np.bool_]
    overlap_starts: Ints
    worth: Int32s


class Room(NamedTuple):
    """Where one core works on a tile.

    `coarse` is what pairs get at most: `of_class` is what the first kind gives the rows of
    `class_of`, `of_few` what the next kinds give their classes, for the tile in `few_of`. `eights`
    sees eight of the `marks` at once. `there` are the pairs that are gone on with and `totals`
    what they get; `added` is what lists and slow rules give.
    """

    coarse: Int16s
    of_class: Int16s
    class_of: Ints
    of_few: Int16s
    few_of: Ints
    marks: Bytes
    eights: Words
    there: Int32s
    totals: Int32s
    added: Int32s


@compiled
def room(firsts: int) -> Room:
    """A room for one core."""
    marks = np.zeros(TILE, np.uint8)
    return Room(
        np.empty(TILE, np.int16),
        np.empty(TILE, np.int16),
        np.full(1, -1, np.int64),
        np.empty((firsts, FEW_CLASSES, TILE), np.int16),
        np.full((firsts, FEW_CLASSES), -1, np.int64),
        marks,
        marks.view(np.uint64),
        np.empty(TILE + 1, np.int32),
        np.empty(TILE + 1, np.int32),
        np.zeros(TILE, np.int32),
    )


@compiled
def _copy(coarse: Int16s, of_class: Int16s, width: int) -> None:
    for at in range(width):
        coarse[at] = of_class[at]


@compiled
def _look_up(of_class: Int16s, width: int, given: Int16s, start: np.uint64, codes: Codes) -> None:
    for at in range(width):
        of_class[at] = given[start + np.uint64(codes[at, 0])]


@compiled
def _look_few_up(
    of_few: Int16s,
    kind: int,
    code: int,
    width: int,
    given: Int16s,
    start: np.uint64,
    codes: Codes,
) -> None:
    for at in range(width):
        of_few[kind, code, at] = given[start + np.uint64(codes[at, kind])]


@compiled
def _add_few(coarse: Int16s, of_few: Int16s, kind: int, code: int, width: int) -> None:
    for at in range(width):
        coarse[at] = max(np.int16(coarse[at] + of_few[kind, code, at]), COARSELY_NEVER)


@compiled
def _forbid_unmarked(coarse: Int16s, width: int, marks: Bytes) -> None:
    for at in range(width):
        coarse[at] = COARSELY_NEVER if marks[at] == 0 else coarse[at]


@compiled
def _unmark(marks: Bytes, width: int) -> None:
    for at in range(width):
        marks[at] = np.uint8(0)


@compiled
def _add_word(coarse: Int16s, width: int, words: Bytes, word: int, number: np.int16) -> None:
    for at in range(width):
        coarse[at] = np.int16(coarse[at] + words[word, at] * number)


@compiled
def _add_two_words(
    coarse: Int16s, width: int, words: Bytes, one: int, first: np.int16, two: int, second: np.int16
) -> None:
    for at in range(width):
        coarse[at] = np.int16(coarse[at] + words[one, at] * first + words[two, at] * second)


@compiled
def _mark_word(marks: Bytes, width: int, words: Bytes, word: int) -> None:
    for at in range(width):
        marks[at] |= words[word, at]


@compiled_in_place
def judge_first(
    room: Room, row: int, rows: Rows, tile: Columns, at_tile: int, width: int, meaning: Meaning
) -> None:
    """What a row's pairs with the columns of a tile get at most from what is asked first."""
    coarse, marks = room.coarse, room.marks
    code = int(rows.codes[0, row])
    if room.class_of[0] != code:
        room.class_of[0] = code
        start = np.uint64(code * meaning.table_widths[0])
        _look_up(room.of_class, width, meaning.coarse, start, tile.codes)
    _copy(coarse, room.of_class, width)
    for kind in range(1, meaning.firsts):
        code = int(rows.codes[kind, row])
        if room.few_of[kind, code] != at_tile:
            room.few_of[kind, code] = at_tile
            start = np.uint64(meaning.table_starts[kind] + code * meaning.table_widths[kind])
            _look_few_up(room.of_few, kind, code, width, meaning.coarse, start, tile.codes)
        _add_few(coarse, room.of_few, kind, code, width)
    for one in range(len(rows.entry_starts)):
        if not meaning.sum_is_first[one]:
            continue
        first, last = rows.entry_starts[one, row], rows.entry_starts[one, row + 1]
        if meaning.sum_forbids[one]:
            _unmark(marks, width)
            for entry in range(first, last):
                _mark_word(marks, width, tile.small_words, rows.entry_bytes[entry])
            _forbid_unmarked(coarse, width, marks)
            continue
        for entry in range(first, last - 1, 2):
            _add_two_words(
                coarse,
                width,
                tile.small_words,
                rows.entry_bytes[entry],
                rows.entry_coarse[entry],
                rows.entry_bytes[entry + 1],
                rows.entry_coarse[entry + 1],
            )
        if (last - first) % 2:
            word, number = rows.entry_bytes[last - 1], rows.entry_coarse[last - 1]
            _add_word(coarse, width, tile.small_words, word, number)


@compiled_in_place
def add_base(room: Room, low: int, width: int, base: Int32s, row: int) -> int:
    """Add what slow rules give; returns the most that a pair of the tile gets from them."""
    most = int(NEVER)
    for at in range(width):
        room.added[at] = base[row, low + at]
        most = max(most, int(room.added[at]))
    return most


@compiled_in_place
def add_listed(room: Room, low: int, entry: int, last: int, rows: Rows) -> int:
    """Add listed numbers of a row; gives the most that a pair gets from them."""
    most = 0
    for one in range(entry, last):
        room.added[rows.list_columns[one] - low] += rows.list_numbers[one]
        most = max(most, rows.list_numbers[one])
    return most


@compiled_in_place
def past_listed(entry: int, last: int, end: int, rows: Rows) -> int:
    """Go on past a row's listed numbers up to a column."""
    while entry < last and rows.list_columns[entry] < end:
        entry += 1
    return entry


@compiled_in_place
def clear(room: Room, low: int, width: int, entry: int, last: int, rows: Rows, whole: bool) -> None:
    """Take back what lists, and for a whole tile slow rules, gave."""
    if whole:
        room.added[:width] = 0
    for one in range(entry, last):
        room.added[rows.list_columns[one] - low] = 0


@compiled_in_place
def tops_of(row: int, at_tile: int, rows: Rows, meaning: Meaning) -> tuple[int, int]:
    """The most that classes give a row with any column of a tile: first kinds, and the rest."""
    first = rest = 0
    for kind in range(len(rows.codes)):
        start = meaning.top_starts[kind] + np.int64(rows.codes[kind, row]) * meaning.tiles
        if kind < meaning.firsts:
            first += meaning.tops[start + at_tile]
        else:
            rest += meaning.tops[start + at_tile]
    return first, rest
