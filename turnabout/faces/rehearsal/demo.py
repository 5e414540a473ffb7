"""`turnabout demo`: a demo organisation in mid-flight, one link for each role, and the site."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from django.conf import settings

from turnabout.config import serve
from turnabout.faces.rehearsal import folder
from turnabout.faces.rehearsal.command import tell
from turnabout.foundation.common.errors import Refusal

PEOPLE = 600
MONTHS = 3.6
SEED = 7


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fresh", action="store_true", help="begin anew; what was there is lost")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on")
    parser.add_argument("--no-serve", action="store_true", help="make it, but do not serve it")
    parser.add_argument("--people", type=int, default=PEOPLE, help=argparse.SUPPRESS)
    parser.add_argument("--months", type=float, default=MONTHS, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Make the demo where there is none, print a link for each role, and serve until Ctrl-C."""
    if settings.MODE == "demo" and folder.read_note(Path(settings.DATA_FOLDER)) is not None:
        return _show(arguments)
    home = Path(settings.DATA_FOLDER) / "demo"
    if arguments.fresh:
        _remove(home)
    if folder.read_note(home) is None:
        _make(home, arguments)
    words = folder.words_for("demo", "--port", str(arguments.port))
    if arguments.no_serve:
        words.append("--no-serve")
    sys.stdout.flush()
    return _become(words, folder.environment_for(home, port=arguments.port))


def _become(words: list[str], environment: dict[str, str]) -> NoReturn:
    """Go on as a process that lives in the demo's own folder."""
    os.execve(words[0], words, environment)  # noqa: S606 - our own program


def _make(home: Path, arguments: argparse.Namespace) -> None:
    """Make it beside, then put it in place whole: what breaks off half way leaves nothing."""
    making = home.with_name(f"{home.name}.making")
    _remove(home)
    _remove(making)
    tell(f"Making a demo organisation of {arguments.people} people. This takes about a minute.")
    words = folder.words_for(
        "rehearse",
        *("--people", str(arguments.people), "--months", str(arguments.months)),
        *("--seed", str(SEED), "--into", str(making), "--port", str(arguments.port)),
    )
    making.mkdir(parents=True)
    environment = folder.environment_for(making, port=arguments.port)
    if subprocess.run(words, env=environment, check=False).returncode:  # noqa: S603
        raise Refusal("The demo was not made. The lines above say why.")
    os.replace(making, home)


def _remove(home: Path) -> None:
    """Remove a demo folder; never one that holds anything else."""
    if not home.exists():
        return
    known = {"rehearsal.json", "turnabout.sqlite3", "keys.sqlite3", "secret.txt", "vault.key"}
    if any(home.iterdir()) and not known & {file.name for file in home.iterdir()}:
        raise Refusal(f"{home} holds something else. Move it away first.")
    shutil.rmtree(home)


def _show(arguments: argparse.Namespace) -> int:
    note = folder.read_note(Path(settings.DATA_FOLDER)) or {}
    tell("Sign in as:")
    for entry in note["entries"]:
        address = f"{settings.SITE_ADDRESS}/demo/as/{entry['role']}-{entry['token']}/"
        tell(f"{entry['role']:<12} {entry['name']:<24} {address}")
    tell(f"{'all mails':<12} {'':<24} {settings.SITE_ADDRESS}/demo/mail/")
    if arguments.no_serve:
        return 0
    tell("Serving until Ctrl-C.")
    served = argparse.Namespace(host="127.0.0.1", port=arguments.port, processes=2, only=None)
    return serve.run(served)
