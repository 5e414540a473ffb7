"""Whether compiled code is on disk. Loads no compiler, so that asking costs nothing."""

import sys
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).parent
LARGE = ("kernels.gaining", "kernels.leading", "search.balance", "auction.auction", "fitting.fit")


def newest() -> float:
    """When the code was last changed."""
    return max(one.stat().st_mtime for one in HERE.glob("*.py"))


def is_kept() -> bool:
    """Whether what takes long to compile is there for this Python, and is newer than the code."""
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    with suppress(OSError):
        changed = newest()
        return all(
            any(
                one.stat().st_mtime >= changed
                for one in HERE.glob(f"__pycache__/{name}-*.{version}.nbi")
            )
            for name in LARGE
        )
    return False


def forget_stale() -> None:
    """Numba looks whether a file has changed, but not those from which it took functions in."""
    with suppress(OSError):
        changed = newest()
        for index in HERE.glob("__pycache__/*.nbi"):
            if index.stat().st_mtime < changed:
                index.unlink()
