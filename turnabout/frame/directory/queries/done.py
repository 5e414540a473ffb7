"""What the page of an import says once it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import ImportBatch
from turnabout.frame.directory.undo_notes import UNDO_DAYS


@dataclass(frozen=True)
class DonePage:
    heading: str
    lead: str
    figures: tuple[tuple[int, str], ...]
    undone: tuple[str, ...]
    can_undo: bool
    undo_until: date | None
    brings_back: int
    waits: str


def done_page(batch: ImportBatch) -> DonePage:
    counts = batch.counts
    until = batch.applied_at + timedelta(days=UNDO_DAYS) if batch.applied_at else None
    if batch.undone_at:
        heading = _("The import is undone")
        lead = _("People are as they were before, but for what is told here.")
    else:
        changed = sum(counts.get(name, 0) for name in ("new", "changed", "left", "rehired"))
        heading = ngettext(
            "Done, %(count)d person changed", "Done, %(count)d people changed", changed
        ) % {"count": changed}
        lead = _("Nobody was written to.")
        if batch.before.get("ended"):
            lead = _("Roles of those who left have ended. Only their partners are written to.")
    return DonePage(
        heading=heading,
        lead=lead,
        figures=tuple(
            (counts.get(name, 0), word)
            for name, word in (
                ("new", _("new")),
                ("changed", _("changed")),
                ("left", _("left")),
                ("rehired", _("back again")),
                ("unchanged", _("as they were")),
            )
        ),
        undone=tuple(_undone(counts.get("undone"))),
        can_undo=batch.undone_at is None and until is not None and until > now(),
        undo_until=until.date() if until else None,
        brings_back=len(batch.before.get("ended", ())),
        waits=""
        if batch.undone_at or not counts.get("waiting")
        else ngettext(
            "%(count)d row waits for an answer: it may be somebody who is known under another "
            "number. Both are as they were. Bring the list again to answer.",
            "%(count)d rows wait for an answer: they may be people who are known under another "
            "number. All are as they were. Bring the list again to answer.",
            counts["waiting"],
        )
        % {"count": counts["waiting"]},
    )


def _undone(counts: dict[str, int] | None) -> Iterable[str]:
    if counts is None:
        return
    restored, removed = counts["restored"], counts["removed"]
    if restored or not removed:
        yield ngettext(
            "%(count)d person has back what the list changed.",
            "%(count)d people have back what the list changed.",
            restored,
        ) % {"count": restored}
    if removed:
        yield ngettext(
            "%(count)d person whom the list brought is gone again.",
            "%(count)d people whom the list brought are gone again.",
            removed,
        ) % {"count": removed}
    if counts["changed_since"]:
        yield ngettext(
            "%(count)d entry was changed since and stays as it is now.",
            "%(count)d entries were changed since and stay as they are now.",
            counts["changed_since"],
        ) % {"count": counts["changed_since"]}
    if counts["in_use"]:
        yield ngettext(
            "%(count)d person whom the list brought was written to here or does something here by "
            "now, and stays. A whole list without her lets her leave.",
            "%(count)d people whom the list brought were written to here or do something here by "
            "now, and stay. A whole list without them lets them leave.",
            counts["in_use"],
        ) % {"count": counts["in_use"]}
    if counts.get("resumed"):
        yield ngettext(
            "%(count)d role that ended with the list goes on.",
            "%(count)d roles that ended with the list go on.",
            counts["resumed"],
        ) % {"count": counts["resumed"]}
