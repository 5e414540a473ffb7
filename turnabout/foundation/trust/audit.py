"""The chain of what happened: who did what to which row, and when. Never what was written."""

import hashlib
import json
from typing import Any

from django.db import models, transaction

from turnabout.foundation.common.time import now
from turnabout.foundation.trust.models import AuditEntry, AuditHead


@transaction.atomic
def record(event: str, *, about: models.Model | None = None, by: Any = None, **facts: Any) -> None:
    """Add an event to the chain, in the transaction of the act that it tells of."""
    head = _locked_head()
    entry = AuditEntry(
        number=head.number + 1,
        at=now(),
        event=event,
        about=_name_of(about),
        by=getattr(by, "public_id", "") or "",
        facts=facts,
    )
    entry.digest = _digest(head.digest, entry)
    entry.save()
    AuditHead.objects.filter(pk=head.pk).update(number=entry.number, digest=entry.digest)


def first_broken_entry() -> int | None:
    """Walk the chain; the number of the first entry that was edited, removed or reordered."""
    digest, number = "", 0
    for entry in AuditEntry.objects.order_by("number").iterator():
        number += 1
        if entry.number != number or entry.digest != _digest(digest, entry):
            return number
        digest = entry.digest
    head = AuditHead.objects.first()
    expected = (head.number, head.digest) if head else (0, "")
    return None if expected == (number, digest) else number + 1


def _locked_head() -> AuditHead:
    head, _made = AuditHead.objects.get_or_create(pk=1)
    return AuditHead.objects.select_for_update().get(pk=head.pk)


def _name_of(row: models.Model | None) -> str:
    return "" if row is None else f"{row._meta.label_lower}:{getattr(row, 'public_id', row.pk)}"


def _digest(previous: str, entry: AuditEntry) -> str:
    told = [previous, entry.number, entry.at.isoformat(), entry.event, entry.about, entry.by]
    return hashlib.sha256(json.dumps([*told, entry.facts], sort_keys=True).encode()).hexdigest()
