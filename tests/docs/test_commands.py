"""The page of commands names every command and every word that it takes."""

import argparse
import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from turnabout.cli import COMMANDS

TOLD = (Path(__file__).resolve().parent.parent.parent / "docs/reference/commands.md").read_text()
SECTIONS = {
    part.split("`", 1)[0]: part for part in TOLD.split("\n## `turnabout ") if part[0] != "#"
}


def is_there(name):
    return find_spec(COMMANDS[name][0]) is not None


def words_of(name):
    parser = argparse.ArgumentParser(add_help=False)
    import_module(COMMANDS[name][0]).add_arguments(parser)
    for action in parser._actions:
        if action.help == argparse.SUPPRESS:
            continue
        yield action.option_strings[-1] if action.option_strings else action.metavar or action.dest


def test_every_command_is_on_the_page_and_nothing_else():
    assert sorted(SECTIONS) == sorted(name for name in COMMANDS if is_there(name))


@pytest.mark.parametrize("name", [name for name in COMMANDS if is_there(name)])
def test_the_page_tells_every_word_of_a_command_and_nothing_else(name):
    told = re.findall(r"^\| `(\S+?)[` ]", SECTIONS[name], re.M)

    assert sorted(told) == sorted(words_of(name))
