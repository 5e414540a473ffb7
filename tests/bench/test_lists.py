import csv
import sys

from bench import __main__ as door
from bench import lists
from bench.measured import Limits, measure
from turnabout.joining.matching import engine

MENTORS = """first name,last name,email address,grade,organisation,profession,characteristics
Ada,Nowak,ada@x.example,SCS1,Peace,Policy,"Left-handed, Tall"
Bo,Ek,bo@x.example,Grade 6,Love,HR,
Cy,Om,cy@x.example,AA,Joy,HR,Tall
"""
MENTEES = """first name,last name,email address,grade,organisation,profession,identity to match
Dee,Fox,dee@x.example,Grade 7,Joy,Policy,Tall
Eve,Ray,eve@x.example,Grade 6,Love,HR,
"""


def test_the_rules_of_the_other_tool_count_as_they_do_there(tmp_path):
    (tmp_path / "mentors.csv").write_text(MENTORS)
    (tmp_path / "mentees.csv").write_text(MENTEES)

    plan = engine.solve(lists.problem(tmp_path, fill_places=True))

    assert [(pair.mentor[0], pair.mentee[0], pair.score) for pair in plan.pairs] == [
        ("a", "d", 28_000),
        ("a", "e", 9_000),
        ("b", "d", 9_000),
    ]


def test_drawn_lists_are_the_same_on_any_machine(tmp_path):
    lists.draw(tmp_path, 50)

    with (tmp_path / "mentees.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 51
    assert rows[1] == [
        "mentee",
        "0000",
        "mentee.0000@x.example",
        "Some role",
        "AA",
        "Department 3",
        "Security",
        "",
    ]


def test_lists_are_drawn_and_solved_from_the_shell(tmp_path):
    lists.draw(tmp_path, 20)
    limits = Limits(60, 8 * 2**30)

    found = measure([sys.executable, "-m", "bench.lists", "ours", tmp_path, "fill"], limits)

    assert (found.trouble, found.said["note"]) == ("", "optimal over all pairs")


def test_the_benches_are_listed(capsys):
    assert door.main([]) == 0

    assert [line.split()[3] for line in capsys.readouterr().out.splitlines()[1:]] == [*door.BENCHES]


def test_a_bench_that_is_not_there_is_refused(capsys):
    assert door.main(["running"]) == 2

    assert capsys.readouterr().err == (
        "There is no bench called running. "
        "There are: matching, late, sparse, literature, dates, imports.\n"
    )
