"""`turnabout run-due`: do what is due, once."""

import argparse

from turnabout.foundation.common.due import run_due


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing."""


def run(arguments: argparse.Namespace) -> int:
    for name, count in run_due().items():
        print(f"{name}: {count}")
    return 0
