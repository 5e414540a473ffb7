import csv
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from turnabout.foundation.common.kept_files import noted, read_kept
from turnabout.foundation.common.tables import Problem, Table, read_table
from turnabout.foundation.common.time import today
from turnabout.frame.directory.columns import Column, choose, understand
from turnabout.frame.directory.comparison import Difference, Known, compare
from turnabout.frame.directory.kept import attribute_of
from turnabout.frame.directory.levels import MOST_LEVELS, LevelOrder, merge_steps, order_levels
from turnabout.frame.directory.models import (
    BY_HAND,
    Address,
    ImportBatch,
    Level,
    Organisation,
    Person,
    SamePerson,
)
from turnabout.frame.directory.queries.memory import Memory, memory_of, remembered_mapping
from turnabout.frame.directory.queries.words import NewWords, words_unknown
from turnabout.frame.directory.staff_list import Entry, StaffList, read_entries
from turnabout.frame.directory.vocabulary import Field
from turnabout.frame.directory.wholeness import Advice, Said, advise_wholeness

SHELF = "imports"
PROBLEMS = ".problems"
AS_LISTED = (
    "name",
    "given_name",
    "job_title",
    "unit",
    "language",
    "zone",
    "started_on",
    "away_until",
)


Tell = Callable[[int], None]


@dataclass(frozen=True)
class Preview:
    """A staff list as it was understood, and what it would change. Nothing is changed yet."""

    file: str
    rows: int
    columns: tuple[Column, ...]
    difference: Difference
    levels: LevelOrder
    known_steps: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    new_words: NewWords
    advice: Advice
    is_whole: bool
    trusts_both: bool

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
        told_apart = (told.new, told.changed, told.left, told.rehired, self.levels.steps)
        digest = hashlib.sha256()
        for one in chain.from_iterable(told_apart):
            digest.update(repr(one).encode())
        return digest.hexdigest()[:32]


def read_batch(batch: ImportBatch) -> Table:
    return read_table(read_kept(SHELF, batch.stored_as), name=batch.file_name)


def columns_of(batch: ImportBatch) -> tuple[Column, ...]:
    """What the columns mean: as they were understood, with what the person chose instead."""
    columns = tuple(
        Column(name, Field(field), why, tuple(samples), filled)
        for name, field, why, samples, filled in _understood(batch)["columns"]
    )
    return choose(columns, batch.mapping.get("columns", {}))


def _understood(batch: ImportBatch) -> dict[str, Any]:
    """As it was kept with the list; lists of older versions are understood now."""
    kept: dict[str, Any] = batch.understood
    if kept:
        return kept
    table = read_batch(batch)
    return understand_table(table, remembered_mapping(batch.organisation, table.columns, but=batch))


def understand_table(table: Table, memory: Memory) -> dict[str, Any]:
    """What the columns mean and how the file was read, to be kept with the list."""
    return {
        "columns": [
            [one.name, one.field.value, str(one.why), one.samples, one.filled]
            for one in understand(table, memory.columns)
        ],
        "notes": [str(note) for note in table.notes],
        "memory": memory.kept(),
    }


def percent_done(batch: ImportBatch) -> int:
    """How far the worker is with a list, as far as this machine knows."""
    said = noted(SHELF, batch.public_id)
    return int(said) if said.isdigit() else 0


def kept_problems(batch: ImportBatch) -> str:
    """The table of what needs somebody, as the worker wrote it."""
    return noted(SHELF, batch.public_id + PROBLEMS)


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


def preview_import(batch: ImportBatch, *, tell: Tell = lambda _percent: None) -> Preview:
    """Read the kept file again and compare it with the people of this moment."""
    table = read_batch(batch)
    tell(20)
    return preview_table(
        table,
        batch.organisation,
        columns_of(batch),
        is_whole=batch.mapping.get("is_whole"),
        levels_turned=batch.mapping.get("levels_turned", False),
        trusts_both=batch.mapping.get("trusts_both", False),
        said=memory_of(batch.understood).said,
        tell=tell,
    )


def preview_table(
    table: Table,
    organisation: Organisation,
    columns: tuple[Column, ...],
    *,
    is_whole: bool | None = None,
    levels_turned: bool = False,
    trusts_both: bool = False,
    said: Said | None = None,
    tell: Tell = lambda _percent: None,
) -> Preview:
    """What a table would change. Where nobody said whether it is whole, it is what it looks."""
    day = today(organisation.zone)
    listed = read_entries(table, columns, today=day)
    tell(50)
    people = known_people(organisation)
    advice = advise_wholeness(listed.entries, people, today=day, said=said)
    in_force = advice.is_whole if is_whole is None else is_whole
    tell(60)
    difference = compare(
        listed.entries,
        people,
        listed.fields,
        today=day,
        is_whole=in_force and bool(listed.entries),
        errors=(*listed.errors, *_too_many_levels(listed)),
        warnings=listed.warnings,
        answers=answers_of(organisation),
        trusts_both=trusts_both,
    )
    tell(80)
    known = known_steps(organisation)
    levels = _levels(known, difference.entries, turned=levels_turned)
    return Preview(
        file=table.name,
        rows=len(table.rows),
        columns=columns,
        difference=difference,
        levels=levels,
        known_steps=known,
        notes=(*table.notes, *listed.notes),
        new_words=words_unknown(organisation, *_words(difference.entries)),
        advice=advice,
        is_whole=in_force,
        trusts_both=trusts_both,
    )


def _words(entries: tuple[Entry, ...]) -> tuple[set[str], set[str]]:
    return {entry.level for entry in entries}, {entry.place for entry in entries}


def _too_many_levels(listed: StaffList) -> tuple[Problem, ...]:
    count = len({entry.level for entry in listed.entries if entry.level})
    if count <= MOST_LEVELS:
        return ()
    return (
        Problem(
            None,
            None,
            _("The column of levels holds %(count)d different ones, which nobody can put in order.")
            % {"count": count},
            _("Go back to the columns and choose the one that holds grades or bands, or none."),
        ),
    )


def answers_of(organisation: Organisation) -> dict[tuple[str, str], bool]:
    """What was answered about new numbers that look like somebody who is known."""
    rows = SamePerson.objects.filter(organisation=organisation)
    return {
        (hr_id, known): is_same
        for hr_id, known, is_same in rows.values_list("hr_id", "person__hr_id", "is_same")
    }


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
    people = Person.objects.filter(organisation=organisation, erased_at=None).order_by("pk")
    current, past = _mails(organisation)
    none: frozenset[str] = frozenset()
    known = []
    for hr_id, left_on, level, place, listed, manager, kept, *plain in people.values_list(
        "hr_id",
        "left_on",
        "level__name",
        "place",
        "listed_place",
        "manager__hr_id",
        "kept",
        *AS_LISTED,
    ):
        values = dict(zip(AS_LISTED, plain, strict=True))
        values |= {attribute_of(key): value for key, value in kept.items()}
        values |= {
            "level": level or "",
            "place": listed or place,
            "manager": manager or "",
            "mail": current.get(hr_id, ""),
        }
        mails = frozenset(past[hr_id]) if hr_id in past else none
        known.append(Known(hr_id, values, left_on, mails, hr_id.startswith(BY_HAND)))
    return known


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
