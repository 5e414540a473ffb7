import argparse
import logging
import signal

import pytest
from django.db import DatabaseError, ProgrammingError

from turnabout.config import work
from turnabout.foundation.common import due
from turnabout.foundation.common.errors import Refusal

BROKEN = "database disk image is malformed"


@pytest.fixture
def a_worker(monkeypatch):
    """Works with these jobs; the signals of the test run stay as they were."""

    def at_work(jobs):
        monkeypatch.setattr(due, "_jobs", jobs)
        monkeypatch.setattr(work, "MOST_LOST_ROUNDS", 3)
        # The connection of the test holds its transaction.
        monkeypatch.setattr(work, "close_old_connections", lambda: None)
        return work.run(argparse.Namespace(pause=0.001))

    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield at_work
    for number, handler in before.items():
        signal.signal(number, handler)


def broken():
    raise DatabaseError(BROKEN)


def test_a_worker_with_a_broken_database_says_so_in_one_line_a_look_and_gives_up(a_worker, caplog):
    with pytest.raises(Refusal) as refusal:
        a_worker({"letters": broken, "figures": broken})

    assert str(refusal.value) == (
        f"Gave up after 3 looks. The database says: {BROKEN}. `turnabout doctor` says what to do."
    )
    line = f"Nothing could be done; it will be tried again. The database says: {BROKEN}"
    assert [(record.getMessage(), record.exc_info) for record in caplog.records] == [
        (line, None)
    ] * 3


def test_a_worker_goes_on_while_something_can_be_done(a_worker):
    looks = []

    def work_a_while():
        looks.append(len(looks))
        if len(looks) == 5:
            signal.raise_signal(signal.SIGTERM)
        return 1

    assert a_worker({"letters": broken, "figures": work_a_while}) == 0
    assert looks == [0, 1, 2, 3, 4]


def test_a_mistake_of_ours_is_logged_whole(monkeypatch, caplog):
    def ask_wrongly():
        raise ProgrammingError("no such column")

    monkeypatch.setattr(due, "_jobs", {"letters": ask_wrongly})

    assert due.look_once() == due.Round({})
    assert [record.exc_info is not None for record in caplog.records] == [True]
    assert caplog.records[0].levelno == logging.ERROR
