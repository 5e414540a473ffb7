import pytest

from turnabout import cli
from turnabout.foundation.common.errors import Refusal


def test_turnabout_alone_lists_its_commands(capsys):
    assert cli.main([]) == 0

    told = capsys.readouterr().out
    assert [name for name in cli.COMMANDS if name not in told] == []


def test_an_unknown_command_is_refused_in_words(capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(["fly"])

    assert left.value.code == 2
    assert "invalid choice: 'fly'" in capsys.readouterr().err


def test_a_refusal_becomes_a_sentence_and_a_failure(capsys, monkeypatch):
    def refuse(words):
        raise Refusal("There is nothing here.")

    monkeypatch.setattr(cli, "_run", refuse)

    assert cli.main(["doctor"]) == 1
    assert capsys.readouterr().err == "turnabout: There is nothing here.\n"
