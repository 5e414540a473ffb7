"""Runs that take a while: what they say meanwhile, how they are stopped, and how they go on."""

import os
import signal
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import numpy as np
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.joining.matching import words
from turnabout.joining.matching.engine.candidates import Progress
from turnabout.joining.matching.engine.solution import Edges, Solution

STAND = "stand.npz"
QUIET_FOR = 2.0


@dataclass
class Watched:
    """Says how a run stands, keeps its stand in `folder`, and stops it when asked to."""

    folder: Path
    made_of: str
    say: Callable[[str], None]
    begun: float = field(default_factory=time.monotonic)
    is_stopped: bool = False

    def watch(self, progress: Progress, edges: Edges, solution: Solution) -> bool:
        taken = time.monotonic() - self.begun
        if taken > QUIET_FOR or self.is_stopped:
            self.say(
                _("%(seconds)d s, %(pairs)d pairs in hand. %(verdict)s")
                % {
                    "seconds": taken,
                    "pairs": progress.candidates,
                    "verdict": words.verdict(progress.certificate),
                }
            )
            self._keep(edges, solution)
        return self.is_stopped

    def _keep(self, edges: Edges, solution: Solution) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = self.folder / f".{STAND}"
        with beside.open("wb") as file:
            np.savez(
                file,
                made_of=np.array(self.made_of),
                pairs=np.stack([edges.rows, edges.columns, edges.scores]),
                mentor_prices=solution.mentor_prices,
                mentee_prices=solution.mentee_prices,
            )
        os.replace(beside, self.folder / STAND)

    def ended(self) -> None:
        """Nothing is left to go on from."""
        (self.folder / STAND).unlink(missing_ok=True)

    @contextmanager
    def stopped_by_interrupt(self) -> Iterator[None]:
        """The first Ctrl-C ends the run with the best plan so far, the second one at once."""

        def stop(_number: int, _frame: FrameType | None) -> None:
            signal.signal(signal.SIGINT, before)
            self.is_stopped = True
            self.say(_("Stopping with the best plan so far. Once more ends at once."))

        before = signal.signal(signal.SIGINT, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


def read_stand(folder: Path, made_of: str) -> tuple[Edges, Solution]:
    """Where a run stood. Raises Refusal where there is none, or it was of another problem."""
    path = folder / STAND
    try:
        with np.load(path) as kept:
            if str(kept["made_of"]) != made_of:
                raise Refusal(
                    _("%(file)s belongs to other people or other rules. Run without --resume.")
                    % {"file": path.name}
                )
            rows, columns, scores = kept["pairs"]
            nobody = np.zeros(0, np.int64)
            return Edges(rows, columns, scores), Solution(
                nobody, nobody, nobody, kept["mentor_prices"], kept["mentee_prices"]
            )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise Refusal(
            _("%(folder)s holds no run that was stopped. Run without --resume.")
            % {"folder": folder.name}
        ) from error
