import csv
import json
import subprocess
import sys
import tomllib
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
APPLICATIONS = """\
Role;ID;Name;Email;Level;Unit;Site;Manager;Languages;Hours;Offers;Wants;Capacity;Age;Not with
mentor;E1;Ada Nowak;a@x.io;2;Water;Holm;E9;English, Spanish;Mon 9-11;AI tools (3), Film;Budgets;2;5;
mentee;E2;Bruno Keller;bruno@x.io;7;Works;Skarn;;English;Mon 10-12;Budgets;AI tools, Film;;5;
mentee;E3;+1+1;greta@x.io;7;Legal;Holm;;Spanish;Friday 8-9;;Film;;6;
both;E4;<script>alert(1)</script>;x@x.example;5;Sales;Holm;E9;English;sometimes;Film;Law;many;4;E2
sponsor;E5;Sue;s@x.example;9;Board;Holm;;;;;;;;
mentor;E1;Ada Again;ada2@x.example;2;;;;;;;;;;
mentor;E6;Loop One;l1@x.example;1;Sales;Skarn;E7;English;;Film;;;;
mentor;E7;Loop Two;l2@x.example;1;Sales;Skarn;E6;English;;Film;;;;
"""


@pytest.fixture
def lists(tmp_path):
    (tmp_path / "mentors.csv").write_text(MENTORS)
    (tmp_path / "mentees.csv").write_text(MENTEES)
    (tmp_path / "all.csv").write_text(APPLICATIONS)
    return tmp_path


def match(folder, *words):
    return main(["match", str(folder / "mentors.csv"), str(folder / "mentees.csv"), *words])


