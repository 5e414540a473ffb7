"""Matching, ours beside the others: every tool on identical instances, in one run.

    python -m bench matching --sizes 60,1000 --families tight,both

Each answer comes from a fresh process. A tool that fails, needs too much or takes too long is
said to; larger instances of that family are then not tried with it. The report is written after
every answer, so a run that is stopped leaves what it has measured, and runs of some sizes or
families can follow each other: each row stays until it is measured again.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from bench.environments import BUILT, PEERS, CannotSetUp, python_of
from bench.machine import machine
from bench.measured import ROOT, Limits, Measured, measure
from bench.report import OURS, Row, table

FAMILIES = {
    "surplus": "mentors take 1 to 3, mentees one",
    "tight": "everybody takes one",
    "both": "1 to 3 on both sides",
    "over": "twice as many mentees as mentors, one each",
}
TOOLS = {
    OURS: "ours",
    "SciPy linear_sum_assignment, all pairs": "scipy-dense",
    "SciPy min_weight_full_bipartite_matching, permitted pairs": "scipy-sparse",
    "the same, best 24 of each": "scipy-best",
    "OR-Tools SimpleMinCostFlow with prices, permitted pairs": "ortools",
    "the same flow, best 24 of each": "ortools-best",
    "`matching`, stable": "stable",
}
KEPT = "matching.json"
LATE = BUILT / "late.md"
LARGE = 10_000
AT_LARGE = ("ours", "scipy-dense", "ortools-best")
LARGEST_OF_ALL_FAMILIES = 30_000
LISTS = ("small", "large")
LIST_SIZES = (50, 500)
BONUSES = (6, 50)
REPORT = Path(__file__).with_suffix(".md")
INTRODUCTION = """\
# Matching, measured

`make bench-matching` writes this page. All rows of a size are one instance, drawn by
`bench/instances.py`, and one run; times are seconds, the fastest of three where short. `whole` is
from people to plan: ours with the proof and the draw between equal plans, which no other has, and
without the reasons in words.
Where our first answer took less than 15 s, `whole` is the second one of that process, and
the note gives the first. Peers take the scores from the plain numpy path of our rules, which is
their `scoring`. `x ours` is a tool's `whole` over ours. MB is the peak memory of the process.
From 10,000 a side on, unless it is run `--thorough`, only the tools that do best are asked, in the
first family. Totals are in points. People here want as many partners as they take, so `pairs` is
also how many wanted places are filled.
"""

ABOUT_LATE = """\
## Late joiners

`python -m bench late FAMILY SIZE` adds rows here. One mentee in a hundred joins late and three
mentors in a thousand leave; a re-match goes on from the pairs in hand and the prices of the plan
before. `from prices` is the median of three, for the draw too; both columns of seconds end with
the same plan. `best of joiners` looks at all their pairs, and happens once. Pairs that stay are
counted among those whose two people are both still there. Dropped are people on either side who
had a partner, could have kept her, and have none now. Totals are in points, without those for
keeping.

