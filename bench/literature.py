"""Standard assignment instances whose optimum is known, to be reached exactly.

    python -m bench literature --or-library DIR

Families that a formula defines are made here, at any size. Beasley's instances are read from a
folder, as they are published (assign100.txt … assignp5000.txt of the OR-Library). All are costs
to be made small; `gains` turns them into scores to be made large.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from bench.draws import Draws, Ints
from turnabout.joining.matching.engine import EdgeList, assign

# J. E. Beasley, "Linear programming on Cray supercomputers", Journal of the Operational Research
# Society 41 (1990), 133-139; the values of the file assignopt of the OR-Library.
PUBLISHED = {
    "assign100": 305,
    "assign200": 475,
    "assign300": 626,
    "assign400": 804,
    "assign500": 991,
    "assign600": 1176,
    "assign700": 1362,
    "assign800": 1552,
    "assignp800": 2239,
    "assignp1500": 5839,
    "assignp3000": 18696,
    "assignp5000": 48533,
}


@dataclass(frozen=True)
class Standard:
    """Everybody of `size` rows to one of as many columns, along listed pairs, at least cost."""

    name: str
    size: int
    rows: Ints
    columns: Ints
    costs: Ints
    optimum: int

    @property
    def is_dense(self) -> bool:
        """Whether every pair is listed."""
        return len(self.costs) == self.size**2

    def table(self) -> Ints:
        """Costs as a square table; only for dense ones."""
        whole = np.zeros((self.size, self.size), np.int64)
        whole[self.rows, self.columns] = self.costs
        return whole

    def gains(self) -> tuple[Ints, int]:
        """Scores from 0 up in place of costs, and the best total of a plan that leaves nobody
        out."""
        top = int(self.costs.max(initial=0))
        return top - self.costs, top * self.size - self.optimum


def machol_wien(size: int) -> Standard:
    """Costs i * j, counted from 1: hard for augmenting paths, solved by pairing the ends.

    R. E. Machol and M. Wien, "A hard assignment problem", Operations Research 24 (1976), 190-192.
    """
    numbers = np.arange(1, size + 1, dtype=np.int64)
    optimum = size * (size + 1) * (size + 2) // 6
    return _dense(f"Machol-Wien {size}", np.outer(numbers, numbers), optimum)


def on_a_line(size: int, seed: int = 0) -> Standard:
    """Points on a line and the ways between them: the best plan keeps their order.

    A. J. Hoffman, "On simple linear programming problems", Convexity (1963), 317-327.
    """
    draws = Draws(seed, size)
    here, there = draws.below(10**6, size), draws.below(10**6, size)
    optimum = int(np.abs(np.sort(here) - np.sort(there)).sum())
    return _dense(f"on a line {size}", np.abs(here[:, None] - there[None, :]), optimum)


def planted(size: int, each: int, seed: int = 0) -> Standard:
    """A sparse instance around a drawn plan that drawn prices prove to be the best one.

    Pairs of the plan cost exactly the two prices, all others cost more: no plan can cost less
    than all prices together.
    """
    draws = Draws(seed, size, each)
    mine, theirs = draws.below(1000, size), draws.below(1000, size)
    partner = draws.some(size, size)
    everybody = np.arange(size, dtype=np.int64)
    drawn = np.repeat(everybody, each), draws.below(size, size * each)
    keys = np.unique(drawn[0] * size + drawn[1])
    keys = keys[partner[keys // size] != keys % size]
    slack = 1 + draws.below(200, len(keys))
    rows = np.concatenate([everybody, keys // size])
    columns = np.concatenate([partner, keys % size])
    costs = mine[rows] + theirs[columns]
    costs[size:] += slack
    optimum = int(mine.sum() + theirs.sum())
    return Standard(f"planted {size} x {each}", size, rows, columns, costs, optimum)


def or_library(path: Path) -> Standard:
    """An assignment instance of the OR-Library: `assign*` lists a whole table after the size,
    `assignp*` lists row, column and cost of each pair, both counted from 1."""
    size, *numbers = map(int, path.read_text().split())
    optimum = PUBLISHED[path.stem]
    if not path.stem.startswith("assignp"):
        return _dense(path.stem, np.array(numbers, np.int64).reshape(size, size), optimum)
    rows, columns, costs = np.array(numbers, np.int64).reshape(-1, 3).T
    return Standard(path.stem, size, rows - 1, columns - 1, costs.copy(), optimum)


def _dense(name: str, table: Ints, optimum: int) -> Standard:
    rows, columns = np.indices(table.shape).reshape(2, -1).astype(np.int64)
    return Standard(name, len(table), rows, columns, table.ravel(), optimum)


def known(folder: Path | None) -> Iterator[Standard]:
    """All of them, the published ones if their folder is given."""
    for size in (100, 1000, 2000):
        yield machol_wien(size)
        yield on_a_line(size)
    for size in (1000, 5000, 20_000):
        yield planted(size, 20)
    for name in PUBLISHED if folder else ():
        path = Path(folder or "") / f"{name}.txt"
        if path.is_file():
            yield or_library(path)


def by_scipy(standard: Standard) -> int:
    """The least cost by SciPy: over the table where there is one, else over the list."""
    if standard.is_dense:
        table = standard.table()
        rows, columns = linear_sum_assignment(table)
        return int(table[rows, columns].sum())
    shape = (standard.size, standard.size)
    # A cost of 0 would be dropped from the list.
    graph = csr_array((standard.costs + 1.0, (standard.rows, standard.columns)), shape=shape)
    chosen = min_weight_full_bipartite_matching(graph)
    return int(graph[chosen].sum()) - standard.size


def by_us(standard: Standard) -> int:
    """The least cost by our engine, through its interface for plain arrays."""
    gains, _ = standard.gains()
    places = np.ones(standard.size, np.int64)
    top = int(standard.costs.max(initial=0))
    scores = (
        top - standard.table()
        if standard.is_dense
        else EdgeList(standard.rows, standard.columns, gains)
    )
    found = assign(places, places, scores)
    return top * len(found.rows) - found.total


SOLVERS: dict[str, Callable[[Standard], int]] = {"Turnabout": by_us, "SciPy": by_scipy}


def main(words: Sequence[str] | None = None) -> None:
    """Solve all of them with every solver, and say what each reaches."""
    parser = argparse.ArgumentParser(prog="python -m bench literature", description=__doc__)
    parser.add_argument("--or-library", type=Path, metavar="DIR")
    folder = parser.parse_args(words).or_library
    for standard in known(folder):
        for name, solve in SOLVERS.items():
            begun = time.perf_counter()
            reached = solve(standard)
            taken = time.perf_counter() - begun
            verdict = "" if reached == standard.optimum else f"  NOT {standard.optimum:,}"
            print(f"{standard.name:20} {name:10} {taken:8.3f} s {reached:15,}{verdict}", flush=True)


if __name__ == "__main__":
    main()
