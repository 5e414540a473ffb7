"""`turnabout rehearse`: a whole programme lived by invented people, in a folder of its own."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from turnabout.faces.rehearsal import folder
from turnabout.faces.rehearsal.likeness import read_likeness
from turnabout.faces.rehearsal.making import make
from turnabout.foundation.common.errors import Refusal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=600, help="how many people work there")
    parser.add_argument("--months", type=float, default=6, help="how long it is lived, up to now")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same lives")
    parser.add_argument("--into", type=Path, help="the data folder to make; must not exist")
    parser.add_argument("--like", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=8000, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Make the rehearsal, starting anew in its own folder first."""
    name = f"{arguments.people}-{arguments.months:g}-{arguments.seed}"
    chosen: Path = arguments.into or Path(settings.DATA_FOLDER) / "rehearsals" / name
    into = chosen.resolve()
    if not folder.lives_in(into):
        return _start_anew(into, arguments)
    summary = make(
        people=arguments.people,
        months=arguments.months,
        seed=arguments.seed,
        tell=tell,
        like=read_likeness(arguments.like) if arguments.like else None,
    )
    for line in summary.lines():
        tell(line)
    return 0


def tell(line: str) -> None:
    sys.stdout.write(f"  {line}\n")
    sys.stdout.flush()


def _start_anew(into: Path, arguments: argparse.Namespace) -> int:
    if into.exists() and any(into.iterdir()):
        raise Refusal(f"{into} is not empty. Choose another folder or another seed.")
    into.mkdir(parents=True, exist_ok=True)
    words = folder.words_for(
        "rehearse",
        *("--people", str(arguments.people), "--months", str(arguments.months)),
        *("--seed", str(arguments.seed), "--into", str(into)),
    )
    environment = folder.environment_for(into, port=arguments.port)
    sys.stdout.flush()
    ended = subprocess.run(words, env=environment, cwd=os.getcwd(), check=False)  # noqa: S603
    if not ended.returncode:
        tell(f"It lives in {into}")
    return ended.returncode