Who is served comes before what keeping is worth. 1,000 points for keeping are ten times all that a
pair can score otherwise, so that row keeps as many pairs as any plan (of the pairs in hand) that
serves as many people; the last row keeps every pair, and serves so many people fewer.
"""


@dataclass(frozen=True)
class Asked:
    """What a run compares."""

    sizes: tuple[int, ...]
    families: tuple[str, ...]
    seed: int
    limits: Limits
    peer_data: Path | None
    out: Path
    with_lists: bool
    thorough: bool

    def sizes_of(self, family: str) -> tuple[int, ...]:
        """Two families stand for all at the largest size: the easy one and the hard one."""
        every = self.thorough or family in ("surplus", "tight")
        return tuple(one for one in self.sizes if every or one <= LARGEST_OF_ALL_FAMILIES)

    def tools_at(self, family: str, size: int) -> dict[str, str]:
        """Who is asked: from LARGE on the others take minutes, so in one family the fastest of
        their kinds stand for all."""
        if self.thorough or size < LARGE:
            return TOOLS
        some = AT_LARGE if family == "surplus" and size == LARGE else ("ours",)
        return {tool: who for tool, who in TOOLS.items() if who in some}


class Report:
    """The page as it grows. What earlier runs measured stays on it until it is measured again."""

    def __init__(self, out: Path, kept: Path) -> None:
        self._out = out
        self._kept = kept
        self._sections: dict[str, list[Row]] = {}
        if kept.is_file():
            for title, rows in json.loads(kept.read_text()).items():
                self._sections[title] = [_row(one) for one in rows]

    def section(self, title: str) -> Callable[[Row], None]:
        """Begin a table; what comes back adds a row and writes the page."""
        rows = self._sections.setdefault(title, [])

        def add(row: Row) -> None:
            names = [one.names for one in rows]
            if row.names in names:
                rows[names.index(row.names)] = row
            else:
                rows.append(row)
            rows.sort(key=lambda one: _first_number(one.size))
            self.write()
            outcome = row.measured.trouble or f"{row.measured.seconds['whole']:.3f} s"
            print(f"{title}, {row.size}, {row.tool}: {outcome}", flush=True)

        return add

    def write(self) -> None:
        """Write the page, and keep what it is made of."""
        parts = [INTRODUCTION, machine()]
        parts += [f"## {title}\n\n{table(rows)}" for title, rows in self._sections.items() if rows]
        if LATE.is_file():
            parts.append(f"{ABOUT_LATE}\n{LATE.read_text()}")
        self._out.write_text("\n\n".join(part.strip() for part in parts) + "\n")
        self._kept.parent.mkdir(parents=True, exist_ok=True)
        kept = {title: [asdict(row) for row in rows] for title, rows in self._sections.items()}
        self._kept.write_text(json.dumps(kept, indent=1))


def _row(kept: dict[str, Any]) -> Row:
    measured, ours = (
        None if kept[one] is None else Measured(**kept[one]) for one in ("measured", "ours")
    )
    assert measured is not None
    return Row(kept["size"], kept["tool"], measured, ours)


def _first_number(size: str) -> int:
    return int(size.split()[0].replace(",", ""))


def run(asked: Asked) -> None:
    """Measure everything that is asked for."""
    report = Report(asked.out, asked.out.parent / KEPT if asked.out != REPORT else BUILT / KEPT)
    for family in asked.families:
        add = report.section(f"{family}: {FAMILIES[family]}")
        for row in _family(family, asked):
            add(row)
    if asked.with_lists:
        add = report.section("The lists and the rules of `mentor-match`")
        for row in _lists(asked):
            add(row)
    report.write()


def _family(family: str, asked: Asked) -> Iterator[Row]:
    given_up: dict[str, str] = {}
    for size in asked.sizes_of(family):
        ours: Measured | None = None
        for tool, who in asked.tools_at(family, size).items():
            if who in given_up:
                found = Measured(f"not tried: {given_up[who]}")
            else:
                found = _answer(who, family, size, asked)
                if found.trouble:
                    given_up[who] = f"{found.trouble} at {size:,}"
            if who == "ours":
                ours = found
            yield Row(f"{size:,}", tool, found, ours)


def _answer(who: str, family: str, size: int, asked: Asked) -> Measured:
    command = [sys.executable, "-m", "bench.answers", who, family, size, asked.seed]
    if who != "stable":
        return measure(command, asked.limits)
    folder = BUILT / "instance"
    try:
        python = python_of("matching")
    except CannotSetUp as why:
        return Measured(str(why))
    command[3] = "tables"
    written = measure([*command, folder], asked.limits)
    if written.trouble:
        return written
    found = measure([python, PEERS / "stable.py", folder], asked.limits)
    shutil.rmtree(folder, ignore_errors=True)
    if found.trouble:
        return found
    scoring = written.seconds["scoring"]
    whole = scoring + found.seconds["whole"]
    return replace(found, seconds={**found.seconds, "scoring": scoring, "whole": whole})


def _lists(asked: Asked) -> Iterator[Row]:
    for name, size in zip(LISTS, LIST_SIZES, strict=True):
        folder = _lists_in(name, size, asked)
        label = f"{size} x {size}"
        ours = measure([sys.executable, "-m", "bench.lists", "ours", folder, "fill"], asked.limits)
        yield Row(label, OURS, ours, ours)
        total = measure(
            [sys.executable, "-m", "bench.lists", "ours", folder, "total"], asked.limits
        )
        yield Row(label, f"{OURS}, places not filled first", total, None)
        for bonus in BONUSES:
            yield Row(label, f"`mentor-match`, bonus {bonus}", _rounds(folder, bonus, asked), ours)


def _rounds(folder: Path, bonus: int, asked: Asked) -> Measured:
    try:
        python = python_of("mentor_match")
    except CannotSetUp as why:
        return Measured(str(why))
    return measure([python, PEERS / "rounds.py", folder, bonus], asked.limits)


def _lists_in(name: str, size: int, asked: Asked) -> Path:
    """The lists of that size: the peer's own if they were given, else drawn ones."""
    folder = BUILT / "lists" / name
    folder.mkdir(parents=True, exist_ok=True)
    if asked.peer_data is None:
        command = [sys.executable, "-m", "bench.lists", "draw", str(folder), str(size)]
        subprocess.run(command, cwd=ROOT, check=True)
    else:
        for side in ("mentors", "mentees"):
            shutil.copyfile(asked.peer_data / f"{name}_{side}.csv", folder / f"{side}.csv")
    return folder


def main(words: Sequence[str] | None = None) -> None:
    """Read what is asked for, and measure it."""
    parser = argparse.ArgumentParser(prog="python -m bench matching", description=__doc__)
    add = parser.add_argument
    add("--sizes", default="60,1000,10000,30000,100000", help="people on a side, smallest first")
    add("--families", default=",".join(FAMILIES), help="of " + ", ".join(FAMILIES))
    add("--seed", type=int, default=0)
    add("--limit", type=float, default=600, metavar="SECONDS", help="for one answer")
    add("--memory", type=float, default=12, metavar="GB", help="for one answer")
    add("--peer-data", type=Path, metavar="DIR", help="small_ and large_ lists of mentor-match")
    add("--thorough", action="store_true", help="all tools and families at all sizes: hours")
    add("--no-lists", action="store_true", help="leave mentor-match out")
    add("--out", type=Path, default=REPORT, help=f"default: {REPORT.relative_to(ROOT)}")
    given = parser.parse_args(words)
    families = tuple(given.families.split(","))
    if unknown := [one for one in families if one not in FAMILIES]:
        parser.error(f"there is no family called {unknown[0]}")
    run(
        Asked(
            sizes=tuple(sorted(int(one) for one in given.sizes.split(","))),
            families=families,
            seed=given.seed,
            limits=Limits(given.limit, int(given.memory * 2**30)),
            peer_data=given.peer_data,
            out=given.out,
            with_lists=not given.no_lists,
            thorough=given.thorough,
        )
    )


if __name__ == "__main__":
    main()
