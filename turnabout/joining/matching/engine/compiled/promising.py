"""Which pairs of a row with a tile can still reach what is asked, and what exactly they get."""

import numpy as np

from turnabout.joining.matching.engine.compiled.jit import (
    compiled,
    compiled_in_place,
    lowest,
    ones,
)
from turnabout.joining.matching.engine.compiled.judging import (
    COARSE,
    HALF,
    NEVER,
    TILE,
    Bytes,
    Codes,
    Columns,
    Int16s,
    Int32s,
    Meaning,
    Room,
    Rows,
    Words,
)
from turnabout.joining.matching.engine.quick import SHIFT


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
    entry_words: Int32s,
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
    entry_words: Int32s,
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
