"""A rehearsal lives in a data folder of its own, where no mail can leave."""

import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from turnabout.foundation.accounts.models import User
from turnabout.foundation.common.errors import Refusal

NOTE = "rehearsal.json"
KEPT_VARIABLES = ("TURNABOUT_LOG_LEVEL", "TURNABOUT_EXTRA_HOSTS")
KEPT_MAIL = "turnabout.foundation.notices.backends.KeptMail"


def environment_for(folder: Path, *, port: int = 8000) -> dict[str, str]:
    """The environment of a process that lives in this folder and reaches nothing else."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("TURNABOUT_") or name in KEPT_VARIABLES
    }
    return {
        **inherited,
        "TURNABOUT_MODE": "demo",
        "TURNABOUT_DATA": str(folder),
        "TURNABOUT_SITE_ADDRESS": f"http://127.0.0.1:{port}",
    }


def words_for(command: str, *words: str) -> list[str]:
    return [sys.executable, "-m", "turnabout", command, *words]


def lives_in(folder: Path) -> bool:
    """Whether this process was started for this folder."""
    return settings.MODE == "demo" and Path(settings.DATA_FOLDER) == folder.resolve()


def refuse_anything_real() -> None:
    """A rehearsal never touches people who exist, and never has a way to write to them."""
    if settings.MODE == "production" or settings.EMAIL_BACKEND != KEPT_MAIL:
        raise Refusal("A rehearsal lives only where no mail can leave.")
    if User.objects.exists():
        raise Refusal(
            f"There is something in {settings.DATA_FOLDER} already. A rehearsal begins in an "
            "empty folder; choose another seed, or remove that folder."
        )


def write_quickly() -> None:
    """Trade safety against a power cut for speed; a rehearsal that breaks off is begun anew."""
    for alias in connections:
        if connections[alias].vendor == "sqlite":
            with connections[alias].cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")


def write_note(content: Mapping[str, Any]) -> None:
    file = Path(settings.DATA_FOLDER) / NOTE
    made = file.with_name(f"{NOTE}.{secrets.token_hex(4)}")
    made.write_text(json.dumps(content, indent=1))
    made.chmod(0o600)
    os.replace(made, file)


def read_note(folder: Path) -> dict[str, Any] | None:
    try:
        note: dict[str, Any] = json.loads((folder / NOTE).read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return note
