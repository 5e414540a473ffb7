"""A large list is brought in by the worker: asked for here, claimed, done whole or not at all."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from turnabout.foundation.common import kept_files
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import ImportBatch, Person
from turnabout.frame.directory.queries import SHELF
from turnabout.frame.directory.services.imports import apply_import

LARGE = 5_000
LEASE = timedelta(minutes=15)
MOST_ATTEMPTS = 3


@transaction.atomic
def ask_for_import(
    batch: ImportBatch, *, by: Person | None, many_may_leave: bool, seen: str
) -> None:
    """Leave a large list to the worker. Pressed twice, it is asked for once."""
    asked = ImportBatch.objects.filter(pk=batch.pk, applied_at=None, asked_at=None)
    if not asked.update(
        asked_at=now(),
        asked_by=by,
        asked_with={"many_may_leave": many_may_leave, "seen": seen},
        attempts=0,
        trouble="",
    ):
        raise Refusal(_("This list is being brought in already."))


def do_asked_import(pk: int) -> bool:
    """Bring in a list that was asked for; false where another worker has it or it was refused.

    A worker that dies leaves nothing of the list behind, and the lease lets another begin anew.
    """
    at = now()
    claimed = ImportBatch.objects.waiting(at).filter(pk=pk)
    if not claimed.update(claimed_until=at + LEASE, attempts=F("attempts") + 1):
        return False
    batch = ImportBatch.objects.select_related("organisation", "asked_by").get(pk=pk)
    if batch.attempts > MOST_ATTEMPTS:
        return _give_up(batch, _("It was begun several times and never ended. Ask your owner."))
    try:
        apply_import(
            batch,
            by=batch.asked_by,
            **batch.asked_with,
            tell=lambda percent: kept_files.note(SHELF, batch.public_id, str(percent)),
        )
    except Refusal as refusal:
        return _give_up(batch, str(refusal))
    finally:
        kept_files.forget(SHELF, batch.public_id)
    return True


def _give_up(batch: ImportBatch, trouble: str) -> bool:
    ImportBatch.objects.filter(pk=batch.pk).update(
        asked_at=None, claimed_until=None, trouble=trouble[:300]
    )
    return False
