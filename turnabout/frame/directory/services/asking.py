"""A large list is looked through and brought in by the worker: asked for here, claimed, done."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from turnabout.foundation.common import kept_files
from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import ImportBatch, Person
from turnabout.frame.directory.queries import (
    PROBLEMS,
    SHELF,
    Tell,
    check_page,
    keep_page,
    preview_import,
    problems_as_table,
)
from turnabout.frame.directory.services.imports import apply_import

LARGE = 5_000
LEASE = timedelta(minutes=15)
MOST_ATTEMPTS = 3


def ask_for_check(batch: ImportBatch, *, by: Person | None) -> None:
    """Leave the dry run of a large list to the worker."""
    _ask(batch, by, what="check")


def ask_for_import(
    batch: ImportBatch, *, by: Person | None, many_may_leave: bool, seen: str
) -> None:
    """Leave a large list to the worker. Pressed twice, it is asked for once."""
    _ask(batch, by, what="import", many_may_leave=many_may_leave, seen=seen)


@transaction.atomic
def _ask(batch: ImportBatch, by: Person | None, **asked: Any) -> None:
    free = ImportBatch.objects.filter(pk=batch.pk, applied_at=None, asked_at=None)
    if not free.update(
        asked_at=now(),
        asked_by=by,
        asked_with={**asked, "language": translation.get_language()},
        attempts=0,
        trouble="",
    ):
        raise AlreadySo(_("This list is being brought in already."))


def do_what_was_asked(pk: int) -> bool:
    """Look through or bring in a list; false where another worker has it or it was refused.

    A worker that dies leaves nothing of the list behind, and the lease lets another begin anew.
    """
    at = now()
    claimed = ImportBatch.objects.waiting(at).filter(pk=pk)
    if not claimed.update(claimed_until=at + LEASE, attempts=F("attempts") + 1):
        return False
    batch = ImportBatch.objects.select_related("organisation", "asked_by").get(pk=pk)
    asked = dict(batch.asked_with)
    do = _check if asked.pop("what", "import") == "check" else apply_import
    with translation.override(asked.pop("language", None) or batch.organisation.language):
        if batch.attempts > MOST_ATTEMPTS:
            return _give_up(batch, _("It was begun several times and never ended. Ask your owner."))
        try:
            do(
                batch,
                by=batch.asked_by,
                **asked,
                tell=lambda percent: kept_files.note(SHELF, batch.public_id, str(percent)),
            )
        except Refusal as refusal:
            return _give_up(batch, str(refusal))
        finally:
            kept_files.forget(SHELF, batch.public_id)
    return True


def _check(batch: ImportBatch, *, by: Person | None, tell: Tell) -> None:
    """Keep what the page says and the rows to put right, to be shown when somebody looks."""
    preview = preview_import(batch, tell=tell)
    kept_files.note(SHELF, batch.public_id + PROBLEMS, problems_as_table(preview, batch.file_name))
    ImportBatch.objects.filter(pk=batch.pk, applied_at=None).update(
        checked=keep_page(check_page(preview, by=by)), asked_at=None, claimed_until=None
    )


def _give_up(batch: ImportBatch, trouble: str) -> bool:
    ImportBatch.objects.filter(pk=batch.pk).update(
        asked_at=None, claimed_until=None, trouble=trouble[:300]
    )
    return False
