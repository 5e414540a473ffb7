"""`turnabout worker`: do what is due, in a loop, until told to stop."""

import argparse
import contextlib
import signal
import threading
from types import FrameType

from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from turnabout.foundation.common import due, workers
from turnabout.foundation.common.errors import Refusal

BEAT_SECONDS = 10.0
PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 60.0
MOST_LOST_ROUNDS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pause", type=float, default=PAUSE_SECONDS, help="seconds between two looks"
    )


def run(arguments: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT; what is in hand is finished first.

    Where the database lets nothing be done, look less and less often, and give up in the end.
    """

    def asked_to_stop(_signal: int, _frame: FrameType | None) -> None:
        due.stop_soon()

    due.go_on()
    signal.signal(signal.SIGTERM, asked_to_stop)
    signal.signal(signal.SIGINT, asked_to_stop)
    ended = threading.Event()
    heart = threading.Thread(target=_beat_on, args=(ended,), daemon=True)
    with contextlib.suppress(DatabaseError, InterfaceError):
        workers.beat()
    heart.start()
    try:
        _look_on(arguments.pause)
    finally:
        ended.set()
        heart.join()
        due.go_on()
        with contextlib.suppress(DatabaseError, InterfaceError):
            workers.stop()
    return 0


def _look_on(pause: float) -> None:
    lost = 0
    while not due.is_stopping():
        close_old_connections()
        says = due.look_once().database_says
        lost = lost + 1 if says else 0
        if lost == MOST_LOST_ROUNDS:
            raise Refusal(
                f"Gave up after {lost} looks. The database says: {says}. "
                "`turnabout doctor` says what to do."
            )
        due.pause(max(pause, min(pause * 2**lost, LONGEST_PAUSE_SECONDS)))


def _beat_on(ended: threading.Event) -> None:
    """Say that this worker is alive also while one job takes long."""
    while not ended.wait(BEAT_SECONDS):
        with contextlib.suppress(DatabaseError, InterfaceError):
            workers.beat()
        connections.close_all()
