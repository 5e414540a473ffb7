"""`turnabout`: the one way in from the shell."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.memory import keep_what_is_loaded, with_room_for_calls

COMMANDS = {
    "demo": ("turnabout.faces.rehearsal.demo", "make a demo organisation and serve it"),
    "serve": ("turnabout.config.serve", "serve the site: web and worker"),
    "worker": ("turnabout.config.work", "do what is due, in a loop"),
    "run-due": ("turnabout.config.work_once", "do what is due, once"),
    "import-people": ("turnabout.frame.directory.command", "read a staff list"),
    "match": ("turnabout.joining.matching.shell.command", "match two lists, without a database"),
    "verify-plan": ("turnabout.joining.matching.shell.verify", "check the proof of a plan"),
    "rehearse": ("turnabout.faces.rehearsal.command", "live a programme with simulated people"),
    "backup": ("turnabout.faces.privacy.backup", "copy the data and the keys"),
    "restore": ("turnabout.faces.privacy.restore", "bring a copy back and replay erasures"),
    "doctor": ("turnabout.config.doctor", "say what is misconfigured, in words"),
}
# What is written in the data folder is read by this user of the machine alone.
PRIVATE = 0o077
WITHOUT_DATABASE = frozenset({"match", "verify-plan"})

Run = Callable[[argparse.Namespace], int]


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. Problems are sentences on stderr and a non-zero exit, never a traceback."""
    words = list(sys.argv[1:] if words is None else words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnabout.config.settings")
    try:
        return _run(words)
    except Refusal as refusal:
        return _complain(str(refusal))
    except KeyboardInterrupt:
        return _complain("Stopped.", status=130)
    except BrokenPipeError:
        return 1
    except OSError as error:
        return _complain(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "))
    except Exception as error:
        sentence = _told(error)
        if not sentence:
            raise
        return _complain(sentence)


def _run(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="turnabout", description="Reverse mentoring, from the first question to what changed."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    wanted = next((word for word in words if not word.startswith("-")), "")
    runs: dict[str, Run] = {}
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if name == wanted:
            runs[name] = _furnish(command, module, needs_database=name not in WITHOUT_DATABASE)
    arguments = parser.parse_args(words)
    if not arguments.command:
        parser.print_help()
        return 0
    return with_room_for_calls(lambda: runs[arguments.command](arguments))


def _furnish(command: argparse.ArgumentParser, module: str, *, needs_database: bool) -> Run:
    if needs_database:
        os.umask(PRIVATE)
        import django  # imported here so that `turnabout match` starts without it

        django.setup()
    loaded = import_module(module)
    keep_what_is_loaded()
    loaded.add_arguments(command)
    run: Run = loaded.run
    return run


def _told(error: Exception) -> str:
    """What a database or a setting has against us, in a sentence; nothing for our own mistakes."""
    from django.db import DatabaseError, InterfaceError  # `turnabout match` starts without them
    from environs import EnvError

    lines = str(error).splitlines() or [type(error).__name__]
    if isinstance(error, DatabaseError | InterfaceError):
        return f"The database does not answer: {lines[0]}. `turnabout doctor` says what to do."
    return lines[0] if isinstance(error, EnvError) else ""


def _complain(sentence: str, *, status: int = 1) -> int:
    sys.stderr.write(f"turnabout: {sentence}\n")
    return status
