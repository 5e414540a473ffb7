"""Lists of other shapes: sheets, long ones, ones that rules files explain."""

import csv
import json
import random

import openpyxl
import pytest

from turnabout.cli import main
from turnabout.joining.matching.shell import command

NAMED = """
count_in = "points"
[levels]
order = ["Junior", "Senior"]
[columns]
role = "Takes part as"
unit = "Crew"
name = "Who"
[[forbid]]
rule = "level_gap"
missing = "allow"
[[score]]
rule = "in_common"
column = "Club"
weight = 5
[[score]]
rule = "gap_points"
points = { 1 = 0 }
"""


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def match(folder, name, *words):
    return main(["match", str(folder / name), "--out", str(folder / "out"), *words])


def test_a_sheet_is_matched_like_a_text_file(tmp_path):
    book = openpyxl.Workbook()
    for row in [
        ("Role", "Name", "Level", "Offers", "Wants"),
        ("mentor", "Ada", 2, "AI", None),
        ("mentee", "Bruno", 7, None, "AI"),
    ]:
        book.active.append(row)
    book.save(tmp_path / "all.xlsx")

    assert match(tmp_path, "all.xlsx") == 0

    assert [(row[0], row[3], row[6]) for row in rows(tmp_path / "out/pairs.csv")] == [
        ("Ada", "Bruno", "100")
    ]


def test_a_rules_file_explains_columns_and_pins_pairs(tmp_path, capsys):
    (tmp_path / "all.csv").write_text(
        "Takes part as,Who,Crew,Grade,Club,Empty\n"
        "mentor,Ada,Red,Junior,Go,\nmentor,Bo,Red,Boss,Chess,\n"
        "mentee,Cy,Blue,senior,Go,\nmentee,Dee,Blue,Senior,Chess,\n"
    )
    rules = 'pins = [["Ada", "Dee"], ["Ada", "Eve"]]\nfairest = true\n' + NAMED
    (tmp_path / "rules.toml").write_text(rules)

    assert match(tmp_path, "all.csv", "--rules", str(tmp_path / "rules.toml")) == 0

    assert [(row[0], row[3], row[7]) for row in rows(tmp_path / "out/pairs.csv")] == [
        ("Ada", "Dee", "You keep this pair in every run."),
        ("Bo", "Cy", ""),
    ]
    said = capsys.readouterr().out
    assert "  Crew: Department or team. The rules file says so.\n" in said
    assert "  Club: A criterion of your own. A rule uses it.\n" in said
    assert "all.csv, row 3, Grade: The level “Boss” is not in the order of levels" in said
    page = (tmp_path / "out/report.html").read_text()
    assert "<li>Ada, Eve</li>" in page
    assert "has a better weakest pair" in page


def test_an_unknown_column_in_a_rule_is_refused(tmp_path, capsys):
    (tmp_path / "all.csv").write_text("role,name\nmentor,Ada\nmentee,Cy\n")
    (tmp_path / "rules.toml").write_text('[[forbid]]\nrule = "same"\ncolumn = "Town"\n')

    assert match(tmp_path, "all.csv", "--rules", str(tmp_path / "rules.toml")) == 1

    assert capsys.readouterr().err.splitlines()[-1] == (
        "turnabout: A rule uses the column “town”, which no list has. Correct its name."
    )


def test_weights_that_do_not_add_up_are_refused(tmp_path, capsys):
    (tmp_path / "all.csv").write_text("role,name,town\nmentor,Ada,Holm\nmentee,Cy,Holm\n")
    (tmp_path / "rules.toml").write_text(
        '[[score]]\nrule = "in_common"\ncolumn = "town"\nweight = 50\n'
    )

    assert match(tmp_path, "all.csv", "--rules", str(tmp_path / "rules.toml")) == 1

    assert capsys.readouterr().err.splitlines()[-1] == (
        "turnabout: rules.toml: The weights share out 100 points; they add up to 50."
    )


def test_a_list_without_anything_to_score_by_still_serves_everybody(tmp_path):
    (tmp_path / "all.csv").write_text("role,name\nmentor,Ada\nmentee,Cy\nmentee,Dee\n")

    assert match(tmp_path, "all.csv", "--write-rules", str(tmp_path / "rules.toml")) == 0

    assert "all pairs count the same" in (tmp_path / "rules.toml").read_text()
    assert len(rows(tmp_path / "out/pairs.csv")) == 1
    assert [row[4] for row in rows(tmp_path / "out/unmatched.csv")] == [
        "Others fit better for everyone."
    ]


def test_a_level_that_is_no_level_counts_as_not_known(tmp_path):
    (tmp_path / "all.csv").write_text(
        f"role,name,level\nmentor,Ada,2\nmentee,Cy,{'9' * 5000}\nmentee,Di,{'9' * 22}\n"
    )

    assert match(tmp_path, "all.csv") == 0


