import argparse
import subprocess
from types import SimpleNamespace

import pytest

from turnabout.faces.rehearsal import command


@pytest.mark.parametrize(("status", "told"), [(0, True), (1, False)])
def test_whoever_rehearses_reads_where_it_lives_once_it_does(
    tmp_path, monkeypatch, capsys, status, told
):
    ended = SimpleNamespace(returncode=status)
    monkeypatch.setattr(subprocess, "run", lambda *_words, **_options: ended)
    into = tmp_path / "one"

    assert command.run(
        argparse.Namespace(people=60, months=1.0, seed=1, into=into, port=1, like=None)
    ) == (status)
    assert capsys.readouterr().out == (f"  It lives in {into}\n" if told else "")


def test_the_process_inside_names_no_folder_that_may_still_be_renamed(
    tmp_path, monkeypatch, settings, capsys
):
    settings.MODE, settings.DATA_FOLDER = "demo", tmp_path
    summary = SimpleNamespace(lines=lambda: ["60 people."])
    monkeypatch.setattr(command, "make", lambda **_given: summary)

    command.run(argparse.Namespace(people=60, months=1.0, seed=1, into=tmp_path, port=1, like=None))

    assert capsys.readouterr().out == "  60 people.\n"
