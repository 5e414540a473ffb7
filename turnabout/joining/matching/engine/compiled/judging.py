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
from turnabout.joining.matching.engine.compiled.jit import compiled, compiled_in_place, lowest, ones
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
    entry_words: Ints
    entry_numbers: Int32s
    entry_bytes: Ints
    entry_coarse: Int16s
    bits: Codes
    list_starts: Ints
    list_columns: Ints
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


@compiled
def _mark_reaching(
    marks: Bytes, coarse: Int16s, width: int, asked: Int16s, mine: np.int16
) -> np.int16:
    """Mark which pairs could have at least `asked` and `mine`; gives by how little, at most, the
    others miss it."""
    none, nearest = np.int16(0), np.int16(-4 * COARSE)
    for at in range(width, min((width + 7) & ~7, TILE)):
        marks[at] = False
    for at in range(width):
        beyond = np.int16(coarse[at] - np.int16(asked[at] + mine))
        marks[at] = beyond >= none
        nearest = max(nearest, beyond if beyond < none else np.int16(-4 * COARSE))
    return nearest


@compiled
def _write_down(there: Int32s, eights: Words, width: int) -> int:
    count = 0
    last = (width + 7) >> 3
    for first in range(0, last, 8):
        several = np.uint64(0)
        for eight in range(first, min(first + 8, last)):
            several |= eights[eight]
        if several == 0:
            continue
        for eight in range(first, min(first + 8, last)):
            left = eights[eight]
            while left != 0:
                there[count] = 8 * eight + np.int64(lowest(left) >> np.uint64(3))
                count += 1
                left &= left - np.uint64(1)
    return count


@compiled
def _add_classes_of(
    sums: Int32s,
    there: Int32s,
    count: int,
    tables: Int32s,
    start: np.uint64,
    codes: Codes,
    kind: int,
) -> None:
    for place in range(count):
        sums[place] += tables[start + np.uint64(codes[np.uint32(there[place]), kind])]


@compiled
def _still_reaching(
    there: Int32s, totals: Int32s, count: int, asked: Int32s, mine: int, least: int
) -> tuple[int, int]:
    kept, nearest = 0, int(NEVER)
    for place in range(count):
        at, total = there[place], totals[place]
        beyond = total - (asked[at] + mine)
        there[kept], totals[kept] = at, total
        if beyond >= 0 and total >= least:
            kept += 1
        else:
            nearest = max(nearest, int(beyond))
    return kept, nearest


@compiled
def _add_sum_of(
    totals: Int32s,
    there: Int32s,
    count: int,
    words: Int32s,
    first: int,
    last: int,
    entry_words: Ints,
    entry_numbers: Int32s,
    forbids: bool,
) -> None:
    for place in range(count):
        found, at = 0, there[place]
        for entry in range(first, last):
            found += words[at, entry_words[entry]] * entry_numbers[entry]
        if not forbids:
            totals[place] += (found + HALF) >> SHIFT
        elif found == 0:
            totals[place] += NEVER


@compiled
def _add_small_sum_of(
    totals: Int32s,
    there: Int32s,
    count: int,
    words: Bytes,
    first: int,
    last: int,
    entry_words: Ints,
    entry_numbers: Int32s,
    forbids: bool,
) -> None:
    for place in range(count):
        found, at = 0, there[place]
        for entry in range(first, last):
            found += words[entry_words[entry], at] * entry_numbers[entry]
        if not forbids:
            totals[place] += (found + HALF) >> SHIFT
        elif found == 0:
            totals[place] += NEVER


@compiled
def _add_overlap_of(
    totals: Int32s,
    there: Int32s,
    count: int,
    bits: Codes,
    row_bits: Codes,
    row: int,
    first: int,
    last: int,
    worth: Int32s,
    one: int,
) -> None:
    for place in range(count):
        common = np.uint64(0)
        for word in range(first, last):
            common += ones(bits[there[place], word] & row_bits[row, word])
        totals[place] += worth[one, common]


