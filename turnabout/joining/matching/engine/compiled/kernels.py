"""The walk over all pairs as machine code: rows in chunks, columns in tiles that fit the cache."""

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Ints
from turnabout.joining.matching.engine.compiled.jit import compiled, compiled_for_all_cores, each
from turnabout.joining.matching.engine.compiled.judging import (
    TILE,
    Columns,
    Int16s,
    Int32s,
    Meaning,
    Rows,
    add_base,
    add_listed,
    clear,
    judge_first,
    past_listed,
    room,
    tops_of,
)
from turnabout.joining.matching.engine.compiled.promising import still_promising
from turnabout.joining.matching.engine.quick import FORBIDDEN

CHUNK = 512
NOTHING = -1
LOWEST = -(1 << 62)
MOST_SLACK = 32_000
NOT_KNOWN = 32_767
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


@compiled
def _tile_of(columns: Columns, at_tile: int) -> Columns:
    return Columns(
        columns.codes[at_tile],
        columns.words[at_tile],
        columns.small_words[at_tile],
        columns.bits[at_tile],
    )


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
    guess: int,
) -> tuple[Ints, Ints]:
    """The columns of the highest scores of each row, best first, and the scores; NOTHING if none.

    Of equal scores the one with the higher lot comes first. Rows `first` to `last`; `base` has
    what other rules gave to these rows, or no rows at all; `length` is how many columns there are.
    Only scores from `guess` on are looked for; a row with too few of them begins again without.
    """
    found = np.full((last - first, count), NOTHING, np.int64)
    scores = np.full((last - first, count), NOTHING, np.int64)
    nothing, coarse_nothing = np.zeros(TILE, np.int32), np.zeros(TILE, np.int16)
    for chunk in each((last - first + CHUNK - 1) // CHUNK):
        begin = first + chunk * CHUNK
        end = min(begin + CHUNK, last)
        here = room(meaning.firsts)
        entries = rows.list_starts[begin:end].copy()
        mine = np.full((CHUNK, count), NOTHING, np.int64)
        best = np.full((CHUNK, count), max(guess, score_from) - 1, np.int64)
        lots = np.full((CHUNK, count), NOTHING, np.int64)
        begins_again = np.zeros(CHUNK, np.bool_)
        for again in range(2):
            for low in range(0, length, TILE):
                width = min(TILE, length - low)
                at_tile = low // TILE
                tile = _tile_of(columns, at_tile)
                here.class_of[0] = NOTHING
                for row in range(begin, end):
                    own = row - begin
                    if again and not begins_again[own]:
                        continue
                    stop_at = rows.list_starts[row + 1]
                    entry = past_listed(entries[own], stop_at, low, rows)
                    entries[own] = past_listed(entry, stop_at, low + width, rows)
                    first_top, top = tops_of(row, at_tile, rows, meaning)
                    if first_top + top <= FORBIDDEN >> 1:
                        continue
                    judge_first(here, row, rows, tile, at_tile, width, meaning)
                    if len(base):
                        top += add_base(here, low, width, base, row - first)
                    top += add_listed(here, low, entry, entries[own], rows)
                    least = max(best[own, count - 1], score_from)
                    some, _ = still_promising(
                        here,
                        row,
                        rows,
                        tile,
                        width,
                        meaning,
                        top,
                        coarse_nothing,
                        nothing,
                        least,
                        least,
                    )
                    for place in range(some):
                        at, total = here.there[place], here.totals[place]
                        if total >= best[own, count - 1]:
                            lot = _lot(row_words[row], column_words[low + at])
                            _keep(mine, best, lots, own, low + at, total, lot)
                    clear(here, low, width, entry, entries[own], rows, len(base) > 0)
            if again or guess <= score_from:
                break
            for own in range(end - begin):
                if mine[own, count - 1] == NOTHING:
                    begins_again[own] = True
                    entries[own] = rows.list_starts[begin + own]
                    for place in range(count):
                        mine[own, place] = lots[own, place] = NOTHING
                        best[own, place] = score_from - 1
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
    coarse_asks: Int16s,
    slack: Int16s,
    row_drops: Ints,
    tile_drops: Ints,
    margin: int,
    row_words: Words,
    column_words: Words,
    draw: bool,
    count: int,
) -> tuple[Ints, Ints, Ints]:
    """Pairs worth more than both prices: columns, gains, and per row what all of them add up to.

    Prices are lanes by people; a pair that scores less than both asks together gains nothing. The
    words of mentors are mixed already. The sums are: how many, the gains of the packed lane, and
    those of the draw in two halves.

    `slack` says for rows by tiles how far above what is asked any pair was at most when asks were
    higher by the drops of its row and tile, in coarse units; a tile that is below for sure is not
    looked at again. It is brought up to date, and pairs that miss what is asked by less than
    `margin` are gone on with for its sake. Without tiles nothing is remembered.
    """
    remembers = slack.shape[1] > 0
    found = np.full((last - first, count), NOTHING, np.int64)
    gains = np.full((last - first, count), LOWEST, np.int64)
    sums = np.zeros((last - first, 4), np.int64)
    for chunk in each((last - first + CHUNK - 1) // CHUNK):
        begin = first + chunk * CHUNK
        end = min(begin + CHUNK, last)
        here = room(meaning.firsts)
        entries = rows.list_starts[begin:end].copy()
        mine = np.full((CHUNK, count), NOTHING, np.int64)
        best = np.full((CHUNK, count), LOWEST, np.int64)
        lots = np.full((CHUNK, count), LOWEST, np.int64)
        for low in range(0, length, TILE):
            width = min(TILE, length - low)
            at_tile = low // TILE
            tile = _tile_of(columns, at_tile)
            asked = column_asks[low : low + width]
            coarsely_asked = coarse_asks[low : low + width]
            here.class_of[0] = NOTHING
            for row in range(begin, end):
                own, price, asks = row - begin, row_prices[0, row], int(row_asks[row])
                if remembers and slack[row, at_tile] != NOT_KNOWN:
                    at_most = slack[row, at_tile] * meaning.unit
                    at_most += row_drops[row] + tile_drops[at_tile]
                    if at_most < 0:
                        slack[row, at_tile] = max(-(-at_most // meaning.unit), -MOST_SLACK)
                        continue
                stop_at = rows.list_starts[row + 1]
                entry = past_listed(entries[own], stop_at, low, rows)
                entries[own] = past_listed(entry, stop_at, low + width, rows)
                first_top, top = tops_of(row, at_tile, rows, meaning)
                if first_top + top <= FORBIDDEN >> 1:
                    if remembers:
                        slack[row, at_tile] = -MOST_SLACK
                    continue
                judge_first(here, row, rows, tile, at_tile, width, meaning)
                if len(base):
                    top += add_base(here, low, width, base, row - first)
                top += add_listed(here, low, entry, entries[own], rows)
                some, nearest = still_promising(
                    here,
                    row,
                    rows,
                    tile,
                    width,
                    meaning,
                    top,
                    coarsely_asked,
                    asked,
                    asks - margin,
                    score_from,
                )
                nearest -= margin
                for place in range(some):
                    at, total = here.there[place], int(here.totals[place])
                    nearest = max(nearest, total - asked[at] - asks)
                    gain = total * scale - column_prices[0, low + at] - price
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
                            _keep(mine, best, lots, own, low + at, gain, lot)
                if remembers:
                    nearest = max(nearest // meaning.unit + 1, -MOST_SLACK)
                    slack[row, at_tile] = nearest if nearest <= MOST_SLACK else NOT_KNOWN
                clear(here, low, width, entry, entries[own], rows, len(base) > 0)
        for row in range(begin, end):
            for place in range(count):
                found[row - first, place] = mine[row - begin, place]
                gains[row - first, place] = best[row - begin, place]
    return found, gains, sums
