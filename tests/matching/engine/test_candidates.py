import random

import numpy as np
import pytest

from tests.matching.engine.instances import table_problem
from turnabout.joining.matching.engine.candidates import best_over
from turnabout.joining.matching.engine.flow import best
from turnabout.joining.matching.engine.objective import objective
from turnabout.joining.matching.engine.pricing import promising
from turnabout.joining.matching.engine.ranking import leading
from turnabout.joining.matching.engine.solution import Edges
from turnabout.joining.matching.engine.ways import Plain


def crowded(seed, size=36):
    """Everybody wants the same few: the first candidates are never enough."""
    draw = random.Random(seed)
    mentors = {f"m{number:02}": (draw.choice([1, 1, 2]), None) for number in range(size)}
    mentees = {f"s{number:02}": (draw.choice([1, 2, 3]), None) for number in range(size)}
    scores = {
        (mentor, mentee): max(0, 60 - int(mentor[1:]) - int(mentee[1:])) + draw.randint(0, 3)
        for mentor in mentors
        for mentee in mentees
        if draw.random() < 0.9
    }
    pins = frozenset({("m35", "s35"), ("m34", "s34")} & set(scores))
    return table_problem(mentors, mentees, scores, pins=pins)


@pytest.mark.parametrize("forced", [None, (35, 30)])
def test_promising_pairs_lead_to_the_plan_over_all_pairs(forced):
    for seed in range(12):
        problem = crowded(seed)
        plain = Plain(problem)
        asked = objective(plain.cohort, plain.pinned, problem.rules, forced=forced)
        walk = plain.walk(asked)
        if forced is not None and not walk.pairs[forced]:
            continue
        nothing = Edges(*(np.zeros(0, np.int64) for _ in range(3)))

        few, proof = best_over(asked, walk, best, promising(walk, nothing))
        everything, _ = best_over(asked, walk, best, walk.starting())

        assert few.rows.tolist() == everything.rows.tolist()
        assert few.columns.tolist() == everything.columns.tolist()
        assert proof.is_optimal


def test_the_leading_few_of_each_row_come_in_order_and_only_where_marked():
    scores = np.array([[5, 7, 7, 1], [2, 2, 2, 2]], np.int32)
    among = np.array([[True, True, True, False], [False, False, True, False]])

    rows, columns = leading(scores, among, 2)

    assert list(zip(rows.tolist(), columns.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2)]


def test_nobody_leads_where_there_is_nobody():
    rows, columns = leading(np.zeros((0, 3), np.int32), np.zeros((0, 3), np.bool_), 2)

    assert (rows.tolist(), columns.tolist()) == ([], [])
