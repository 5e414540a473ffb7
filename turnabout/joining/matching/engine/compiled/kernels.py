"""The walk over all pairs as machine code: rows in chunks, columns in tiles that fit the cache."""

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Ints
from turnabout.joining.matching.engine.compiled.jit import compiled, compiled_for_all_cores, each
from turnabout.joining.matching.engine.compiled.judging import (
    TILE,
    Columns,
    Int32s,
    Meaning,
    Rows,
    add_base,
    add_listed,
    judge_first,
    still_promising,
)
from turnabout.joining.matching.engine.quick import FORBIDDEN

CHUNK = 128
NOTHING = -1
LOWEST = -(1 << 62)
LOT_BITS = np.uint64(64 - 44)

Words = npt.NDArray[np.uint64]


@compiled
def _keep(
    columns: Ints, worths: Ints, lots: Ints, row: int, column: int, worth: int, lot: np.int64
) -> None:
    """Insert into a descending row of a fixed length; of equal ones the earlier stays before."""
    last = columns.shape[1] - 1
    if columns[row, last] != NOTHING and (worths[row, last], lots[row, last]) >= (worth, lot):
        return
    at = last
    while at > 0 and (
        columns[row, at - 1] == NOTHING or (worths[row, at - 1], lots[row, at - 1]) < (worth, lot)
    ):
        columns[row, at] = columns[row, at - 1]
        worths[row, at] = worths[row, at - 1]
        lots[row, at] = lots[row, at - 1]
        at -= 1
    columns[row, at], worths[row, at], lots[row, at] = column, worth, lot


@compiled
def _mixed(word: np.uint64) -> np.uint64:
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


@compiled
def _lot(mixed_word: np.uint64, other_word: np.uint64) -> np.int64:
    return np.int64(_mixed(mixed_word + other_word) >> LOT_BITS)


@compiled_for_all_cores
def leading(
    first: int,
    last: int,
    base: Int32s,
    rows: Rows,
    columns: Columns,
    meaning: Meaning,
    length: int,
    score_from: int,
    row_words: Words,
    column_words: Words,
    count: int,
) -> tuple[Ints, Ints]:
    """The columns of the highest scores of each row, best first, and the scores; NOTHING if none.

    Of equal scores the one with the higher lot comes first. Rows `first` to `last`; `base` has
    what other rules gave to these rows, or no rows at all; `length` is how many columns there are.
    """
    found = np.full((last - first, count), NOTHING, np.int64)
    scores = np.full((last - first, count), NOTHING, np.int64)
    nothing = np.full(TILE, FORBIDDEN, np.int32)
    for chunk in each((last - first + CHUNK - 1) // CHUNK):
        begin = first + chunk * CHUNK
        end = min(begin + CHUNK, last)
        out, spare = np.empty(TILE, np.int32), np.empty(TILE, np.int32)
        marks, there = np.empty(TILE, np.uint8), np.empty(TILE + 1, np.int32)
        entries = rows.list_starts[begin:end].copy()
        mine = np.full((CHUNK, count), NOTHING, np.int64)
        best = np.full((CHUNK, count), score_from - 1, np.int64)
        lots = np.full((CHUNK, count), NOTHING, np.int64)
        for low in range(0, length, TILE):
            width = min(TILE, length - low)
            at_tile = low // TILE
            tile = Columns(
                columns.codes[at_tile],
                columns.words[at_tile],
                columns.small_words[at_tile],
                columns.bits[at_tile],
            )
            for row in range(begin, end):
                here = row - begin
                judge_first(out, spare, marks, row, rows, tile, width, meaning)
                if len(base):
                    add_base(out, low, width, base, row - first)
                stop_at = rows.list_starts[row + 1]
                entries[here] = add_listed(out, low, width, entries[here], stop_at, rows)
                least = max(best[here, count - 1], score_from)
                some = still_promising(
                    there, out, spare, row, rows, tile, 0, width, meaning, nothing, 0, least
                )
                for place in range(some):
                    at = there[place]
                    if out[at] >= best[here, count - 1]:
                        lot = _lot(row_words[row], column_words[low + at])
                        _keep(mine, best, lots, here, low + at, out[at], lot)
        for row in range(begin, end):
            for place in range(count):
                found[row - first, place] = mine[row - begin, place]
                scores[row - first, place] = best[row - begin, place]
    return found, scores


@compiled_for_all_cores
def gaining(
    first: int,
    last: int,
    base: Int32s,
    rows: Rows,
    columns: Columns,
    meaning: Meaning,
    length: int,
    score_from: int,
    scale: int,
    row_prices: Ints,
    column_prices: Ints,
    row_asks: Int32s,
    column_asks: Int32s,
    row_words: Words,
    column_words: Words,
    draw: bool,
    count: int,
) -> tuple[Ints, Ints, Ints]:
    """Pairs worth more than both prices: columns, gains, and per row what all of them add up to.

    Prices are lanes by people; a pair that scores less than both asks together gains nothing. The
    words of mentors are mixed already. The sums are: how many, the gains of the packed lane, and
    those of the draw in two halves.
    """
    found = np.full((last - first, count), NOTHING, np.int64)
    gains = np.full((last - first, count), LOWEST, np.int64)
    sums = np.zeros((last - first, 4), np.int64)
    for chunk in each((last - first + CHUNK - 1) // CHUNK):
        begin = first + chunk * CHUNK
        end = min(begin + CHUNK, last)
        out, spare = np.empty(TILE, np.int32), np.empty(TILE, np.int32)
        marks, there = np.empty(TILE, np.uint8), np.empty(TILE + 1, np.int32)
        entries = rows.list_starts[begin:end].copy()
        mine = np.full((CHUNK, count), NOTHING, np.int64)
        best = np.full((CHUNK, count), LOWEST, np.int64)
        lots = np.full((CHUNK, count), LOWEST, np.int64)
        for low in range(0, length, TILE):
            width = min(TILE, length - low)
            at_tile = low // TILE
            tile = Columns(
                columns.codes[at_tile],
                columns.words[at_tile],
                columns.small_words[at_tile],
                columns.bits[at_tile],
            )
            for row in range(begin, end):
                here, price, asks = row - begin, row_prices[0, row], int(row_asks[row])
                judge_first(out, spare, marks, row, rows, tile, width, meaning)
                if len(base):
                    add_base(out, low, width, base, row - first)
                stop_at = rows.list_starts[row + 1]
                entries[here] = add_listed(out, low, width, entries[here], stop_at, rows)
                some = still_promising(
                    there,
                    out,
                    spare,
                    row,
                    rows,
                    tile,
                    low,
                    width,
                    meaning,
                    column_asks,
                    asks,
                    score_from,
                )
                for place in range(some):
                    at = there[place]
                    gain = out[at] * scale - column_prices[0, low + at] - price
                    if gain < 0 or (gain == 0 and not draw):
                        continue
                    lot = np.int64(0)
                    if draw:
                        lot = _lot(row_words[row], column_words[low + at])
                        lot -= row_prices[1, row] + column_prices[1, low + at]
                    if gain > 0 or lot > 0:
                        sums[row - first, 0] += 1
                        sums[row - first, 1] += gain
                        sums[row - first, 2] += lot >> 32
                        sums[row - first, 3] += lot & 0xFFFFFFFF
                        if count:
                            _keep(mine, best, lots, here, low + at, gain, lot)
        for row in range(begin, end):
            for place in range(count):
                found[row - first, place] = mine[row - begin, place]
                gains[row - first, place] = best[row - begin, place]
    return found, gains, sums
