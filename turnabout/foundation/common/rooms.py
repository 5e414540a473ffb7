"""What a room declares in files of a known name is found when the room opens."""

from importlib import import_module
from importlib.util import find_spec

DECLARATIONS = (
    "standing",
    "policy",
    "listeners",
    "emails",
    "jobs",
    "privacy",
    "phases",
    "signals",
    "questions",
    "papers",
)


def furnish(room: str) -> None:
    """Import the declarations that the room has; each registers itself."""
    for declaration in DECLARATIONS:
        if find_spec(f"{room}.{declaration}"):
            import_module(f"{room}.{declaration}")
