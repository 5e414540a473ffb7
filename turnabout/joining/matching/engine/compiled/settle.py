"""Promising pairs of a large problem, settled in machine code."""

import numpy as np

from turnabout.joining.matching.engine.cohort import Ints, Mask
from turnabout.joining.matching.engine.compiled.graph import by_column
from turnabout.joining.matching.engine.compiled.places import Ids
from turnabout.joining.matching.engine.compiled.sparse import Graph, settle_lanes
from turnabout.joining.matching.engine.compiled.sparse import settle as settle_worth
from turnabout.joining.matching.engine.objective import LANES, WORTH, Objective, bundles
from turnabout.joining.matching.engine.pricing import IN_HAND
from turnabout.joining.matching.engine.solution import Edges, Solution


def settle(asked: Objective, edges: Edges, before: Solution | None, draw: bool) -> Solution:
    """The best choice of these pairs, from the prices of the one before where there is one.

    Edges come sorted by mentor, then mentee.
    """
    cohort = asked.cohort
    order = by_column(edges.columns.astype(np.int32), len(cohort.mentees))
    rows, columns = edges.columns[order].astype(np.int32), edges.rows[order].astype(np.int32)
    graph = Graph(
        rows,
        columns,
        asked.worth(edges.rows, edges.columns, edges.scores)[order],
        bundles(cohort, "mentee"),
        asked.bundle_worth("mentee"),
        bundles(cohort, "mentor"),
        asked.bundle_worth("mentor"),
    )
    mentee_prices = mentor_prices = chosen_before = None
    if before is not None:
        mentee_prices = before.mentee_prices[:, WORTH].copy()
        mentor_prices = before.mentor_prices[:, WORTH].copy()
        chosen_before = _chosen_before(before, rows, columns)
    if draw:
        settled = settle_lanes(
            graph,
            _lots(asked, columns, rows),
            row_prices=mentee_prices,
            column_prices=mentor_prices,
            chosen=chosen_before,
        )
        prices = settled.column_prices, settled.row_prices
    else:
        settled = settle_worth(
            graph, row_prices=mentee_prices, column_prices=mentor_prices, chosen=chosen_before
        )
        prices = _with_no_draw(settled.column_prices), _with_no_draw(settled.row_prices)
    chosen = np.flatnonzero(settled.chosen)
    by_mentor = np.sort(order[chosen])
    return Solution(
        edges.rows[by_mentor], edges.columns[by_mentor], edges.scores[by_mentor], *prices
    )


def _lots(asked: Objective, mentors: Ids, mentees: Ids) -> Ints:
    """The draw of these pairs, some at a time: what it is made of takes five times their room."""
    found = np.empty(len(mentors), np.int64)
    for start in range(0, len(found), IN_HAND):
        some = slice(start, start + IN_HAND)
        found[some] = asked.lots(mentors[some].astype(np.int64), mentees[some].astype(np.int64))
    return found


def _with_no_draw(worth: Ints) -> Ints:
    prices = np.zeros((len(worth), LANES), np.int64)
    prices[:, WORTH] = worth
    return prices


def _chosen_before(before: Solution, rows: Ids, columns: Ids) -> Mask:
    width = np.int64(max(columns.max(initial=0), before.rows.max(initial=0)) + 1)
    keys, wanted = rows * width + columns, np.sort(before.columns * width + before.rows)
    chosen = np.zeros(len(keys), np.bool_)
    if len(keys):
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        chosen[at[keys[at] == wanted]] = True
    return chosen
