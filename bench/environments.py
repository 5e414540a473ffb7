"""Environments of their own for tools that cannot share one: made once, from pinned files."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from bench.measured import ROOT

PEERS = ROOT / "bench" / "peers"
BUILT = ROOT / "data" / "bench"


class CannotSetUp(Exception):
    """An environment that cannot be made here; says why."""


def python_of(peer: str) -> Path:
    """The Python of a peer's environment, made from `bench/peers/<peer>.txt` if it is not there
    or if that file has changed since."""
    pinned = (PEERS / f"{peer}.txt").read_text()
    folder = BUILT / "environments" / peer
    stamp = folder / "pinned.txt"
    python = folder / "bin" / "python"
    if stamp.is_file() and stamp.read_text() == pinned:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder)
    command = [_uv(), "pip", "install", "-q", "--python", python, "--require-hashes"]
    done = subprocess.run(
        [str(word) for word in (*command, "-r", PEERS / f"{peer}.txt")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "VIRTUAL_ENV": str(folder)},
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise CannotSetUp(f"not set up: {last[0]}")
    stamp.write_text(pinned)
    return python


def _uv() -> Path:
    return Path(sys.prefix) / "uv" / "bin" / "uv"
