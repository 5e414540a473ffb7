"""Files kept in the data folder for a while, under names that nobody chose."""

import os
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.ids import random_token


def keep(shelf: str, data: bytes) -> str:
    """Write a file that only this user of the machine may read; returns the name it is kept by."""
    folder = _folder(shelf)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = random_token()
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as writer:
        writer.write(data)
        writer.flush()
        os.fsync(writer.fileno())
    return name


def note(shelf: str, name: str, words: str) -> None:
    """Write a few words under a known name, for whoever looks while the work goes on."""
    folder = _folder(shelf)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = folder / f"{name}.{random_token()}"
    beside.write_text(words)
    beside.replace(folder / name)


def noted(shelf: str, name: str) -> str:
    """The words that were noted; empty where there are none."""
    try:
        return (_folder(shelf) / name).read_text()
    except FileNotFoundError:
        return ""


def read_kept(shelf: str, name: str) -> bytes:
    """The content of a kept file. Refuses when it was forgotten."""
    try:
        return (_folder(shelf) / name).read_bytes() if name else _gone()
    except FileNotFoundError:
        return _gone()


def forget(shelf: str, name: str) -> None:
    if name:
        (_folder(shelf) / name).unlink(missing_ok=True)


def _folder(shelf: str) -> Path:
    return Path(settings.DATA_FOLDER) / shelf


def _gone() -> bytes:
    raise Refusal(_("The file is no longer kept. Upload it again."))
