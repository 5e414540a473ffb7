"""What is due is a question to the rows. Rooms register who asks it; the worker asks them all."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, InternalError, OperationalError

Job = Callable[[], int]
_jobs: dict[str, Job] = {}
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """What one look at everything did. `database_says` tells why none of it could be done."""

    done: dict[str, int]
    database_says: str = ""


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
    return look_once().done


def look_once() -> Round:
    """Do everything that is due now, and say so once where the database lets nothing be done."""
    done: dict[str, int] = {}
    away: dict[str, str] = {}
    for name, job in _jobs.items():
        try:
            done[name] = job()
        except (DatabaseError, InterfaceError) as error:
            if not _is_about_the_database(error):
                log.exception("The job %s failed and will be tried again.", name)
                continue
            away[name] = (str(error).splitlines() or [type(error).__name__])[0]
        except Exception:
            log.exception("The job %s failed and will be tried again.", name)
    if away and len(away) == len(_jobs):
        says = next(iter(away.values()))
        log.error("Nothing could be done; it will be tried again. The database says: %s", says)
        return Round(done, says)
    for name, says in away.items():
        log.error("The job %s will be tried again. The database says: %s", name, says)
    return Round(done)


def _is_about_the_database(error: Exception) -> bool:
    """Whether the database is away or broken, rather than asked something wrong by us."""
    is_away = isinstance(error, InterfaceError | InternalError | OperationalError)
    return is_away or type(error) is DatabaseError
