"""`turnabout serve`: the site and the worker as child processes of one command."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from django.conf import settings

from turnabout.config import doctor
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust import stores

STOP_SECONDS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on")
    parser.add_argument("--processes", type=int, default=2, help="web processes")
    parser.add_argument("--only", choices=("web", "worker"), help="start one of the two alone")


def run(arguments: argparse.Namespace) -> int:
    """Prepare the data folder, then serve until Ctrl-C or SIGTERM."""
    dangers = doctor.dangers()
    if dangers:
        raise Refusal("\n".join(dangers))
    prepare()
    _refuse_a_taken_port(arguments.host, arguments.port)
    children = []
    if arguments.only != "worker":
        children.append(_web(arguments.host, arguments.port, arguments.processes))
    if arguments.only != "web":
        children.append(_worker())
    return _watch(children)


def prepare() -> None:
    """Bring both databases up to date; safe to repeat."""
    settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True)
    stores.bring_up_to_date()


def _web(host: str, port: int, processes: int) -> subprocess.Popen[bytes]:
    words = [
        *(sys.executable, "-m", "gunicorn", "turnabout.config.wsgi:application"),
        *("--bind", f"{host}:{port}", "--workers", str(processes), "--threads", "4"),
        *("--worker-class", "gthread", "--max-requests", "5000", "--max-requests-jitter", "500"),
        *("--log-level", "warning", "--graceful-timeout", str(STOP_SECONDS), "--preload"),
    ]
    return subprocess.Popen(words)  # noqa: S603 - our own program with our own arguments


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "turnabout", "worker"])


def _watch(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait; when one child ends by itself, or somebody asks, stop them all."""
    asked = []

    def asked_to_stop(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    signal.signal(signal.SIGTERM, asked_to_stop)
    signal.signal(signal.SIGINT, asked_to_stop)
    while not asked and all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
    if asked:
        return 0
    sys.stderr.write("turnabout: a part of the site ended by itself; see the lines above.\n")
    return 1


def _refuse_a_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError as error:
            raise Refusal(f"{port} is not a port. Choose one from 1 to 65535.") from error
        except OSError as error:
            raise Refusal(
                f"Port {port} on {host} cannot be used ({os.strerror(error.errno or 0)}). "
                "Choose another one with --port."
            ) from error
