"""What is due is a question to the rows. Rooms register who asks it; the worker asks them all."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError

Job = Callable[[], int]
_jobs: dict[str, Job] = {}
log = logging.getLogger(__name__)


def does_what_is_due(name: str) -> Callable[[Job], Job]:
    """Register a job: it finds what is due, does it safely twice, and returns how much it did."""

    def declare(job: Job) -> Job:
        _jobs[name] = job
        return job

    return declare


def names_of_jobs() -> list[str]:
    return list(_jobs)


def run_due() -> dict[str, int]:
    """Do everything that is due now; one room's failure does not stop the others.

    A job that failed is missing from the answer.
    """
    done: dict[str, int] = {}
    for name, job in _jobs.items():
        try:
            done[name] = job()
        except (InterfaceError, OperationalError) as error:
            log.error("The job %s will be tried again. The database says: %s", name, error)
        except Exception:
            log.exception("The job %s failed and will be tried again.", name)
    return done
