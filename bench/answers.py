"""One answer to one instance: `python -m bench.answers WHO FAMILY SIZE SEED` says it as JSON.

Run by the comparison in a process of its own, so that times and memory belong to one tool.
"""

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from bench import dense
from bench.instances import FAMILIES, cohort, sides
from turnabout.joining.matching import engine

EACH = 24
CHECKED_UP_TO = 10_000
WARM_UP_TO = 15.0
Answer = dict[str, Any]


class _Watch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._begun = time.perf_counter()

    def stage(self, name: str) -> float:
        """Book what passed since the stage before under this name."""
        now = time.perf_counter()
        self.seconds[name] = now - self._begun
        self._begun = now
        return self.seconds[name]


def ours(problem: engine.Problem) -> Answer:
    """The engine: `first` in a fresh process, `whole` once everything is loaded and compiled."""
    watch = _Watch()
    plan = engine.solve(problem, explain=False)
    if watch.stage("first") < WARM_UP_TO:
        plan = engine.solve(problem, explain=False)
        watch.stage("whole")
    else:
        watch.seconds["whole"] = watch.seconds["first"]
    reached = dense.Objective(plan.served, plan.places, plan.total)
    proven = plan.certificate.is_optimal
    if max(len(problem.mentors), len(problem.mentees)) <= CHECKED_UP_TO:
        proven = proven and engine.check_proof(problem, plan).is_optimal
        watch.stage("check")
    return _answer(watch, reached, "optimal over all pairs" if proven else "not proven")


def scipy_dense(problem: engine.Problem) -> Answer:
    """SciPy over the whole table."""
    from bench import solvers  # before the clock starts, and for nobody else

    watch = _Watch()
    arrays = dense.arrays(problem)
    watch.stage("scoring")
    chosen = solvers.scipy_dense(arrays)
    watch.stage("solving")
    return _answer(watch, solvers.objective(arrays, chosen))


def scipy_sparse(problem: engine.Problem, each: int | None) -> Answer:
    """SciPy over a list of pairs."""
    from bench import solvers  # before the clock starts, and for nobody else

    watch = _Watch()
    arrays, pairs = _listed(problem, each)
    watch.stage("scoring")
    chosen = solvers.scipy_sparse(arrays, pairs)
    watch.stage("solving")
    return _answer(watch, solvers.objective(arrays, chosen), _looked_at(pairs))


def ortools_flow(problem: engine.Problem, each: int | None) -> Answer:
    """OR-Tools over a list of pairs, with the prices it keeps to itself."""
    from bench import solvers  # before the clock starts, and for nobody else

    watch = _Watch()
    arrays, pairs = _listed(problem, each)
    watch.stage("scoring")
    flow = solvers.ortools_flow(arrays, pairs)
    watch.stage("solving")
    solvers.prices(flow)
    watch.stage("prices")
    return _answer(watch, solvers.objective(arrays, flow.chosen), _looked_at(pairs))


WHO: dict[str, Callable[[engine.Problem], Answer]] = {
    "ours": ours,
    "scipy-dense": scipy_dense,
    "scipy-sparse": lambda problem: scipy_sparse(problem, None),
    "scipy-best": lambda problem: scipy_sparse(problem, EACH),
    "ortools": lambda problem: ortools_flow(problem, None),
    "ortools-best": lambda problem: ortools_flow(problem, EACH),
}


def write_tables(problem: engine.Problem, folder: Path) -> Answer:
    """The instance as .npy files, for a tool in an environment of its own."""
    watch = _Watch()
    arrays = dense.arrays(problem)
    watch.stage("scoring")
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in asdict(arrays).items():
        np.save(folder / f"{name}.npy", table)
    return {"seconds": watch.seconds}


def _listed(problem: engine.Problem, each: int | None) -> tuple[dense.Arrays, dense.Edges]:
    arrays = dense.arrays(problem)
    if each is None:
        return arrays, dense.edges(arrays.scores)
    return arrays, dense.best_edges(arrays.scores, each)


def _looked_at(pairs: dense.Edges) -> str:
    return f"{len(pairs.scores):,} pairs"


def _answer(watch: _Watch, reached: dense.Objective, note: str = "") -> Answer:
    watch.seconds.setdefault("whole", sum(watch.seconds.values()))
    return {"seconds": watch.seconds, **asdict(reached), "note": note}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.answers", description=__doc__)
    parser.add_argument("who", choices=(*WHO, "tables"))
    parser.add_argument("family", choices=FAMILIES)
    parser.add_argument("size", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("folder", type=Path, nargs="?", default=Path())
    asked = parser.parse_args()
    problem = cohort(*sides(asked.size, asked.family), asked.family, asked.seed)
    try:
        answer = (
            write_tables(problem, asked.folder)
            if asked.who == "tables"
            else WHO[asked.who](problem)
        )
    except (dense.TooLarge, dense.CannotAnswer) as why:
        answer = {"trouble": str(why)}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