def test_where_nobody_fits_the_report_says_so(tmp_path):
    (tmp_path / "all.csv").write_text(
        "role,name,level\n"
        + "".join(f"mentor,Ada {number},5\n" for number in range(30))
        + "mentee,Cy,2\n"
    )

    assert match(tmp_path, "all.csv") == 0

    assert "No pair is possible under these rules." in (tmp_path / "out/report.html").read_text()


def test_many_faults_are_shortened_on_screen_and_whole_in_the_report(tmp_path, capsys):
    (tmp_path / "all.csv").write_text(
        "role,name,capacity\nmentee,Cy,1\n"
        + "".join(f"mentor,Ada {number},lots {number}\n" for number in range(30))
    )

    assert match(tmp_path, "all.csv") == 0

    said = capsys.readouterr().out
    assert said.count("is not a number of partners") == 20
    assert "And 10 more, all listed in the report.\n" in said
    assert "And 9 more, all listed in the report.\n" in said
    page = (tmp_path / "out/report.html").read_text()
    assert page.count("is not a number of partners") == 30


def test_thousands_of_rows_are_matched(tmp_path):
    draw = random.Random(3)
    lines = ["role,id,level,unit,offers,wants"]
    for number in range(1200):
        topics = "; ".join(draw.sample("ABCDEFGHIJKLMNOP", 4))
        unit = draw.choice(("North", "South", "East"))
        lines.append(f"mentor,m{number},{draw.randint(1, 3)},{unit},{topics},")
        lines.append(f"mentee,s{number},{draw.randint(4, 6)},{unit},,{topics}")
    (tmp_path / "all.csv").write_text("\n".join(lines) + "\n")

    assert match(tmp_path, "all.csv") == 0

    plan = json.loads((tmp_path / "out/plan.json").read_text())
    assert (plan["counts"]["served_mentors"], plan["counts"]["served_mentees"]) == (1200, 1200)
    assert plan["proof"]["value"] == plan["proof"]["bound"]


def test_more_people_than_a_run_can_hold_are_refused(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command, "MOST_PAIRS", 40)
    lines = [f"{side},{side}{number}\n" for side in ("mentor", "mentee") for number in range(7)]
    (tmp_path / "all.csv").write_text("role,id\n" + "".join(lines))

    assert match(tmp_path, "all.csv") == 1

    assert capsys.readouterr().err.splitlines()[-1] == (
        "turnabout: 7 mentors and 7 mentees are more than one run can hold. "
        "Split the lists, for example by country."
    )


def test_files_of_an_earlier_run_are_replaced_and_others_stay(tmp_path):
    (tmp_path / "all.csv").write_text("role,name\nmentor,Ada\nmentee,Cy\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/pairs.csv").write_text("old")
    (tmp_path / "out/mine.txt").write_text("mine")

    assert match(tmp_path, "all.csv") == 0

    assert (tmp_path / "out/mine.txt").read_text() == "mine"
    assert len(rows(tmp_path / "out/pairs.csv")) == 1
    assert len(list((tmp_path / "out").iterdir())) == 7


def test_a_result_that_cannot_be_replaced_is_a_sentence(tmp_path, capsys):
    (tmp_path / "all.csv").write_text("role,name\nmentor,Ada\nmentee,Cy\n")
    (tmp_path / "out/plan.json/inside").mkdir(parents=True)

    assert match(tmp_path, "all.csv") == 1

    assert capsys.readouterr().err.splitlines()[-1] == (
        "turnabout: Nothing can be written to out (Is a directory). Name another folder."
    )
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name[0] == "."] == []


@pytest.mark.parametrize("second", ["all.csv", "none.csv"])
def test_two_lists_may_hold_the_same_people_or_be_missing(tmp_path, capsys, second):
    (tmp_path / "all.csv").write_text("name,level\nAda,1\nBo,2\n")

    words = [str(tmp_path / name) for name in ("all.csv", second)]
    status = main(["match", *words, "--out", str(tmp_path / "out")])

    assert status == (1 if second == "none.csv" else 0)
    if status:
        assert capsys.readouterr().err.splitlines()[-1].startswith("turnabout: none.csv")
    else:
        assert [(row[0], row[3]) for row in rows(tmp_path / "out/pairs.csv")] == [("Ada", "Bo")]


def test_two_columns_that_say_the_same_leave_the_second_unused(tmp_path, capsys):
    (tmp_path / "all.csv").write_text("role,name,offers,skills\nmentor,Ada,AI,x\nmentee,Cy,,\n")

    assert match(tmp_path, "all.csv") == 0

    assert (
        "  skills: Not used. Another column comes first for “Topics offered”.\n"
        in capsys.readouterr().out
    )
