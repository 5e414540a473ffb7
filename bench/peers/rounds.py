"""The `mentor-match` package on two lists in its own format: `rounds.py FOLDER BONUS`.

The folder holds mentors.csv and mentees.csv. Three rounds, each a best assignment that leaves out
pairs made before; a pair in which somebody has nobody yet counts BONUS points more. What comes out
is counted by the points without that bonus. Run in that package's own environment.
"""

import csv
import json
import operator
import sys
import time
from pathlib import Path

from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Equivalent, Generic, Grade, UnmatchedBonus

GRADES = ("AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4")
ROUNDS = 3


def main(folder: Path, bonus: int) -> None:
    begun = time.perf_counter()
    mentors = [_person(Mentor, row, "characteristics") for row in _rows(folder / "mentors.csv")]
    mentees = [_person(Mentee, row, "identity to match") for row in _rows(folder / "mentees.csv")]
    process_data(mentors, mentees, [_rules(bonus) for _ in range(ROUNDS)])
    taken = time.perf_counter() - begun
    pairs = [(mentor, mentee) for mentor in mentors for mentee in mentor.mentees]
    report = {
        "seconds": {"whole": taken},
        "served": sum(bool(one.mentees) for one in mentors)
        + sum(bool(one.mentors) for one in mentees),
        "served_mentors": sum(bool(one.mentees) for one in mentors),
        "served_mentees": sum(bool(one.mentors) for one in mentees),
        "places": len(pairs),
        "total": 1000 * sum(_points(mentor, mentee) for mentor, mentee in pairs),
        "note": f"a bonus of {bonus} for who has nobody yet",
    }
    print(json.dumps(report))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _person(kind, row, identity):
    person = kind(**{**row, "email": row["email address"], "grade": GRADES.index(row["grade"])})
    person.identity = {one.strip() for one in row[identity].split(",") if one.strip()}
    return person


def _alike(match) -> bool:
    return bool(match.mentor.identity & match.mentee.identity)


def _rules(bonus: int):
    rules = [
        Disqualify(lambda match: match.mentor.organisation == match.mentee.organisation),
        Disqualify(lambda match: match.mentor.grade - match.mentee.grade not in (1, 2)),
        Grade(1, operator.eq, {True: 9, False: 0}),
        Grade(2, operator.eq, {True: 12, False: 0}),
        Equivalent("profession", {True: 10, False: 0}),
        Generic({True: 6, False: 0}, _alike),
    ]
    return [*rules, UnmatchedBonus(bonus)] if bonus else rules


def _points(mentor, mentee) -> int:
    return (
        {1: 9, 2: 12}[mentor.grade - mentee.grade]
        + 10 * (mentor.profession == mentee.profession)
        + 6 * bool(mentor.identity & mentee.identity)
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
