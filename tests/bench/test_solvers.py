import numpy as np
import pytest

from bench import dense, solvers
from bench.instances import FAMILIES, cohort, sides
from turnabout.joining.matching import engine


def ours(problem):
    plan = engine.solve(problem)
    return dense.Objective(plan.served, plan.places, plan.total)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_flow_of_another_library_reaches_what_the_engine_reaches(family):
    problem = cohort(*sides(60, family), family)
    arrays = dense.arrays(problem)

    flow = solvers.ortools_flow(arrays, dense.edges(arrays.scores))

    assert solvers.objective(arrays, flow.chosen) == ours(problem)
    price = solvers.prices(flow)
    left = flow.costs + price[flow.tails] - price[flow.heads]
    assert (left[flow.used < flow.room] >= 0).all()
    assert (left[flow.used > 0] <= 0).all()


@pytest.mark.parametrize("family", ["surplus", "tight", "over"])
def test_the_assignment_solvers_reach_what_the_engine_reaches(family):
    problem = cohort(*sides(60, family), family)
    arrays = dense.arrays(problem)

    whole = solvers.scipy_dense(arrays)
    listed = solvers.scipy_sparse(arrays, dense.edges(arrays.scores))

    assert solvers.objective(arrays, whole) == ours(problem)
    assert solvers.objective(arrays, listed) == ours(problem)


def test_an_assignment_solver_is_not_asked_for_several_places_on_both_sides():
    arrays = dense.arrays(cohort(20, 20, "both"))

    with pytest.raises(dense.CannotAnswer, match="several places on both sides"):
        solvers.scipy_dense(arrays)


def test_a_flow_that_is_not_the_best_has_no_prices():
    arrays = dense.arrays(cohort(20, 20, "tight"))
    flow = solvers.ortools_flow(arrays, dense.edges(arrays.scores))
    idle = solvers.Flow(
        flow.tails,
        flow.heads,
        flow.costs,
        flow.room,
        np.where(flow.costs == 0, flow.room, 0),
        flow.chosen,
        flow.nodes,
    )

    with pytest.raises(dense.CannotAnswer, match="better flow"):
        solvers.prices(idle)
