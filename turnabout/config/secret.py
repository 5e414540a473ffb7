"""The signing secret of a first run, kept in the data folder."""

import os
import secrets
from pathlib import Path


def kept_secret(file: Path) -> str:
    """Read the secret, or make one that only this user of the machine can read."""
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as writer:
        writer.write(secrets.token_urlsafe(48))
    try:
        os.link(made, file)
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return file.read_text().strip()
