import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from turnabout.foundation.common.kept_files import noted, read_kept
from turnabout.foundation.common.tables import Table, read_table
from turnabout.foundation.common.time import today
from turnabout.frame.directory.columns import Column, choose, understand
from turnabout.frame.directory.comparison import Difference, Known, compare
from turnabout.frame.directory.levels import LevelOrder, merge_steps, order_levels
from turnabout.frame.directory.models import (
    BY_HAND,
    Address,
    ImportBatch,
    Level,
    Organisation,
    Person,
)
from turnabout.frame.directory.staff_list import Entry, read_entries

SHELF = "imports"


@dataclass(frozen=True)
class Preview:
    """A staff list as it was understood, and what it would change. Nothing is changed yet."""

    table: Table
    columns: tuple[Column, ...]
    difference: Difference
    levels: LevelOrder
    known_steps: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]

    @property
    def reorders_levels(self) -> bool:
        """Whether levels that are known would stand in another order."""
        known = tuple(chain(*self.known_steps))
        return tuple(name for name in self.levels.names if name in known) != known

    @property
    def changes_anything(self) -> bool:
        return self.difference.changes_anything or self.reorders_levels

    @property
    def can_apply(self) -> bool:
        return not self.difference.errors and self.changes_anything

    @property
    def fingerprint(self) -> str:
        """The same as long as the list would change the same."""
        told = self.difference
        content = repr((told.new, told.changed, told.left, told.rehired, self.levels.steps))
        return hashlib.sha256(content.encode()).hexdigest()[:32]


def read_batch(batch: ImportBatch) -> Table:
    return read_table(read_kept(SHELF, batch.stored_as), name=batch.file_name)


def columns_of(batch: ImportBatch, table: Table) -> tuple[Column, ...]:
    """What the columns mean: as they were understood, with what the person chose instead."""
    columns = understand(table, remembered_columns(batch.organisation))
    return choose(columns, batch.mapping.get("columns", {}))


def remembered_columns(organisation: Organisation) -> Mapping[str, str]:
    last = (
        ImportBatch.objects.filter(organisation=organisation, undone_at=None)
        .exclude(applied_at=None)
        .order_by("-applied_at")
        .values_list("mapping", flat=True)
        .first()
    )
    columns: Mapping[str, str] = (last or {}).get("columns", {})
    return columns


def percent_done(batch: ImportBatch) -> int:
    """How far the worker is with a list, as far as this machine knows."""
    said = noted(SHELF, batch.public_id)
    return int(said) if said.isdigit() else 0


def problems_as_table(preview: Preview, file_name: str) -> str:
    """What needs somebody, row by row, as CSV that spreadsheets open without running anything."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow([_("File"), _("Row"), _("Column"), _("What"), _("What to do")])
    told = preview.difference
    for one in (*told.errors, *told.warnings):
        cells = (file_name, one.row or "", one.column or "", one.sentence, one.remedy)
        rows.writerow([_plain(str(cell)) for cell in cells])
    return "\ufeff" + written.getvalue()


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def preview_import(batch: ImportBatch) -> Preview:
    """Read the kept file again and compare it with the people of this moment."""
    table = read_batch(batch)
    return preview_table(
        table,
        batch.organisation,
        columns_of(batch, table),
        is_whole=batch.mapping.get("is_whole", True),
        levels_turned=batch.mapping.get("levels_turned", False),
    )


def preview_table(
    table: Table,
    organisation: Organisation,
    columns: tuple[Column, ...],
    *,
    is_whole: bool = True,
    levels_turned: bool = False,
) -> Preview:
    day = today(organisation.zone)
    listed = read_entries(table, columns, today=day)
    difference = compare(
        listed.entries,
        known_people(organisation),
        listed.fields,
        today=day,
        is_whole=is_whole and bool(listed.entries),
        errors=listed.errors,
        warnings=listed.warnings,
    )
    known = known_steps(organisation)
    levels = _levels(known, difference.entries, turned=levels_turned)
    return Preview(table, columns, difference, levels, known, (*table.notes, *listed.notes))


def known_steps(organisation: Organisation) -> tuple[tuple[str, ...], ...]:
    """The levels as they stand, from junior to senior; those that count as the same together."""
    steps: dict[int, list[str]] = {}
    rows = Level.objects.filter(organisation=organisation).order_by("rank", "name")
    for rank, name in rows.values_list("rank", "name"):
        steps.setdefault(rank, []).append(name)
    return tuple(tuple(step) for step in steps.values())


def _levels(
    known: tuple[tuple[str, ...], ...], entries: tuple[Entry, ...], *, turned: bool
) -> LevelOrder:
    level_of = {entry.hr_id: entry.level for entry in entries}
    order = order_levels(
        [*chain(*known), *(level for level in level_of.values() if level)],
        [(entry.level, level_of.get(entry.manager, "")) for entry in entries],
    )
    merged = LevelOrder(merge_steps(known, order.steps), order.why)
    return merged.turned() if turned else merged


def known_people(organisation: Organisation) -> list[Known]:
    """Everybody of the organisation, past and present, in two queries."""
    people = Person.objects.filter(organisation=organisation).values(
        "hr_id",
        "name",
        "given_name",
        "job_title",
        "level__name",
        "unit",
        "place",
        "listed_place",
        "manager__hr_id",
        "language",
        "zone",
        "started_on",
        "away_until",
        "left_on",
    )
    current, past = _mails(organisation)
    return [
        Known(
            hr_id=row["hr_id"],
            left_on=row["left_on"],
            is_by_hand=row["hr_id"].startswith(BY_HAND),
            past_mails=frozenset(past.get(row["hr_id"], ())),
            values={
                **row,
                "level": row["level__name"] or "",
                "place": row["listed_place"] or row["place"],
                "manager": row["manager__hr_id"] or "",
                "mail": current.get(row["hr_id"], ""),
            },
        )
        for row in people.order_by("pk")
    ]


def _mails(organisation: Organisation) -> tuple[dict[str, str], dict[str, set[str]]]:
    current: dict[str, str] = {}
    past: dict[str, set[str]] = {}
    rows = Address.objects.filter(person__organisation=organisation).order_by("since", "pk")
    for hr_id, address, until in rows.values_list("person__hr_id", "address", "until"):
        if until is None:
            current[hr_id] = address
        else:
            past.setdefault(hr_id, set()).add(address.casefold())
    return current, past