def match_one(folder, *words):
    return main(["match", str(folder / "all.csv"), *words])


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def test_a_coordinator_matches_two_lists_by_the_rules_of_another_tool(lists, capsys):
    out = lists / "out"

    assert match(lists, "--out", str(out), "--rules", str(EXAMPLES / "mentor-match.toml")) == 0

    assert sorted(path.name for path in out.iterdir()) == [
        "pairs.csv",
        "people.json",
        "plan.json",
        "report.html",
        "rules.toml",
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
    assert said.err.splitlines() == [
        "Reading mentors.csv …",
        "Reading mentees.csv …",
        "Looking at 3 mentors and 2 mentees …",
    ]
    assert said.out.splitlines()[-5:] == [
        "3 pairs, and 1 person without a partner.",
        "2 of 3 mentors and 2 of 2 mentees have a partner.",
        "3 places filled, 46 points in all. Optimal: no plan is better.",
        "Cy Om: " + rows(out / "unmatched.csv")[0][4],
        f"Written to {out}: pairs.csv unmatched.csv report.html people.json rules.toml plan.json",
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


def test_what_people_have_in_a_protected_column_is_written_nowhere(lists):
    out = lists / "out"

    match(lists, "--out", str(out), "--rules", str(EXAMPLES / "mentor-match.toml"))

    for path in out.iterdir():
        assert "tall" not in path.read_text().casefold()
    assert "In common: characteristics." in rows(out / "pairs.csv")[0][7]


def test_protected_columns_are_left_out_unless_a_rules_file_names_them(lists, capsys):
    rules = lists / "rules.toml"
    rules.write_text(
        'count_in = "points"\n[[score]]\nrule = "in_common"\ncolumn = "characteristics"\n'
        'mentee_column = "identity to match"\nweight = 6\n'
    )

    assert match(lists, "--out", str(lists / "out"), "--rules", str(rules)) == 1

    said = capsys.readouterr()
    assert said.err.splitlines()[-1] == (
        "turnabout: A rule uses the column “characteristics”, which is left out on purpose. If "
        "people asked to be matched on it, name it in [columns] under use_in_spite."
    )
    assert "  characteristics: Left out on purpose. It tells of a protected trait" in said.out
    assert not (lists / "out").exists()


def test_one_list_with_a_role_column_is_matched_by_what_its_columns_say(lists, capsys):
    out = lists / "out"

    assert match_one(lists, "--out", str(out)) == 0

    assert [(row[0], row[3]) for row in rows(out / "pairs.csv")] == [("E1", "E2"), ("E6", "E4")]
    assert rows(out / "pairs.csv")[0][7] == (
        "Offers what is wanted: AI tools, Film. They look from different places: department or "
        "team, place. Can give in return: Budgets. 1 hour of the week in common."
    )
    assert [(row[0], row[1], row[4]) for row in rows(out / "unmatched.csv")] == [
        ("mentor", "E4", "Others fit better for everyone."),
        ("mentor", "E7", "Others fit better for everyone."),
        (
            "mentee",
            "E3",
            "None of the 4 mentors is possible. No language in common: 3; "
            "Fewer than 1 hour in common: 1.",
        ),
    ]
    assert [
        line for line in capsys.readouterr().out.splitlines() if line.startswith("all.csv, row ")
    ] == [
        "all.csv, row 5, Capacity: “many” is not a number of partners; the usual number counts. "
        "Write a whole number from 0 to 50.",
        "all.csv, row 5, Hours: The hours “sometimes” could not be read; they count as not known. "
        "Write them as “Mon 9-11; Thu 14-16”.",
        "all.csv, row 6, Role: The role “sponsor” is neither mentor nor mentee; the row was left "
        "out. Write mentor, mentee or both.",
        "all.csv, row 7: “E1” is there more than once; the first row counts. Keep one row for "
        "each person.",
        "all.csv, row 8, Manager: The reporting line of “E6” runs in a circle; it was cut there. "
        "Correct the manager of one of them.",
        "all.csv, row 9, Manager: The reporting line of “E7” runs in a circle; it was cut there. "
        "Correct the manager of one of them.",
    ]


def test_nothing_from_a_list_runs_in_the_report_or_in_a_spreadsheet(lists):
    out = lists / "out"

    match_one(lists, "--out", str(out))

    page = (out / "report.html").read_text()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert [row[2] for row in rows(out / "unmatched.csv")][-1] == "'+1+1"


def test_the_report_needs_nothing_from_elsewhere(lists):
    match_one(lists, "--out", str(lists / "out"))

    page = (lists / "out" / "report.html").read_text()

    assert [word for word in ("src=", "href=", "url(", "@import", "http") if word in page] == []
    assert "<h1>2 pairs, and 3 people without a partner</h1>" in page


def test_starting_rules_are_written_once_and_give_the_same_plan(lists, capsys):
    rules = lists / "rules.toml"

    assert match_one(lists, "--write-rules", str(rules), "--out", str(lists / "first")) == 0
    assert match_one(lists, "--rules", str(rules), "--out", str(lists / "second")) == 0

    for name in ("pairs.csv", "unmatched.csv", "plan.json"):
        assert (lists / "first" / name).read_text() == (lists / "second" / name).read_text()
    data = tomllib.loads(rules.read_text())
    assert {one["rule"]: one["weight"] for one in data["score"]} == {
        "wishes": 45,
        "returns": 15,
        "distance": 25,
        "hours_in_common": 15,
    }
    assert match_one(lists, "--write-rules", str(rules)) == 1
    assert capsys.readouterr().err.splitlines()[-1] == (
        "turnabout: rules.toml is there already and may hold your work. Name another file."
    )


def test_starting_rules_alone_need_no_folder_and_list_word_levels_to_be_ordered(lists, capsys):
    rules = lists / "rules.toml"

    assert match(lists, "--write-rules", str(rules)) == 0

    assert '# order = ["AA", "Grade 6", "Grade 7", "SCS1"]' in rules.read_text()
    assert "level_gap" not in rules.read_text()
    assert "Levels are words here" in capsys.readouterr().out


def test_the_order_of_rows_does_not_change_the_files(lists):
    first, second = lists / "first", lists / "second"
    match_one(lists, "--out", str(first))
    head, *body = APPLICATIONS.splitlines()
    body = [line for line in body if "Again" not in line]
    (lists / "all.csv").write_text("\n".join([head, *body[::-1]]) + "\n")

    match_one(lists, "--out", str(second))

    for name in ("pairs.csv", "unmatched.csv", "plan.json"):
        assert (first / name).read_text() == (second / name).read_text()


def test_the_results_can_be_had_in_spanish(lists):
    assert match_one(lists, "--out", str(lists / "out"), "--language", "es") == 0

    assert '<html lang="es">' in (lists / "out" / "report.html").read_text()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Name a folder for the results with --out."),
        (
            ["--out", "{folder}/mentors.csv"],
            "mentors.csv is a file, not a folder. Name a folder after --out.",
        ),
        (
            ["--out", "{folder}/out", "--rules", "{folder}/none.toml"],
            "none.toml: there is no such rules file. Check the name, or write one with "
            "--write-rules.",
        ),
        (
            ["--out", "{folder}/out", "--rules", "{folder}"],
            "{name}: the rules cannot be read. Save them as a text file in UTF-8.",
        ),
        (
            ["--write-rules", "{folder}/nowhere/rules.toml"],
            "rules.toml cannot be written (No such file or directory). Name another file.",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(lists, capsys, words, sentence):
    filled = [word.format(folder=lists) for word in words]

    assert match(lists, *filled) == 1

    assert capsys.readouterr().err.splitlines()[-1] == "turnabout: " + sentence.format(
        name=lists.name
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("head.csv", b"role,name\n"),
        ("sides.csv", b"name,grade\nAda,1\nBo,2\n"),
        ("mentors.csv", b"role,name\nmentor,Ada\nmentor,Bo\n"),
        ("mentees.csv", b"role,name\nmentee,Ada\nmentee,Bo\n"),
        ("line.csv", b"x" * 3_000_000),
    ],
)
def test_a_list_that_cannot_be_matched_gives_a_sentence_and_no_files(
    tmp_path, capsys, name, content
):
    (tmp_path / name).write_bytes(content)

    assert main(["match", str(tmp_path / name), "--out", str(tmp_path / "out")]) == 1

    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith(f"turnabout: {name}")
    assert not (tmp_path / "out").exists()


def test_the_command_runs_by_itself_without_settings_or_a_database(lists):
    said = subprocess.run(
        [sys.executable, "-m", "turnabout.joining.matching.shell", "all.csv", "--out", "out"],
        cwd=lists,
        env={"PYTHONPATH": str(EXAMPLES.parent), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.splitlines()[-1] == (
        "Written to out: pairs.csv unmatched.csv report.html people.json rules.toml plan.json"
    )
    assert sorted(path.name for path in lists.iterdir()) == [
        "all.csv",
        "mentees.csv",
        "mentors.csv",
        "out",
    ]
