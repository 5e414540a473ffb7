"""`turnabout worker`: do what is due, in a loop, until told to stop."""

import argparse
import signal
import threading
from types import FrameType

from django.db import close_old_connections

from turnabout.foundation.common.due import run_due

PAUSE_SECONDS = 2.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pause", type=float, default=PAUSE_SECONDS, help="seconds between two looks"
    )


def run(arguments: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT; what is in hand is finished first."""
    stop = threading.Event()

    def asked_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, asked_to_stop)
    signal.signal(signal.SIGINT, asked_to_stop)
    while not stop.is_set():
        close_old_connections()
        run_due()
        stop.wait(arguments.pause)
    return 0
