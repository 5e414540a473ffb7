from datetime import timedelta

from turnabout.foundation.common.due import does_what_is_due
from turnabout.foundation.common.time import now
from turnabout.frame.directory import services
from turnabout.frame.directory.models import ImportBatch
from turnabout.frame.directory.undo_notes import UNDO_DAYS


@does_what_is_due("directory.bring_in_lists")
def bring_in_lists() -> int:
    """Large lists that somebody asked to look through or to bring in."""
    due = ImportBatch.objects.waiting(now()).order_by("asked_at").values_list("pk", flat=True)
    return sum(services.do_what_was_asked(pk) for pk in list(due[:10]))


@does_what_is_due("directory.forget_import_files")
def forget_import_files() -> int:
    """Uploaded lists are kept only as long as their import can be undone."""
    long_ago = now() - timedelta(days=UNDO_DAYS)
    due = ImportBatch.objects.exclude(stored_as="").filter(uploaded_at__lt=long_ago)
    batches = list(due.exclude(applied_at__gte=long_ago).only("pk", "stored_as")[:100])
    for batch in batches:
        services.forget_import_file(batch)
    return len(batches)
