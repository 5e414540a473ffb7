"""Large problems: all pairs walked by compiled code, none of them kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Cohort, Ints
from turnabout.joining.matching.engine.compiled import kernels
from turnabout.joining.matching.engine.compiled.slack import Slack
from turnabout.joining.matching.engine.compiled.tiles import Layout, Tiles, layout, tiles
from turnabout.joining.matching.engine.hard.private import ruled_out
from turnabout.joining.matching.engine.judge import (
    PERMITTED,
    PRIVATE,
    hard_rules,
    has_places,
    judge_pairs,
    pinned,
    score_parts,
)
from turnabout.joining.matching.engine.listed import Listed, joined, listed
from turnabout.joining.matching.engine.objective import TIE, TOTAL, WORTH, Objective
from turnabout.joining.matching.engine.plan import Side
from turnabout.joining.matching.engine.pricing import (
    Gaining,
    exact_sum,
    is_positive,
    merged,
    promising,
)
from turnabout.joining.matching.engine.problem import Problem
from turnabout.joining.matching.engine.quick import FORBIDDEN
from turnabout.joining.matching.engine.rules import Rules
from turnabout.joining.matching.engine.solution import Edges
from turnabout.joining.matching.engine.ties import Words, mixed

AT_ONCE = 4096
MANY, LOOKS, LOW = 2_048, 64, 5
MOST_ASKED = 1 << 28
Ints32 = npt.NDArray[np.int32]
Look = Callable[[int, int, Ints32, int], tuple[Ints, Ints]]


@dataclass(frozen=True)
class Compiled:
    """A problem too large to keep all its pairs."""

    problem: Problem
    _laid: dict[tuple[int, int] | None, Layout] = field(default_factory=dict)

    @cached_property
    def cohort(self) -> Cohort:
        return self.problem.cohort()

    @cached_property
    def pinned(self) -> Listed:
        return pinned(self.cohort, self.problem.rules)

    def walk(self, asked: Objective, score_from: int | None = None) -> "CompiledWalk":
        special = self.pinned
        if asked.forced is not None:
            row, column = (np.array([at], np.int64) for at in asked.forced)
            special = joined(self.cohort.shape, [special, listed(self.cohort.shape, row, column)])
        if asked.forced not in self._laid:
            rules = self.problem.rules
            self._laid[asked.forced] = layout(
                self.cohort,
                hard_rules(rules),
                score_parts(rules),
                ruled_out(self.cohort),
                special,
            )
        laid = self._laid[asked.forced]
        return CompiledWalk(asked, self.problem.rules, laid, special, score_from)


@dataclass(frozen=True)
class CompiledWalk:
    """The walk in machine code. `special` pairs, pins and one forced, are looked at by hand."""

    asked: Objective
    rules: Rules
    laid: Layout
    special: Listed
    score_from: int | None = None
    _slack: Slack = field(default_factory=Slack)

    @property
    def cohort(self) -> Cohort:
        return self.asked.cohort

    def starting(self) -> Edges:
        return promising(self, self._special())

    def leading(self, count: int, side: Side) -> Edges:
        by_mentor = side == "mentor"
        found = self._leading(count, by_mentor=by_mentor)
        special = self._special()
        ends = (special.rows, special.columns) if by_mentor else (special.columns, special.rows)
        found.append((*ends, special.scores))
        rows, columns, scores = (np.concatenate(one) for one in zip(*found, strict=True))
        found.clear()
        if len(rows):
            lots = self.asked.lots(rows, columns) if by_mentor else self.asked.lots(columns, rows)
            order = np.lexsort((-lots, -scores, rows))
            rows, columns, scores = rows[order], columns[order], scores[order]
            few = np.arange(len(rows)) - np.searchsorted(rows, rows) < count
            rows, columns, scores = rows[few], columns[few], scores[few]
        return Edges(rows, columns, scores) if by_mentor else Edges(columns, rows, scores)

    def _leading(self, count: int, *, by_mentor: bool) -> list[tuple[Ints, Ints, Ints]]:
        """Rows, columns and scores, before pairs that are looked at by hand join in."""
        laid = tiles(self.laid, mentors_are_rows=True) if by_mentor else self._tiles
        mine, others = self._words if by_mentor else self._words[::-1]
        words = mine[laid.who], others[laid.order]
        least = max(self.score_from or 0, 0)

        def look(first: int, last: int, base: Ints32, guess: int) -> tuple[Ints, Ints]:
            parts = first, last, base, *laid.parts, len(laid.order)
            return kernels.leading(*parts, least, *words, count, guess)

        guess = self._guessed(look, laid, least)
        found: list[tuple[Ints, Ints, Ints]] = []
        for first, last, base in self._blocks(by_mentor, laid.order):
            columns, scores = look(first, last, base, guess)
            at, place = np.nonzero(columns != kernels.NOTHING)
            found.append((laid.who[at + first], laid.order[columns[at, place]], scores[at, place]))
        return found

    def _guessed(self, look: Look, laid: Tiles, least: int) -> int:
        """What nearly everybody's last leading score is above, by a look at a few people."""
        people = len(laid.who)
        if self._is_slow or people < MANY or len(laid.order) < MANY:
            return least
        none = np.zeros((0, 0), np.int32)
        some = [look(first, first + 1, none, least) for first in range(0, people, people // LOOKS)]
        lowest = [scores[0, -1] for columns, scores in some if columns[0, -1] != kernels.NOTHING]
        return int(np.percentile(lowest, LOW)) if 2 * len(lowest) > len(some) else least

    def scores_of(self, rows: Ints, columns: Ints) -> Ints:
        blocked, scores = judge_pairs(self.cohort, self.rules, rows, columns)
        mentors, mentees = has_places(self.cohort)
        pins = self.asked.pinned.at(rows, columns) != 0
        good = (blocked == PERMITTED) & (scores >= (self.score_from or 0))
        good |= pins & (blocked != PRIVATE)
        return np.where(good & mentors[rows] & mentees[columns], scores, -1)

    def gaining(
        self, mentor_prices: Ints, mentee_prices: Ints, *, most: int, draw: bool
    ) -> Gaining:
        found = [self._gaining_special(mentor_prices, mentee_prices, draw=draw)]
        who, order = self._tiles.who, self._tiles.order
        row_prices = np.ascontiguousarray(mentee_prices[who].T)
        column_prices = np.ascontiguousarray(mentor_prices[order].T)
        mentor_words, mentee_words = self._words
        scale = self.asked.scales.get(TOTAL, 0)
        asks = _asks(row_prices[WORTH], column_prices[WORTH], scale)
        coarse_asks, known, row_drops, tile_drops, margin = self._slack.now(self._tiles, *asks)
        for first, last, base in self._blocks(False, order):
            columns, gains, sums = kernels.gaining(
                first,
                last,
                base,
                *self._tiles.parts,
                len(order),
                max(self.score_from or 0, 0),
                scale,
                row_prices,
                column_prices,
                *asks,
                coarse_asks,
                known,
                row_drops,
                tile_drops,
                margin,
                mentee_words[who],
                mentor_words[order],
                draw,
                most,
            )
            at, place = np.nonzero(columns != kernels.NOTHING)
            row, columns, gains = at + first, columns[at, place], gains[at, place]
            scores = gains + column_prices[WORTH, columns] + row_prices[WORTH, row]
            lots = (exact_sum(sums[:, 2]) << 32) + exact_sum(sums[:, 3])
            edges = Edges(order[columns], who[row], scores * scale)
            found.append(Gaining(edges, int(sums[:, 0].sum()), (exact_sum(sums[:, 1]), lots)))
        return Gaining(
            merged([one.edges for one in found]),
            sum(one.count for one in found),
            (sum(one.total[WORTH] for one in found), sum(one.total[TIE] for one in found)),
        )

    @cached_property
    def _tiles(self) -> Tiles:
        """Mentees as rows: they want few topics, so each of their pairs takes few steps."""
        return tiles(self.laid, mentors_are_rows=False)

    @cached_property
    def _words(self) -> tuple[Words, Words]:
        """The words of the draw, of mentors and mentees; equal sums of the two are equal lots."""
        return mixed(self.asked.mentor_words), self.asked.mentee_words

    @property
    def _is_slow(self) -> bool:
        return bool(self.laid.slow_rules or self.laid.slow_parts)

    def _special(self) -> Edges:
        rows, columns = self.special.rows, self.special.columns
        scores = self.scores_of(rows, columns)
        there = scores >= 0
        return Edges(rows[there], columns[there], scores[there])

    def _gaining_special(self, mentor_prices: Ints, mentee_prices: Ints, *, draw: bool) -> Gaining:
        edges = self._special()
        rows, columns = edges.rows, edges.columns
        prices = mentor_prices[rows] + mentee_prices[columns]
        worth = self.asked.worth(rows, columns, edges.scores) - prices[:, WORTH]
        lot = np.zeros(len(rows), np.int64)
        if draw:
            lot = self.asked.lots(rows, columns) - prices[:, TIE]
        more = is_positive(worth, lot)
        total = exact_sum(worth[more]), exact_sum(lot[more])
        return Gaining(Edges(rows[more], columns[more], edges.scores[more]), int(more.sum()), total)

    def _blocks(
        self, by_mentor: bool, order: Ints
    ) -> Iterator[tuple[int, int, npt.NDArray[np.int32]]]:
        """Blocks of rows, with what rules without a quick form give to their pairs."""
        length = self.cohort.shape[0 if by_mentor else 1]
        at_once = AT_ONCE if self._is_slow else max(length, 1)
        for first in range(0, length, at_once):
            last = min(first + at_once, length)
            given = self._asked_slowly(first, last, by_mentor)
            yield first, last, given[:, order] if self._is_slow else given

    def _asked_slowly(self, first: int, last: int, by_mentor: bool) -> npt.NDArray[np.int32]:
        if not self._is_slow:
            return np.zeros((0, 0), np.int32)
        cohort, rows = self.cohort, slice(first, last)
        if not by_mentor:
            cohort, rows = Cohort(cohort.mentors, cohort.mentees[rows]), slice(0, cohort.shape[0])
        given = np.zeros((rows.stop - rows.start, cohort.shape[1]), np.int64)
        for rule in self.laid.slow_rules:
            given += np.where(rule.permits(cohort, rows), 0, FORBIDDEN)
        for part in self.laid.slow_parts:
            given += part.units(cohort, rows)
        clipped = np.maximum(given, FORBIDDEN).astype(np.int32)
        return clipped if by_mentor else np.ascontiguousarray(clipped.T)


def _asks(row_prices: Ints, column_prices: Ints, scale: int) -> tuple[Ints32, Ints32]:
    """Scores of which rows and columns ask no more than what their prices together are worth.

    Prices of a side lie close together and far from zero, so the columns' lowest goes to the rows.
    What does not fit is cut off below what is asked.
    """
    if not scale or not len(column_prices):
        return (
            np.full(len(row_prices), -2 * MOST_ASKED, np.int32),
            np.zeros(len(column_prices), np.int32),
        )
    lowest = column_prices.min()
    columns = np.minimum((column_prices - lowest) // scale, MOST_ASKED)
    rows = np.clip((row_prices + lowest) // scale, -2 * MOST_ASKED, MOST_ASKED)
    return rows.astype(np.int32), columns.astype(np.int32)
