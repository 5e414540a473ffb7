"""Workers say that they are alive: a row each, so that somebody notices a silent one."""

from datetime import datetime, timedelta

from turnabout.foundation.common.due import LEASE, let_go, this_process
from turnabout.foundation.common.models import Duty, Worker
from turnabout.foundation.common.time import now

SILENT_AFTER = timedelta(minutes=2)
FORGOTTEN_AFTER = timedelta(days=1)


def beat() -> None:
    """Say that this worker is alive, and keep what it has in its hands."""
    at = now()
    name = this_process()
    Worker.objects.update_or_create(
        name=name,
        defaults={"beat_at": at, "stopped_at": None},
        create_defaults={"beat_at": at, "started_at": at},
    )
    Duty.objects.filter(holder=name, leased_until__isnull=False).update(leased_until=at + LEASE)


def stop() -> None:
    """Say that this worker stopped by itself, and give back what it held."""
    at = now()
    Worker.objects.filter(name=this_process()).update(stopped_at=at)
    let_go()
    Worker.objects.filter(beat_at__lt=at - FORGOTTEN_AFTER).delete()


def last_beat() -> datetime | None:
    """When the worker that spoke last did so; nothing where none works or all stopped orderly."""
    working = Worker.objects.filter(stopped_at=None).order_by("-beat_at")
    return working.values_list("beat_at", flat=True).first()
