"""`turnabout worker`: do what is due, in a loop, until told to stop."""

import argparse
import signal
import threading
from types import FrameType

from django.db import close_old_connections

from turnabout.foundation.common.due import look_once
from turnabout.foundation.common.errors import Refusal

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
    stop = threading.Event()

    def asked_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, asked_to_stop)
    signal.signal(signal.SIGINT, asked_to_stop)
    lost = 0
    while not stop.is_set():
        close_old_connections()
        says = look_once().database_says
        lost = lost + 1 if says else 0
        if lost == MOST_LOST_ROUNDS:
            raise Refusal(
                f"Gave up after {lost} looks. The database says: {says}. "
                "`turnabout doctor` says what to do."
            )
        stop.wait(max(arguments.pause, min(arguments.pause * 2**lost, LONGEST_PAUSE_SECONDS)))
    return 0
