"""What the papers tell people to type is typed here, and says what the papers say."""

import re
import shlex
from pathlib import Path

from turnabout.cli import main

ROOT = Path(__file__).resolve().parent.parent.parent
BLOCK = re.compile(r"^```(\w+)[ ]?([^\n]*)\n(.*?)^```$", re.M | re.S)


def blocks(paper):
    return BLOCK.findall((ROOT / "docs" / paper).read_text())


def test_a_coordinator_matches_from_the_shell_as_the_paper_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    ran = []

    for kind, name, text in blocks("how-to/match-from-the-shell.md"):
        if name:
            (tmp_path / name).write_text(text)
        elif kind == "sh":
            assert main(shlex.split(text)[1:]) == 0
            ran.append(text)
        else:
            told = text.removeprefix("…\n")
            assert capsys.readouterr().out[-len(told) :] == told

    assert len(ran) == 4


def test_a_developer_adds_a_matching_rule_as_the_paper_says():
    rule, proof = [
        text for kind, _, text in blocks("how-to/add-a-matching-rule.md") if kind == "python"
    ]
    names = {"__name__": __name__}

    exec(rule, names)
    exec(proof, names)

    assert names["plan"].served == 2


def test_a_works_council_computes_nobody_as_the_paper_says():
    [example] = [text for kind, _, text in blocks("explanation/privacy.md") if kind == "python"]
    names = {}

    exec(example, names)

    assert "north" not in names["told"]
