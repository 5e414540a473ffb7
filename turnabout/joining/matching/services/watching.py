"""Runs that take a while: the lease that is renewed, what they say meanwhile, how they are ended
early, and how they go on."""

import time
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.joining.matching import engine
from turnabout.joining.matching.engine.candidates import Progress
from turnabout.joining.matching.engine.solution import Edges, Solution
from turnabout.joining.matching.gaps import Gap
from turnabout.joining.matching.models import Run, Stand
from turnabout.joining.matching.stands import fingerprint, packed, unpacked

LEASE = timedelta(minutes=10)
QUIET_FOR = 1.0
KEEP_EVERY = 30.0


class TakenOver(Exception):
    """Another worker has this run now, or it was ended."""


class Watched:
    """Looks on while a run is computed: renews its lease, says how it stands, stops it if asked.

    What is soon done is left alone.
    """

    def __init__(self, run: Run, problem: engine.Problem, claimed_until: datetime) -> None:
        self.run = run
        self.problem = problem
        self.claimed_until = claimed_until
        self.is_stopped = False
        self.begun = time.monotonic()
        self.kept_at = 0.0
        self.made_of = ""

    def watch(self, progress: Progress, edges: Edges, solution: Solution) -> bool:
        taken = time.monotonic() - self.begun
        if taken < QUIET_FOR and not self.run.stop_asked_at:
            return False
        until = now() + LEASE
        mine = Run.objects.filter(pk=self.run.pk, claimed_until=self.claimed_until)
        told = {
            "seconds": int(taken),
            "pairs": progress.candidates,
            "gap": Gap.of(progress.certificate).as_data(),
        }
        if not mine.update(claimed_until=until, progress=told):
            raise TakenOver
        self.claimed_until = until
        self.run.refresh_from_db(fields=["stop_asked_at"])
        self.is_stopped = self.run.stop_asked_at is not None
        if self.is_stopped or taken - self.kept_at >= KEEP_EVERY:
            self._keep(edges, solution)
            self.kept_at = taken
        return self.is_stopped

    def _keep(self, edges: Edges, solution: Solution) -> None:
        """Keep where the run stands. Prices are kept no longer than they are of use."""
        self.made_of = self.made_of or fingerprint(self.problem)
        kept = {"made_of": self.made_of, "packed": packed(edges, solution)}
        Stand.objects.update_or_create(run=self.run, defaults=kept)

    def before(self) -> dict[str, Any]:
        """Where this run, or the one it goes on from, stood, if the question is still the same."""
        stands = Stand.objects.filter(run__in=(self.run.pk, self.run.goes_on_from_id))
        for stand in stands.order_by("-run"):
            self.made_of = self.made_of or fingerprint(self.problem)
            found = unpacked(bytes(stand.packed)) if stand.made_of == self.made_of else None
            if found is not None:
                return {"edges": found[0], "before": found[1]}
        return {}


def forget_stands(run: Run) -> None:
    """Drop what nobody will go on from any more."""
    Stand.objects.filter(run__in=(run.pk, run.goes_on_from_id)).delete()


@transaction.atomic
def stop_run(run: Run, *, by: Person) -> None:
    """End a run with the best plan so far. What has not begun is called off instead."""
    waits = Run.objects.filter(pk=run.pk, finished_at=None, failed_at=None)
    called_off = waits.filter(attempts=0).update(
        failed_at=now(), stop_asked_at=now(), trouble=str(CALLED_OFF)
    )
    if not called_off and not waits.filter(stop_asked_at=None).update(stop_asked_at=now()):
        if waits.exists():
            return
        raise AlreadySo(_("This run has ended already."))
    audit.record("run_stopped", about=run, by=by)


CALLED_OFF = _("It was called off before it began. Nothing was changed.")
