"""One answer in a process of its own: how long, how much memory, and what came out.

This module and the one that drives it load nothing heavy: a child's peak memory, as the system
counts it, is never below what its parent held when it started it.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHORT = 4.0
TIMES = 3


@dataclass(frozen=True)
class Limits:
    """What one answer may take: seconds, and bytes of address space."""

    seconds: float
    memory: int


@dataclass(frozen=True)
class Measured:
    """What a process did. `trouble` is empty, or says in few words why there is no answer."""

    trouble: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)
    process_seconds: float = 0
    memory: int = 0
    said: Mapping[str, Any] = field(default_factory=dict)


def measure(command: Sequence[object], limits: Limits) -> Measured:
    """The same in fresh processes: the fastest of TIMES if it is short, else the only one."""
    best = _once(command, limits)
    for _ in range(TIMES - 1):
        if best.trouble or best.process_seconds > SHORT:
            break
        again = _once(command, limits)
        if again.trouble:
            return again
        seconds = {name: min(best.seconds[name], taken) for name, taken in again.seconds.items()}
        best = replace(
            best,
            seconds=seconds,
            process_seconds=min(best.process_seconds, again.process_seconds),
            memory=max(best.memory, again.memory),
        )
    return best


def _once(command: Sequence[object], limits: Limits) -> Measured:
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as errors:
        begun = time.monotonic()
        child = subprocess.Popen(
            [str(word) for word in command],
            cwd=ROOT,
            stdout=answer,
            stderr=errors,
            start_new_session=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limits.memory,) * 2),
        )
        status, usage, in_time = _wait(child, begun + limits.seconds)
        taken = time.monotonic() - begun
        memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        if not in_time:
            return Measured(f"not done in {limits.seconds:.0f} s", {}, taken, memory)
        answer.seek(0)
        errors.seek(0)
        if status:
            return Measured(_trouble(status, errors.read(), limits), {}, taken, memory)
        lines = answer.read().splitlines()
    said: dict[str, Any] = json.loads(lines[-1]) if lines else {"trouble": "says nothing"}
    trouble = said.pop("trouble", "")
    return Measured(trouble, said.pop("seconds", {}), taken, memory, said)


def _wait(child: subprocess.Popen[bytes], until: float) -> tuple[int, resource.struct_rusage, bool]:
    in_time = True
    while True:
        found, status, usage = os.wait4(child.pid, os.WNOHANG)
        if found:
            child.returncode = os.waitstatus_to_exitcode(status)
            return child.returncode, usage, in_time
        if in_time and time.monotonic() > until:
            in_time = False
            os.killpg(child.pid, signal.SIGKILL)
        time.sleep(0.01)


def _trouble(status: int, errors: bytes, limits: Limits) -> str:
    lines = errors.decode(errors="replace").strip().splitlines()
    last = lines[-1] if lines else ""
    if "MemoryError" in last or "bad_alloc" in last or status == -signal.SIGKILL:
        return f"needs more than {limits.memory / 2**30:.0f} GB"
    if status < 0:
        return f"ended by {signal.Signals(-status).name}"
    return f"fails: {last[:120]}" if last else f"ends with status {status}"
