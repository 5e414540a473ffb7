import sys
from dataclasses import replace

from bench import matching
from bench.measured import Limits, Measured, measure
from bench.report import OURS, Row, table

LIMITS = Limits(20, 4 * 2**30)


def python(code, limits=LIMITS):
    return measure([sys.executable, "-c", code], limits)


def test_an_answer_comes_with_its_own_times_and_memory():
    code = """
import json
held = bytearray(100_000_000)
print("something else")
print(json.dumps({"seconds": {"whole": 0.25}, "total": 7}))
"""

    found = python(code)

    assert (found.trouble, found.seconds, found.said) == ("", {"whole": 0.25}, {"total": 7})
    assert found.memory > 100_000_000


def test_a_tool_that_says_nothing_has_no_answer():
    assert python("").trouble == "says nothing"


def test_a_tool_that_takes_too_long_is_ended_and_said_so():
    assert python("import time; time.sleep(60)", replace(LIMITS, seconds=0.2)).trouble == (
        "not done in 0 s"
    )


def test_a_tool_that_needs_too_much_is_said_so():
    assert python("bytearray(8 * 2**30)").trouble == "needs more than 4 GB"


def test_a_tool_that_fails_is_said_so_with_its_last_words():
    assert python("raise ValueError('no such mentor')").trouble == (
        "fails: ValueError: no such mentor"
    )


def test_a_tool_that_says_why_it_cannot_answer_is_quoted():
    assert python('print(\'{"trouble": "cannot be asked"}\')').trouble == "cannot be asked"


def answer(whole, served, places, total, note=""):
    said = {"served": served, "places": places, "total": total, "note": note}
    return Measured("", {"whole": whole}, whole, 50_000_000, said)


def test_the_table_sets_each_tool_beside_ours():
    ours = answer(0.5, 1000, 500, 2_000_000, "optimal")
    rows = [
        Row("500", OURS, ours, ours),
        Row("500", "same", answer(5.0, 1000, 500, 2_000_000), ours),
        Row("500", "fewer", answer(150.0, 990, 495, 2_100_000), ours),
        Row("500", "less", answer(0.25, 1000, 500, 1_999_500), ours),
        Row("500", "slow", Measured("not done in 600 s"), ours),
    ]

    lines = table(rows).splitlines()[2:]

    assert lines == [
        "| 500 | **Turnabout** |  |  |  | 0.500 | 1.0 | 50 | 1,000 | 500 | 2,000.0 | optimal |",
        "| 500 | same |  |  |  | 5.00 | 10.0 | 50 | 1,000 | 500 | 2,000.0 | same objective |",
        "| 500 | fewer |  |  |  | 150 | 300 | 50 | 990 | 495 | 2,100.0 | -10 served |",
        "| 500 | less |  |  |  | 0.250 | 0.5 | 50 | 1,000 | 500 | 1,999.5 | -0.5 in total |",
        "| 500 | slow |  |  |  |  |  |  |  |  |  | not done in 600 s |",
    ]


def test_what_was_measured_before_stays_on_the_page(tmp_path):
    page, kept = tmp_path / "page.md", tmp_path / "kept.json"
    for size, whole in (("1,000", 2.0), ("60", 0.5), ("1,000", 1.0)):
        ours = answer(whole, 120, 60, 1_000)
        matching.Report(page, kept).section("tight")(Row(size, OURS, ours, ours))

    rows = [line.split(" | ") for line in page.read_text().splitlines() if OURS in line]

    assert [(row[0], row[5]) for row in rows if len(row) > 5] == [
        ("| 60", "0.500"),
        ("| 1,000", "1.00"),
    ]
