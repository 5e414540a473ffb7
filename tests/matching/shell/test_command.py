import csv
import json
from pathlib import Path

import pytest

from turnabout.cli import main

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"

MENTORS = """first name,last name,email address,grade,organisation,profession,characteristics
Ada,Nowak,ada@x.example,SCS1,Peace,Policy,"Left-handed, Tall"
Bo,Ek,bo@x.example,Grade 6,Love,HR,
Cy,Om,cy@x.example,AA,Joy,HR,Tall
"""
MENTEES = """first name,last name,email address,grade,organisation,profession,identity to match
Dee,Fox,dee@x.example,Grade 7,Joy,Policy,Tall
Eve,Ray,eve@x.example,Grade 6,Love,HR,
"""


@pytest.fixture
def lists(tmp_path):
    (tmp_path / "mentors.csv").write_text(MENTORS)
    (tmp_path / "mentees.csv").write_text(MENTEES)
    return tmp_path


def match(folder, *words):
    return main(["match", str(folder / "mentors.csv"), str(folder / "mentees.csv"), *words])


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def test_a_coordinator_matches_two_lists_by_the_rules_of_another_tool(lists, capsys):
    out = lists / "out"

    assert match(lists, "--out", str(out), "--rules", str(EXAMPLES / "mentor-match.toml")) == 0

    assert sorted(path.name for path in out.iterdir()) == [
        "pairs.csv",
        "plan.json",
        "report.html",
        "unmatched.csv",
    ]
    assert [(row[0], row[3], row[6]) for row in rows(out / "pairs.csv")] == [
        ("ada@x.example", "dee@x.example", "28"),
        ("ada@x.example", "eve@x.example", "9"),
        ("bo@x.example", "dee@x.example", "9"),
    ]
    assert rows(out / "unmatched.csv") == [
        [
            "mentor",
            "cy@x.example",
            "Cy Om",
            "cy@x.example",
            "None of the 2 mentees is possible. The same organisation: 1; The mentor does not "
            "stand 1 to 2 levels above the mentee: 1.",
        ]
    ]
    said = capsys.readouterr()
    assert "2 of 3 mentors and 2 of 2 mentees have a partner." in said.out
    assert said.err.splitlines() == [
        "Reading mentors.csv …",
        "Reading mentees.csv …",
        "Looking at 3 mentors and 2 mentees …",
    ]
    plan = json.loads((out / "plan.json").read_text())
    assert plan["counts"] == {
        "mentors": 3,
        "mentees": 2,
        "served_mentors": 2,
        "served_mentees": 2,
        "places": 3,
        "wanted_filled": 6,
        "total": 46,
    }
    assert plan["proof"]["value"] == plan["proof"]["bound"]
