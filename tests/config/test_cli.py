import pytest
from django.db import OperationalError

from turnabout import cli
from turnabout.config import serve
from turnabout.foundation.common import due
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


def test_a_database_that_is_away_is_told_in_one_sentence(capsys, monkeypatch):
    def find_it_away(words):
        raise OperationalError("unable to open database file\nLINE 1")

    monkeypatch.setattr(cli, "_run", find_it_away)

    assert cli.main(["run-due"]) == 1
    assert capsys.readouterr().err == (
        "turnabout: The database does not answer: unable to open database file. "
        "`turnabout doctor` says what to do.\n"
    )


def test_a_mistake_of_ours_is_not_hidden(monkeypatch):
    def err(words):
        raise KeyError("ours")

    monkeypatch.setattr(cli, "_run", err)

    with pytest.raises(KeyError):
        cli.main(["doctor"])


@pytest.mark.django_db(databases=["default", "keys"])
def test_an_owner_learns_that_something_due_was_not_done(monkeypatch, capsys):
    def fail():
        raise OperationalError("the disk is full")

    monkeypatch.setattr(due, "_jobs", {"letters": lambda: 3, "figures": fail})

    assert cli.main(["run-due"]) == 1
    told = capsys.readouterr()
    assert told.out == "letters: 3\n"
    assert "Not done, and due again: figures." in told.err


def test_a_port_that_is_none_is_refused():
    with pytest.raises(Refusal, match="99999 is not a port"):
        serve._refuse_a_taken_port("127.0.0.1", 99_999)
