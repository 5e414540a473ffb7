import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from bench.literature import machol_wien, on_a_line, planted
from turnabout.joining.matching.engine import EdgeList, ProblemError, assign

ONES = np.ones(3, np.int64)


@pytest.mark.parametrize(
    "standard",
    [machol_wien(60), machol_wien(151), on_a_line(120), on_a_line(400), planted(300, 8)],
    ids=lambda standard: standard.name,
)
def test_standard_instances_reach_their_known_optimum(standard):
    gains, best = standard.gains()
    places = np.ones(standard.size, np.int64)

    found = assign(places, places, EdgeList(standard.rows, standard.columns, gains))

    assert (len(found.rows), found.total) == (standard.size, best)
    assert found.proof.is_optimal


def test_a_table_a_list_and_a_function_give_the_same_plan():
    draw = np.random.default_rng(4)
    table = draw.integers(-3, 50, (40, 30))
    row_places, column_places = draw.integers(0, 3, 40), draw.integers(0, 4, 30)
    rows, columns = np.nonzero(table >= 0)

    found = [
        assign(row_places, column_places, scores, highest=50)
        for scores in (
            table,
            EdgeList(rows, columns, table[rows, columns]),
            lambda some, others: table[np.ix_(some, others)],
        )
    ]

    pairs = [list(zip(one.rows.tolist(), one.columns.tolist(), strict=True)) for one in found]
    assert pairs[0] == pairs[1] == pairs[2]
    assert [one.total for one in found] == [sum(table[pair] for pair in pairs[0])] * 3


def test_a_tight_table_is_solved_as_scipy_solves_it():
    for seed in range(20):
        table = np.random.default_rng(seed).integers(0, 9, (12, 12))
        places = np.ones(12, np.int64)

        found = assign(places, places, table)

        assert found.total == table[linear_sum_assignment(table, maximize=True)].sum()


@pytest.mark.parametrize(
    ("places", "scores", "kind"),
    [
        (np.array([1, -1, 1]), np.zeros((3, 3), np.int64), "places_below_zero"),
        (np.array([1.0, 1.0, 1.0]), np.zeros((3, 3), np.int64), "places_not_whole_numbers"),
        (ONES, np.zeros((3, 2), np.int64), "not_a_table"),
        (ONES, np.zeros((3, 3)), "not_a_table"),
        (ONES, np.full((3, 3), 2**40), "score_too_high"),
        (ONES, lambda rows, columns: np.zeros((3, 3), np.int64), "no_highest"),
        (ONES, EdgeList(ONES, ONES, ONES), "edge_twice"),
        (ONES, EdgeList(np.arange(3), np.arange(1, 4), ONES), "edge_outside"),
        (ONES, EdgeList(np.arange(3), np.arange(3), -ONES), "score_below_zero"),
        (ONES, EdgeList(np.arange(3), np.arange(3), ONES[:2]), "edges_of_unequal_length"),
        (ONES, EdgeList(np.array([0.5, 1, 2]), np.arange(3), ONES), "edges_not_whole_numbers"),
        (ONES, np.ma.masked_less(np.eye(3, dtype=np.int64), 1), "not_a_table"),
        (ONES, [[1, 2, 3]] * 3, "not_a_table"),
    ],
)
def test_arrays_that_make_no_sense_are_refused_by_kind(places, scores, kind):
    with pytest.raises(ProblemError, match=kind):
        assign(places, ONES, scores)


@pytest.mark.parametrize(
    ("highest", "block", "kind"),
    [
        (float("nan"), np.ones((3, 3), np.int64), "no_highest"),
        (5, np.full((3, 3), 6), "score_too_high: 6"),
        (5, np.ones((1, 1), np.int64), "not_a_table"),
        (5, np.full((3, 3), np.nan), "not_a_table"),
    ],
)
def test_a_function_that_does_not_keep_what_it_promised_is_refused(highest, block, kind):
    with pytest.raises(ProblemError, match=kind):
        assign(ONES, ONES, lambda rows, columns: block, highest=highest)


def test_more_places_than_there_are_others_are_as_many_as_there_are_others():
    most = np.array([2**64 - 1, 1, 0], np.uint64)

    assert assign(most, ONES, np.ones((3, 3), np.int64)).total == 3


def test_nobody_and_no_places_are_an_empty_plan():
    nobody = np.zeros(0, np.int64)

    assert assign(nobody, ONES, np.zeros((0, 3), np.int64)).total == 0
    assert assign(ONES * 0, ONES, np.ones((3, 3), np.int64)).total == 0