@compiled_in_place
def _add_sums(
    totals: Int32s,
    there: Int32s,
    count: int,
    row: int,
    rows: Rows,
    tile: Columns,
    meaning: Meaning,
) -> None:
    for one in range(len(rows.entry_starts)):
        first, last = rows.entry_starts[one, row], rows.entry_starts[one, row + 1]
        words, numbers = rows.entry_words, rows.entry_numbers
        forbids = meaning.sum_forbids[one]
        if meaning.sum_is_small[one]:
            _add_small_sum_of(
                totals, there, count, tile.small_words, first, last, words, numbers, forbids
            )
        else:
            _add_sum_of(totals, there, count, tile.words, first, last, words, numbers, forbids)


@compiled
def _add_coarsely(
    totals: Int32s, there: Int32s, count: int, coarse: Int16s, unit: int, added: Int32s
) -> None:
    for place in range(count):
        at = there[place]
        totals[place] = coarse[at] * unit + added[at]


@compiled
def _forget_coarse(totals: Int32s, there: Int32s, count: int, coarse: Int16s, unit: int) -> None:
    for place in range(count):
        totals[place] -= coarse[there[place]] * unit


@compiled_in_place
def _add_kind(
    totals: Int32s,
    there: Int32s,
    count: int,
    row: int,
    rows: Rows,
    tile: Columns,
    meaning: Meaning,
    kind: int,
) -> None:
    start = np.uint64(
        meaning.table_starts[kind] + rows.codes[kind, row] * meaning.table_widths[kind]
    )
    _add_classes_of(totals, there, count, meaning.tables, start, tile.codes, kind)


@compiled_in_place
def still_promising(
    room: Room,
    row: int,
    rows: Rows,
    tile: Columns,
    width: int,
    meaning: Meaning,
    top: int,
    coarsely_asked: Int16s,
    asked: Int32s,
    mine: int,
    least: int,
) -> tuple[int, int]:
    """Which pairs of the tile reach what is asked, and the room's `totals` are what they get.

    `top` is the most that all kinds of class but the first ones give, with lists and slow rules.
    Gives how many they are, and a number that no other pair of the tile goes beyond in what it
    gets less what is asked.
    """
    there, totals = room.there, room.totals
    most = top + rows.most[0, row]
    bar = (mine - most) // meaning.unit
    everybody = bar < -COARSE
    limit = np.int16(max(-2 * COARSE, min(bar, COARSE)))
    coarsely = _mark_reaching(room.marks, room.coarse, width, coarsely_asked, limit)
    count = _write_down(there, room.eights, width)
    nearest = 0 if everybody else max(int(coarsely) * meaning.unit, int(NEVER))
    if count == 0:
        return 0, nearest
    _add_coarsely(totals, there, count, room.coarse, meaning.unit, room.added)
    for kind in range(meaning.firsts, len(rows.codes)):
        _add_kind(totals, there, count, row, rows, tile, meaning, kind)
    most = rows.most[0, row]
    count, missed = _still_reaching(there, totals, count, asked, mine - most, least - most)
    nearest = max(nearest, missed)
    if count == 0:
        return 0, nearest
    for one in range(len(meaning.worth)):
        first, last = meaning.overlap_starts[one], meaning.overlap_starts[one + 1]
        _add_overlap_of(
            totals, there, count, tile.bits, rows.bits, row, first, last, meaning.worth, one
        )
    most = rows.most[1, row]
    count, missed = _still_reaching(there, totals, count, asked, mine - most, least - most)
    nearest = max(nearest, missed)
    if count == 0:
        return 0, nearest
    _forget_coarse(totals, there, count, room.coarse, meaning.unit)
    for kind in range(meaning.firsts):
        _add_kind(totals, there, count, row, rows, tile, meaning, kind)
    _add_sums(totals, there, count, row, rows, tile, meaning)
    count, missed = _still_reaching(there, totals, count, asked, mine, least)
    return count, max(nearest, missed)
