"""A staff list from its file to the moment it is brought in; nobody is changed here."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common import kept_files
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.tables import read_table
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import ImportBatch, Organisation, Person, SamePerson
from turnabout.frame.directory.queries import (
    PROBLEMS,
    SHELF,
    Memory,
    read_batch,
    remembered_mapping,
    understand_table,
)


@transaction.atomic
def read_staff_list(
    organisation: Organisation, *, data: bytes, name: str, by: Person | None = None
) -> ImportBatch:
    """Keep a staff list that can be read, to look at before anything changes."""
    table = read_table(data, name=name)
    memory = remembered_mapping(organisation, table.columns)
    batch = ImportBatch.objects.create(
        organisation=organisation,
        file_name=name[:200],
        stored_as=kept_files.keep(SHELF, data),
        understood=understand_table(table, memory),
        uploaded_by=by,
        uploaded_at=now(),
        rows=len(table.rows),
    )
    audit.record("staff_list_read", about=batch, by=by)
    return batch


@transaction.atomic
def understand_anew(batch: ImportBatch) -> None:
    """Forget for this list how an earlier one was mapped, and what was chosen since."""
    batch.understood = understand_table(read_batch(batch), Memory())
    _change(batch, understood=batch.understood, mapping={})


@transaction.atomic
def choose_columns(
    batch: ImportBatch,
    *,
    columns: Mapping[str, str],
    is_whole: bool | None = None,
    levels_turned: bool = False,
) -> None:
    """Settle what the columns mean; and, if somebody says so, whether the list is the whole."""
    names = [column[0] for column in batch.understood.get("columns", ())]
    mapping = {
        **batch.mapping,
        "columns": {**dict.fromkeys(names, ""), **columns},
        "levels_turned": levels_turned,
    }
    if is_whole is not None:
        mapping["is_whole"] = is_whole
    _change(batch, mapping=mapping)


@transaction.atomic
def answer_about_list(
    batch: ImportBatch,
    *,
    is_whole: bool,
    same: Mapping[tuple[str, str], bool | None] | None = None,
    trusts_both: bool = False,
    by: Person | None = None,
) -> None:
    """Say whether a list is the whole, and who on it is somebody known by another number.

    `same` goes by the number on the list and the number here; None takes an answer back.
    """
    _change(batch, mapping={**batch.mapping, "is_whole": is_whole, "trusts_both": trusts_both})
    for (hr_id, known_as), is_same in (same or {}).items():
        rows = SamePerson.objects.filter(
            organisation=batch.organisation, hr_id=hr_id, person__hr_id=known_as
        )
        if is_same is None:
            rows.delete()
            continue
        told = {"is_same": is_same, "answered_by": by, "answered_at": now()}
        known = Person.objects.filter(organisation=batch.organisation, hr_id=known_as).first()
        if known is not None and not rows.filter(is_same=is_same).exists():
            SamePerson.objects.update_or_create(
                organisation=batch.organisation, hr_id=hr_id, person=known, defaults=told
            )
            audit.record("likeness_answered", about=known, by=by, is_same=is_same)


def _change(batch: ImportBatch, **values: object) -> None:
    """Change what was said of a list; what was shown of it before is no longer so."""
    free = ImportBatch.objects.filter(pk=batch.pk, applied_at=None)
    if not free.filter(asked_at=None).update(**values, checked={}, trouble=""):
        raise Refusal(
            _("This list is being brought in already.")
            if free.exists()
            else _("This list has already been imported.")
        )
    for name, value in {**values, "checked": {}, "trouble": ""}.items():
        setattr(batch, name, value)


@transaction.atomic
def forget_import_file(batch: ImportBatch) -> None:
    """Let go of the file and of what it replaced; from then on the import cannot be undone."""
    stored_as = batch.stored_as
    ImportBatch.objects.filter(pk=batch.pk).update(
        stored_as="", before={}, understood={}, checked={}
    )
    transaction.on_commit(lambda: forget_files(batch.public_id, stored_as))


def forget_files(public_id: str, stored_as: str) -> None:
    kept_files.forget(SHELF, stored_as)
    kept_files.forget(SHELF, public_id + PROBLEMS)
