"""Two lists in the format of the `mentor-match` package, and that tool's rules in our engine.

    python -m bench.lists draw FOLDER SIZE      write mentors.csv and mentees.csv
    python -m bench.lists ours FOLDER fill      solve them, wanted places before the total
    python -m bench.lists ours FOLDER total     solve them, the total right after who is served

There the mentor is the senior one, everybody takes three partners, and an identity column counts.
That is the benchmark of another tool's rules, not one of ours.
"""

import argparse
import csv
import json
import time
from pathlib import Path

from bench.draws import Draws
from turnabout.joining.matching import engine
from turnabout.joining.matching.engine import Person, Problem, Rules
from turnabout.joining.matching.engine.hard.columns import Different
from turnabout.joining.matching.engine.hard.seniority import LevelGap
from turnabout.joining.matching.engine.score.columns import InCommon
from turnabout.joining.matching.engine.score.seniority import GapPoints

GRADES = ("AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4")
ORGANISATIONS = tuple(f"Department {number}" for number in range(1, 7))
PROFESSIONS = ("Policy", "Security", "Law", "Finance", "Digital", "Operations", "Science")
IDENTITIES = tuple(f"identity {number}" for number in range(1, 9))
PLACES = 3
COMMON = ("first name", "last name", "email address", "job title", "grade")
COLUMNS = (*COMMON, "organisation", "profession")


def draw(folder: Path, size: int, seed: int = 0) -> None:
    """Write two lists of `size` people each, the same ones on any machine."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, side in enumerate(("mentor", "mentee")):
        identity = "characteristics" if side == "mentor" else "identity to match"
        draws = Draws(seed, size, number)
        grade = draws.below(len(GRADES), size).tolist()
        organisation = draws.below(len(ORGANISATIONS), size).tolist()
        profession = draws.below(len(PROFESSIONS), size).tolist()
        named = draws.below(len(IDENTITIES), size, 3).tolist()
        count = draws.below(4 if side == "mentor" else 2, size).tolist()
        with (folder / f"{side}s.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow((*COLUMNS, identity))
            for at in range(size):
                name = f"{side}.{at:04}@x.example"
                held = sorted({IDENTITIES[one] for one in named[at][: count[at]]})
                rows.writerow(
                    (
                        side,
                        f"{at:04}",
                        name,
                        "Some role",
                        GRADES[grade[at]],
                        ORGANISATIONS[organisation[at]],
                        PROFESSIONS[profession[at]],
                        ", ".join(held),
                    )
                )


def problem(folder: Path, *, fill_places: bool) -> Problem:
    """The lists of a folder as a problem for the engine, under that tool's rules."""
    rules = Rules(
        hard=(Different("organisation"), LevelGap(least=-2, most=-1)),
        parts=(
            GapPoints({-1: 9, -2: 12}),
            InCommon(10, "profession"),
            InCommon(6, "identity"),
        ),
        raw_points=True,
        fill_places=fill_places,
    )
    return Problem(
        tuple(_person(row, "characteristics") for row in _rows(folder / "mentors.csv")),
        tuple(_person(row, "identity to match") for row in _rows(folder / "mentees.csv")),
        rules,
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _person(row: dict[str, str], identity: str) -> Person:
    held = frozenset(one.strip() for one in row[identity].split(",") if one.strip())
    return Person(
        id=row["email address"],
        wanted=PLACES,
        level=GRADES.index(row["grade"]),
        profession=row["profession"],
        attributes={"organisation": row["organisation"], "identity": held},
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.lists", description=__doc__)
    parser.add_argument("what", choices=("draw", "ours"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("how")
    asked = parser.parse_args()
    if asked.what == "draw":
        draw(asked.folder, int(asked.how))
        return
    begun = time.perf_counter()
    people = problem(asked.folder, fill_places=asked.how == "fill")
    plan = engine.solve(people, explain=False)
    first = time.perf_counter() - begun
    begun = time.perf_counter()
    people = problem(asked.folder, fill_places=asked.how == "fill")
    plan = engine.solve(people, explain=False)
    report = {
        "seconds": {"first": first, "whole": time.perf_counter() - begun},
        "served": plan.served,
        "served_mentors": plan.served_mentors,
        "served_mentees": plan.served_mentees,
        "places": plan.places,
        "total": plan.total,
        "note": "optimal over all pairs" if plan.certificate.is_optimal else "not proven",
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
