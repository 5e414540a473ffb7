"""What the pairs of a row with a tile of columns get, as machine code.

A pair is looked at no further than it takes to know that it cannot count. What words of a few bits
give is added up first, for a whole tile and without branches, so that it runs on many pairs at
once. The most that all the rest could add is known for each row; only pairs that can still reach
what is asked of them are gone on with, one by one if they are few, else again as a whole tile.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Ints
from turnabout.joining.matching.engine.compiled.jit import compiled, ones
from turnabout.joining.matching.engine.quick import FORBIDDEN, SHIFT

TILE = 1024
FEW = 5
HALF = np.int32(1 << SHIFT >> 1)
NEVER = np.int32(FORBIDDEN)

Int32s = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint32]
Bytes = npt.NDArray[np.uint8]


class Rows(NamedTuple):
    """The side that is walked person by person.

    `codes` are kinds of class by people, `bits` people by words. Sums have entries from
    `entry_starts[sum, person]` on: a word and a number. Lists are pairs as in Listed. `most` is
    what a person can get at most from everything that is not asked first: from all of it, and
    from all but classes.
    """

    codes: Codes
    entry_starts: Ints
    entry_words: Ints
    entry_numbers: Int32s
    bits: Codes
    list_starts: Ints
    list_columns: Ints
    list_numbers: Int32s
    most: Int32s


class Columns(NamedTuple):
    """The other side in tiles: tiles by things by the TILE people of each, the last one padded.

    Words whose numbers all fit a byte are kept apart, so that more of them stay in the cache.
    """

    codes: Codes
    words: Int32s
    small_words: Bytes
    bits: Codes


class Meaning(NamedTuple):
    """What codes, sums and overlaps are worth.

    The table of a kind of class begins at `table_starts` and has `table_widths` columns. Bits of
    overlap o are words `overlap_starts[o]` to `overlap_starts[o + 1]`, and `worth[o, k]` is what k
    bits in common give.
    """

    tables: Int32s
    table_starts: Ints
    table_widths: Ints
    sum_forbids: npt.NDArray[np.bool_]
    sum_is_small: npt.NDArray[np.bool_]
    overlap_starts: Ints
    worth: Int32s


@compiled
def _add_classes(
    out: Int32s, width: int, tables: Int32s, start: np.uint64, codes: Codes, kind: int
) -> None:
    for at in range(width):
        out[at] += tables[start + np.uint64(codes[kind, at])]


@compiled
def _add_word(sums: Int32s, width: int, words: Int32s, word: int, number: np.int32) -> None:
    for at in range(width):
        sums[at] += words[word, at] * number


@compiled
def _add_small_word(sums: Int32s, width: int, words: Bytes, word: int, number: np.int32) -> None:
    for at in range(width):
        sums[at] += np.int32(words[word, at]) * number


@compiled
def _add_two_small_words(
    sums: Int32s, width: int, words: Bytes, one: int, first: np.int32, two: int, second: np.int32
) -> None:
    for at in range(width):
        sums[at] += np.int32(words[one, at]) * first + np.int32(words[two, at]) * second


@compiled
def _mark_word(marks: Bytes, width: int, words: Bytes, word: int) -> None:
    for at in range(width):
        marks[at] |= words[word, at]


@compiled
def _add_common(counts: Int32s, width: int, bits: Codes, word: int, mine: np.uint32) -> None:
    for at in range(width):
        counts[at] += ones(bits[word, at] & mine)


@compiled
def _add_worth(out: Int32s, counts: Int32s, width: int, worth: Int32s, one: int) -> None:
    for at in range(width):
        out[at] += worth[one, np.uint32(counts[at])]


@compiled
def judge_first(
    out: Int32s,
    spare: Int32s,
    marks: Bytes,
    row: int,
    rows: Rows,
    tile: Columns,
    width: int,
    meaning: Meaning,
) -> None:
    """What a row's pairs with the columns of a tile get from sums of small numbers.

    Views are made once a tile and not here: making one writes to a counter that all cores share.
    """
    out[:width] = 0
    for one in range(len(rows.entry_starts)):
        if not meaning.sum_is_small[one]:
            continue
        first, last = rows.entry_starts[one, row], rows.entry_starts[one, row + 1]
        if meaning.sum_forbids[one]:
            marks[:width] = 0
            for entry in range(first, last):
                _mark_word(marks, width, tile.small_words, rows.entry_words[entry])
            for at in range(width):
                out[at] += NEVER if marks[at] == 0 else np.int32(0)
            continue
        spare[:width] = HALF
        for entry in range(first, last - 1, 2):
            _add_two_small_words(
                spare,
                width,
                tile.small_words,
                rows.entry_words[entry],
                rows.entry_numbers[entry],
                rows.entry_words[entry + 1],
                rows.entry_numbers[entry + 1],
            )
        if (last - first) % 2:
            word, number = rows.entry_words[last - 1], rows.entry_numbers[last - 1]
            _add_small_word(spare, width, tile.small_words, word, number)
        for at in range(width):
            out[at] += spare[at] >> np.int32(SHIFT)


@compiled
def _judge_rest(
    out: Int32s,
    spare: Int32s,
    row: int,
    rows: Rows,
    tile: Columns,
    width: int,
    meaning: Meaning,
) -> None:
    """Add what all pairs of the tile get from everything that was not asked first."""
    for kind in range(len(rows.codes)):
        start = np.uint64(
            meaning.table_starts[kind] + rows.codes[kind, row] * meaning.table_widths[kind]
        )
        _add_classes(out, width, meaning.tables, start, tile.codes, kind)
    for one in range(len(rows.entry_starts)):
        if meaning.sum_is_small[one]:
            continue
        spare[:width] = 0
        for entry in range(rows.entry_starts[one, row], rows.entry_starts[one, row + 1]):
            word, number = rows.entry_words[entry], rows.entry_numbers[entry]
            _add_word(spare, width, tile.words, word, number)
        if meaning.sum_forbids[one]:
            for at in range(width):
                out[at] += NEVER if spare[at] == 0 else np.int32(0)
        else:
            for at in range(width):
                out[at] += (spare[at] + HALF) >> np.int32(SHIFT)
    for one in range(len(meaning.worth)):
        spare[:width] = 0
        for word in range(meaning.overlap_starts[one], meaning.overlap_starts[one + 1]):
            if rows.bits[row, word] != 0:
                _add_common(spare, width, tile.bits, word, rows.bits[row, word])
        _add_worth(out, spare, width, meaning.worth, one)


@compiled
def _reaching(
    there: Int32s,
    out: Int32s,
    spare: Int32s,
    width: int,
    asked: Int32s,
    low: int,
    mine: int,
    least: int,
) -> int:
    """Write down which pairs of the tile have at least `asked` and `mine`, and at least `least`."""
    lowest, more = np.int32(least), np.int32(mine)
    for at in range(width):
        spare[at] = out[at] - max(asked[low + at] + more, lowest)
    count = 0
    for at in range(width):
        there[count] = at
        count += spare[at] >= 0
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
        sums[place] += tables[start + np.uint64(codes[kind, np.uint32(there[place])])]


@compiled
def _still_reaching(
    there: Int32s,
    sums: Int32s,
    count: int,
    asked: Int32s,
    low: int,
    mine: int,
    least: int,
) -> int:
    kept = 0
    for place in range(count):
        at, total = there[place], sums[place]
        there[kept], sums[kept] = at, total
        kept += total >= max(asked[low + at] + mine, least)
    return kept


@compiled
def _add_sum_of(
    sums: Int32s,
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
        found = 0
        for entry in range(first, last):
            found += words[entry_words[entry], there[place]] * entry_numbers[entry]
        if not forbids:
            sums[place] += (found + HALF) >> SHIFT
        elif found == 0:
            sums[place] += NEVER


@compiled
def _add_overlap_of(
    sums: Int32s,
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
            common += ones(bits[word, there[place]] & row_bits[row, word])
        sums[place] += worth[one, common]


@compiled
def still_promising(
    there: Int32s,
    out: Int32s,
    spare: Int32s,
    row: int,
    rows: Rows,
    tile: Columns,
    low: int,
    width: int,
    meaning: Meaning,
    asked: Int32s,
    mine: int,
    least: int,
) -> int:
    """Which pairs of the tile reach what is asked; `out` is then all that they get."""
    most = rows.most[0, row]
    count = _reaching(there, out, spare, width, asked, low, mine - most, least - most)
    if count * FEW > width:
        _judge_rest(out, spare, row, rows, tile, width, meaning)
        return _reaching(there, out, spare, width, asked, low, mine, least)
    for place in range(count):
        spare[place] = out[there[place]]
    for kind in range(len(rows.codes)):
        start = np.uint64(
            meaning.table_starts[kind] + rows.codes[kind, row] * meaning.table_widths[kind]
        )
        _add_classes_of(spare, there, count, meaning.tables, start, tile.codes, kind)
    most = rows.most[1, row]
    count = _still_reaching(there, spare, count, asked, low, mine - most, least - most)
    for one in range(len(rows.entry_starts)):
        if not meaning.sum_is_small[one]:
            _add_sum_of(
                spare,
                there,
                count,
                tile.words,
                rows.entry_starts[one, row],
                rows.entry_starts[one, row + 1],
                rows.entry_words,
                rows.entry_numbers,
                meaning.sum_forbids[one],
            )
    for one in range(len(meaning.worth)):
        first, last = meaning.overlap_starts[one], meaning.overlap_starts[one + 1]
        _add_overlap_of(
            spare, there, count, tile.bits, rows.bits, row, first, last, meaning.worth, one
        )
    for place in range(count):
        out[there[place]] = spare[place]
    return _still_reaching(there, spare, count, asked, low, mine, least)


@compiled
def add_base(out: Int32s, low: int, width: int, base: Int32s, row: int) -> None:
    for at in range(width):
        out[at] += base[row, low + at]


@compiled
def add_listed(out: Int32s, low: int, width: int, entry: int, last: int, rows: Rows) -> int:
    """Add a row's listed numbers that fall into the tile; gives where the next tile goes on."""
    while entry < last and rows.list_columns[entry] < low + width:
        out[rows.list_columns[entry] - low] += rows.list_numbers[entry]
        entry += 1
    return entry
