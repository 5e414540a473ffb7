"""`turnabout run-due`: do what is due, once."""

import argparse

from django.db import connections

from turnabout.foundation.common.due import let_go, names_of_jobs, run_due
from turnabout.foundation.common.errors import Refusal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing."""


def run(arguments: argparse.Namespace) -> int:
    for connection in connections.all():
        connection.ensure_connection()
    try:
        done = run_due()
    finally:
        let_go()
    for name, count in done.items():
        print(f"{name}: {count}")
    failed = [name for name in names_of_jobs() if name not in done]
    if failed:
        raise Refusal(f"Not done, and due again: {', '.join(failed)}. See the lines above.")
    return 0
