"""Trying a programme out from the site: a rehearsal in a process and a folder of its own."""

import shutil
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from turnabout.faces.rehearsal import folder
from turnabout.faces.rehearsal.likeness import likeness_of, write_likeness
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme

PEOPLE = 120
MONTHS = 1
SEED = 7
STEPS = 5
GIVEN_UP_AFTER = timedelta(minutes=5)
LIKE, LOG = "like.json", "log.txt"


@dataclass(frozen=True)
class TryOut:
    """A rehearsal of one programme: begun, done with what it shows, or given up."""

    begun_at: datetime
    percent: int
    note: dict[str, Any] | None

    @property
    def is_running(self) -> bool:
        return self.note is None and now() - self.begun_at < GIVEN_UP_AFTER


def begin_try_out(programme: Programme, *, language: str, by: Person) -> None:
    """Begin a rehearsal like this programme. One at a time; the one before makes room."""
    before = try_out_of(programme)
    if before is not None and before.is_running:
        raise Refusal(_("This rehearsal is being lived already. It takes about a minute."))
    home = _home(programme)
    if home.exists():
        shutil.rmtree(home)
    home.mkdir(parents=True)
    write_likeness(likeness_of(programme, language=language), home / LIKE)
    into = home / "lives"
    into.mkdir()
    words = folder.words_for(
        "rehearse",
        *("--people", str(PEOPLE), "--months", str(MONTHS), "--seed", str(SEED)),
        *("--into", str(into), "--like", str(home / LIKE)),
    )
    (home / LOG).touch()
    audit.record("try_out_begun", about=programme, by=by)
    _start(words, environment=folder.environment_for(into), log=home / LOG)


def try_out_of(programme: Programme) -> TryOut | None:
    """The rehearsal of this programme, if somebody began one."""
    home = _home(programme)
    log = home / LOG
    if not log.exists():
        return None
    begun_at = datetime.fromtimestamp((home / LIKE).stat().st_mtime, tz=now().tzinfo)
    lines = len(log.read_text().splitlines())
    return TryOut(
        begun_at=begun_at,
        percent=min(95, 100 * lines // STEPS),
        note=folder.read_note(home / "lives"),
    )


def _home(programme: Programme) -> Path:
    return Path(settings.DATA_FOLDER) / "rehearsals" / f"like-{programme.public_id}"


def _start(words: Sequence[str], *, environment: Mapping[str, str], log: Path) -> threading.Thread:
    """Let it live beside the site. The thread only waits, so that no dead process is left."""

    def live() -> None:
        with log.open("a") as said:
            subprocess.run(  # noqa: S603 - our own program
                words, env=environment, stdout=said, stderr=subprocess.STDOUT, check=False
            )

    waiting = threading.Thread(target=live, daemon=True)
    waiting.start()
    return waiting
