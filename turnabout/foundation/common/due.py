"""What is due is a question to the rows. Rooms register who asks it; the worker asks them all."""

import logging
from collections.abc import Callable

Job = Callable[[], int]
_jobs: dict[str, Job] = {}
log = logging.getLogger(__name__)


def does_what_is_due(name: str) -> Callable[[Job], Job]:
    """Register a job: it finds what is due, does it safely twice, and returns how much it did."""

    def declare(job: Job) -> Job:
        _jobs[name] = job
        return job

    return declare


def run_due() -> dict[str, int]:
    """Do everything that is due now; one room's failure does not stop the others."""
    done: dict[str, int] = {}
    for name, job in _jobs.items():
        try:
            done[name] = job()
        except Exception:
            log.exception("The job %s failed and will be tried again.", name)
            done[name] = 0
    return done
