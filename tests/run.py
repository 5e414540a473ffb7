"""`make test`: everything that must hold, ending in a plain pass or fail."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from tests import browser, postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# In each of two lanes: a browser journey waits as much as it works.
WORKERS = "2"
COMPILED = "turnabout.joining.matching.engine.compiled.ready"
# Browsers and whole crawls are slow, and the others never open this database: once is enough.
ONCE = (
    "journeys",
    "bench",
    "common/test_tables.py",
    "common/test_tables_refused.py",
    "content/test_editing.py",
    "docs",
    "matching/engine",
    "matching/shell",
    "matching/test_twin_worlds.py",
    "meetings/test_mail_alone.py",
    "privacy/test_backup.py",
    "rehearsal",
    "test_architecture.py",
    "test_canaries.py",
    "test_doors.py",
    "test_languages.py",
    "test_lists.py",
    "test_marked_texts.py",
    "test_twin_worlds.py",
    "topics/test_phrases.py",
)
Step = tuple[str, list[object]]
_speaking = Lock()


def main() -> int:
    checks: list[Step] = [
        ("format", [BIN / "ruff", "format", "--check", "-q", "."]),
        ("lint", [BIN / "ruff", "check", "-q", "."]),
        ("types", [BIN / "mypy"]),
        ("migrations", [sys.executable, "-m", "tests.migrations"]),
    ]
    on_sqlite: list[Step] = [
        ("compiling", [sys.executable, "-m", COMPILED]),
        ("suite on SQLite", [*_pytest(), "--capabilities"]),
    ]
    on_postgres: Step = (
        "suite on PostgreSQL",
        [*_pytest(), *(f"--ignore=tests/{part}" for part in ONCE)],
    )
    environment = {**os.environ, "PYTHONWARNINGS": "default", **browser.found()}
    if "--check" in sys.argv:
        failed = _failures_of(checks, environment)
    else:
        # Two lanes at once: where one waits for a browser or a disk, the other works.
        lanes = (on_sqlite, [*checks, on_postgres])
        with ThreadPoolExecutor(len(lanes)) as pool:
            both = list(pool.map(lambda lane: _failures_of(lane, environment), lanes))
        capabilities = ("capabilities", [sys.executable, "-m", "tests.capabilities", "--brief"])
        failed = [*both[0], *both[1], *_failures_of([capabilities], environment)]
    print(f"FAILED: {', '.join(failed)}" if failed else "Everything passed.", flush=True)
    return 1 if failed else 0


def _pytest() -> list[object]:
    # Two at a time, so that the journeys, which come first and take longest, are shared out.
    shared_out = ["--dist", "load", "--maxschedchunk", "2"]
    return [sys.executable, "-m", "pytest", "-n", WORKERS, *shared_out]


def _failures_of(steps: Sequence[Step], environment: dict[str, str]) -> list[str]:
    return [name for name, command in steps if not _passes(name, command, environment)]


def _passes(name: str, command: list[object], environment: dict[str, str]) -> bool:
    """Run one step; what it said is told in one piece when it has ended."""
    begun = time.monotonic()
    words = [str(word) for word in command]
    with tempfile.TemporaryFile() as said, _databases(name) as databases:
        status = subprocess.run(
            words,
            cwd=ROOT,
            env={**environment, **databases},
            stdout=said,
            stderr=subprocess.STDOUT,
        ).returncode
        said.seek(0)
        outcome = "ok" if status == 0 else "FAILED"
        with _speaking:
            print(f"— {name}", flush=True)
            sys.stdout.buffer.write(said.read())
            print(f"  {name}: {outcome}, {time.monotonic() - begun:.0f} s", flush=True)
    return status == 0


@contextmanager
def _databases(name: str) -> Iterator[dict[str, str]]:
    if name != "suite on PostgreSQL":
        yield {}
        return
    with postgres.server() as url:
        yield {
            "TURNABOUT_DATABASE_URL": f"{url}/turnabout",
            "TURNABOUT_KEYS_DATABASE_URL": f"{url}/keys",
        }


if __name__ == "__main__":
    sys.exit(main())
