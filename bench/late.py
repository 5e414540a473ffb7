"""Late joiners and leavers: a re-match from prices that are there, beside the same from nothing.

    python -m bench late [FAMILY [SIZE [WALKS]]]

One mentee in a hundred joins late, and three mentors in a thousand leave. The plan before is
settled on the pairs that so many walks over all pairs found, which is where a re-match goes on
from. Both answers are the best one for the same pairs, so they are the same; the run ends with an
error if they are not. Writes a table that `bench/matching.md` shows.
"""

import resource
import sys
import time
from dataclasses import replace

import numpy as np

from bench.instances import FAMILIES, Family, cohort, sides
from bench.machine import machine
from bench.matching import LATE
from turnabout.joining.matching.engine import Problem, Standing
from turnabout.joining.matching.engine.objective import objective
from turnabout.joining.matching.engine.pricing import merged
from turnabout.joining.matching.engine.solution import Solution
from turnabout.joining.matching.engine.solver import solver
from turnabout.joining.matching.engine.standing import settled, started
from turnabout.joining.matching.engine.ways import way

JOIN, LEAVE = 100, 333
MORE = 11
KEEPING = (0, 20, 40, 1000)
PINNED = "all pinned"
TIMES = 3
HEAD = (
    "| family | people a side | pairs in hand | points for keeping | from prices s | "
    "from nothing s | best of joiners s | pairs that stay | people dropped | served | total |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)


def stand(problem: Problem, walks: int) -> Standing:
    """Where a run stands after so many walks over all pairs."""
    now = way(problem)
    asked = objective(now.cohort, now.pinned, problem.rules)
    walk = now.walk(asked)
    settle = solver(problem)
    edges, solution = walk.starting(), None
    for _ in range(walks):
        solution = settle(asked, edges, solution, False)
        prices = solution.mentor_prices, solution.mentee_prices
        edges = merged([edges, walk.gaining(*prices, most=MORE, draw=False).edges])
    return Standing(
        tuple(one.id for one in now.cohort.mentors),
        tuple(one.id for one in now.cohort.mentees),
        edges,
        settle(asked, edges, solution, True),
        dict(asked.scales),
    )


def pairs_of(standing: Standing, solution: Solution) -> frozenset[tuple[str, str]]:
    """The pairs of a plan, by ids."""
    chosen = zip(solution.rows.tolist(), solution.columns.tolist(), strict=True)
    return frozenset((standing.mentors[row], standing.mentees[column]) for row, column in chosen)


def lines(family: Family, size: int, walks: int) -> list[str]:
    """The rows of the table, one for each weight on keeping."""
    whole = cohort(*sides(size, family), family)
    draw = np.random.default_rng(1)
    late = set(draw.choice(len(whole.mentees), len(whole.mentees) // JOIN, False).tolist())
    gone = set(draw.choice(len(whole.mentors), len(whole.mentors) // LEAVE, False).tolist())
    early = tuple(one for at, one in enumerate(whole.mentees) if at not in late)
    stay = tuple(one for at, one in enumerate(whole.mentors) if at not in gone)
    standing = stand(replace(whole, mentees=early), walks)
    together = pairs_of(standing, standing.solution)
    here = {one.id for one in stay}
    could_stay = {pair for pair in together if pair[0] in here}
    made = []
    for points in (*KEEPING, PINNED):
        changes = (
            {"pins": frozenset(could_stay)}
            if points == PINNED
            else {"kept": together, "keep_weight": points}
        )
        after = Problem(stay, whole.mentees, replace(whole.rules, **changes))
        begun = time.perf_counter()
        start = started(after, standing)
        joining = time.perf_counter() - begun
        warm, cold = [], []
        settle = solver(after)
        for _ in range(TIMES):
            begun = time.perf_counter()
            found = settle(start.asked, start.edges, start.before, True)
            warm.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        again = settle(start.asked, start.edges, None, True)
        cold.append(time.perf_counter() - begun)
        if (found.rows != again.rows).any() or (found.columns != again.columns).any():
            raise SystemExit("not the same plan from prices and from nothing")
        pairs = pairs_of(settled(after, start).standing, found)
        had, has = ({mentee for _, mentee in some} for some in (could_stay, pairs))
        mentors_had, mentors_have = ({mentor for mentor, _ in some} for some in (could_stay, pairs))
        dropped = len(had - has) + len(mentors_had - mentors_have)
        kept = len(pairs & could_stay)
        more = points * kept if isinstance(points, int) else 0
        line = (
            f"| {family} | {size:,} | {len(start.edges.rows):,} | {points} "
            f"| {np.median(warm):.3f} | {np.median(cold):.3f} | {joining:.1f} "
            f"| {kept:,} of {len(could_stay):,}, {100 * kept / len(could_stay):.2f} % | {dropped} "
            f"| {len(has) + len(mentors_have):,} | {int(found.scores.sum()) / 1000 - more:,.1f} |"
        )
        print(line, flush=True)
        made.append(line)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 10**6
    print(f"{peak:,} MB at the peak", flush=True)
    return made


def main(words: list[str]) -> None:
    """Measure what is named, and keep the rows beside those of earlier runs."""
    family = words[0] if words else "surplus"
    if family not in FAMILIES:
        raise SystemExit(f"There is no family called {family}. There are: {', '.join(FAMILIES)}.")
    size = int(words[1]) if len(words) > 1 else 100_000
    walks = int(words[2]) if len(words) > 2 else 1
    stand(cohort(*sides(4_000, "tight"), "tight"), 1)
    made = lines(family, size, walks)
    kept = LATE.read_text().splitlines()[2:] if LATE.is_file() else []
    rows = [one for one in kept if not one.startswith(f"| {family} | {size:,} |")]
    LATE.parent.mkdir(parents=True, exist_ok=True)
    LATE.write_text("\n".join([HEAD, *rows, *made]) + "\n")
    print(machine())


if __name__ == "__main__":
    main(sys.argv[1:])
