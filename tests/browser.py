"""Finds a Chromium for the journeys, and installs Debian's where that is possible.

Its headless shell comes first: the same engine without windows, at a third of the work.
"""

import os
import shutil
import subprocess
from functools import cache

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")
REMEDY = f"apt-get install -y --no-install-recommends {SHELL}"


@cache
def path() -> str:
    """The browser's path, or an empty string."""
    return os.environ.get("TURNABOUT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")


def found() -> dict[str, str]:
    """Look for a browser, install one where root and apt allow it, and say what was found."""
    if not path().endswith(SHELL) and os.geteuid() == 0 and shutil.which("apt-get"):
        print("— installing Chromium for the browser tests", flush=True)
        quietly = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update"], **quietly)
        subprocess.run(REMEDY.split(), **quietly)
        path.cache_clear()
    if not path():
        print(f"  No Chromium: browser tests are skipped. Remedy: {REMEDY}", flush=True)
    return {"TURNABOUT_CHROMIUM": path()}
