import pytest
from scipy.optimize import linear_sum_assignment

from bench.literature import by_scipy, machol_wien, on_a_line, or_library, planted


@pytest.mark.parametrize(
    "standard",
    [machol_wien(1), machol_wien(60), on_a_line(60), planted(200, 5), planted(200, 5, seed=1)],
    ids=lambda standard: standard.name,
)
def test_a_formula_knows_its_optimum(standard):
    assert by_scipy(standard) == standard.optimum


def test_gains_turn_the_least_cost_into_the_best_total():
    standard = on_a_line(40)

    gains, best = standard.gains()

    table = gains.reshape(40, 40)
    rows, columns = linear_sum_assignment(table, maximize=True)
    assert (int(gains.min()), int(table[rows, columns].sum())) == (0, best)


def test_the_files_of_the_or_library_are_read_as_published(tmp_path):
    dense, listed = tmp_path / "assign100.txt", tmp_path / "assignp800.txt"
    dense.write_text(" 2\n 7 8\n 9 1\n")
    listed.write_text(" 3 \n 1 2 75 \n 2 1 18 \n 3 3 4 \n")

    assert or_library(dense).table().tolist() == [[7, 8], [9, 1]]
    found = or_library(listed)
    assert [found.rows.tolist(), found.columns.tolist(), found.costs.tolist()] == [
        [0, 1, 2],
        [1, 0, 2],
        [75, 18, 4],
    ]
    assert (found.size, found.optimum, found.is_dense) == (3, 2239, False)
