"""`make test`: everything that must hold, ending in a plain pass or fail."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests import browser, postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# One more than the two cores: a browser journey waits as much as it works.
WORKERS = "3"
COMPILED = "turnabout.joining.matching.engine.compiled.ready"
# Browsers and whole crawls are slow, and the others never open this database: once is enough.
ONCE = (
    "journeys",
    "bench",
    "docs",
    "matching/engine",
    "matching/shell",
    "matching/test_twin_worlds.py",
    "privacy/test_backup.py",
    "test_architecture.py",
    "test_canaries.py",
    "test_languages.py",
    "test_marked_texts.py",
    "test_twin_worlds.py",
    "topics/test_phrases.py",
)


def main() -> int:
    steps = [
        ("format", [BIN / "ruff", "format", "--check", "-q", "."]),
        ("lint", [BIN / "ruff", "check", "-q", "."]),
        ("types", [BIN / "mypy"]),
        ("migrations", [sys.executable, "-m", "tests.migrations"]),
    ]
    compiling = None
    if "--check" not in sys.argv:
        # On the second core, while the first one looks at formats and types.
        compiling = subprocess.Popen([sys.executable, "-m", COMPILED], cwd=ROOT)
        steps += [
            ("suite on SQLite", [*_pytest(), "--capabilities"]),
            ("suite on PostgreSQL", [*_pytest(), *(f"--ignore=tests/{part}" for part in ONCE)]),
            ("capabilities", [sys.executable, "-m", "tests.capabilities", "--brief"]),
        ]
    environment = {**os.environ, "PYTHONWARNINGS": "default", **browser.found()}
    failed = []
    for name, command in steps:
        if compiling and name.startswith("suite"):
            compiling.wait()
        if not _passes(name, command, environment):
            failed.append(name)
    print(f"FAILED: {', '.join(failed)}" if failed else "Everything passed.", flush=True)
    return 1 if failed else 0


def _pytest() -> list[object]:
    # Two at a time, so that the journeys, which come first and take longest, are shared out.
    shared_out = ["--dist", "load", "--maxschedchunk", "2"]
    return [sys.executable, "-m", "pytest", "-n", WORKERS, *shared_out]


def _passes(name: str, command: list[object], environment: dict[str, str]) -> bool:
    print(f"— {name}", flush=True)
    begun = time.monotonic()
    words = [str(word) for word in command]
    if name == "suite on PostgreSQL":
        with postgres.server() as url:
            databases = {
                "TURNABOUT_DATABASE_URL": f"{url}/turnabout",
                "TURNABOUT_KEYS_DATABASE_URL": f"{url}/keys",
            }
            status = subprocess.run(words, cwd=ROOT, env={**environment, **databases}).returncode
    else:
        status = subprocess.run(words, cwd=ROOT, env=environment).returncode
    outcome = "ok" if status == 0 else "FAILED"
    print(f"  {name}: {outcome}, {time.monotonic() - begun:.0f} s", flush=True)
    return status == 0


if __name__ == "__main__":
    sys.exit(main())
