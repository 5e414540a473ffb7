"""From filled lines to a table: which line names the columns, and what each row holds."""

import re
from collections import Counter
from dataclasses import replace

from turnabout.foundation.common.tables.shapes import (
    Grid,
    Problem,
    Record,
    Row,
    Table,
    TableError,
    column_letter,
    short,
)
from turnabout.foundation.common.tables.words import translated as _

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_NUMBER = re.compile(r"[-+]?[\d.,\u2019'\u00a0\s]*\d[\d.,\u2019'\u00a0\s]*%?\Z")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(\s.*)?\Z")
_TOTAL = re.compile(r"(grand |sub)?totale?s?|totaal|sum|suma|summe|gesamt(summe)?", re.IGNORECASE)
_UNUSUAL = "~^#*:/"
_LOOK_DOWN = 40


def lay_out(grid: Grid, name: str) -> Table:
    """Find the column names, put every row under them, and say what was done."""
    if not grid.records:
        raise TableError(
            _("The file is empty."), _("Export it again and check its size."), file=name
        )
    at = _find_header(grid, name)
    header, body = grid.records[at], grid.records[at + 1 :]
    if not body:
        raise TableError(
            _("There are column names and no rows below them."),
            _("Check that the export holds people, then choose it again."),
            file=name,
            place=grid.place(header.number),
        )
    _refuse_other_separators(grid, header, body, name)
    notes, problems = list(grid.notes), list(grid.problems)
    if at:
        notes.append(_titles_note(grid, header, at))
    columns = _name_columns(header, body, notes)
    problems = _with_names(problems, columns)
    _refuse_ragged(grid, header, body, len(columns), name)
    rows = _fill_rows(header, body, columns, notes, problems)
    problems.sort(key=lambda problem: problem.row or 0)
    return Table(name, tuple(columns), tuple(rows), tuple(notes), tuple(problems))


def _with_names(problems: list[Problem], columns: list[str]) -> list[Problem]:
    names = {column_letter(index): name for index, name in enumerate(columns)}
    return [replace(one, column=names.get(one.column or "") or None) for one in problems]


def _titles_note(grid: Grid, header: Record, count: int) -> str:
    if count == 1:
        return _("The column names are on %(place)s; one line above was passed over.") % {
            "place": grid.place(header.number)
        }
    return _("The column names are on %(place)s; %(count)d lines above were passed over.") % {
        "place": grid.place(header.number),
        "count": count,
    }


def _filled(record: Record) -> int:
    return sum(1 for cell in record.cells if cell)


def looks_like_data(cell: str) -> bool:
    return bool(_MAIL.match(cell) or _NUMBER.match(cell) or _DATE.match(cell))


def _is_data(record: Record) -> bool:
    filled = [cell for cell in record.cells if cell]
    if any(_MAIL.match(cell) for cell in filled):
        return True
    return sum(1 for cell in filled if looks_like_data(cell)) * 3 > len(filled)


def _find_header(grid: Grid, name: str) -> int:
    sample = grid.records[:_LOOK_DOWN]
    widest = max(_filled(record) for record in sample)
    enough = max(1, 0.6 * widest)
    for index, record in enumerate(sample):
        if _filled(record) < enough:
            continue
        if not _is_data(record):
            return index
        if index:
            _refuse_mixed_separators(grid, sample[:index], record, name)
        if _filled(record) >= 0.8 * widest:
            raise _no_header(grid, record, name)
    raise _no_header(grid, sample[0], name)


def _no_header(grid: Grid, record: Record, name: str) -> TableError:
    return TableError(
        _("This row looks like a person, not like column names (it begins with “%(text)s”).")
        % {"text": short(next(cell for cell in record.cells if cell))},
        _("Add a first row that names the columns, such as Employee ID, Name, Email."),
        file=name,
        place=grid.place(record.number),
    )


def _refuse_mixed_separators(grid: Grid, above: list[Record], first: Record, name: str) -> None:
    for record in above:
        for mark in ",;\t|":
            cell = record.cells[0]
            if mark != grid.delimiter and cell.count(mark) >= max(1, len(first.cells) - 2):
                raise TableError(
                    _("The column names are separated differently from the rows below them."),
                    _("Use the same separator in every line, or save the file as XLSX."),
                    file=name,
                    place=grid.place(record.number),
                )


def _refuse_other_separators(grid: Grid, header: Record, body: list[Record], name: str) -> None:
    if grid.is_sheet or len(header.cells) > 1:
        return
    for mark in _UNUSUAL:
        count = header.cells[0].count(mark)
        alike = sum(1 for record in body[:50] if record.cells[0].count(mark) == count)
        if count >= 2 and alike * 2 > len(body[:50]):
            raise TableError(
                _("The columns seem to be separated by “%(mark)s”, which is not read.")
                % {"mark": mark},
                _("Export the file with commas or semicolons, or as XLSX."),
                file=name,
                place=grid.place(header.number),
            )


def _refuse_ragged(grid: Grid, header: Record, body: list[Record], width: int, name: str) -> None:
    if grid.is_sheet:
        return
    wide = [record for record in body if len(record.cells) > len(header.cells)]
    if len(wide) >= 3 and len(wide) * 2 > len(body):
        raise TableError(
            _("%(wide)d of %(all)d rows have more cells than there are column names.")
            % {"wide": len(wide), "all": len(body)},
            _("Put quotation marks round cells that hold a comma, or export as XLSX."),
            file=name,
            place=grid.place(wide[0].number),
        )


def _name_columns(header: Record, body: list[Record], notes: list[str]) -> list[str]:
    """One name for each place; "" for places that hold nothing and are not named."""
    used: set[int] = set()
    for record in body:
        used.update(index for index, cell in enumerate(record.cells) if cell)
        if len(used) >= len(header.cells):
            break
    names: list[str] = []
    taken: set[str] = set()
    for index, cell in enumerate(header.cells):
        name = " ".join(cell.split())[:100]
        if not name and index in used:
            name = _("Column %(letter)s") % {"letter": column_letter(index)}
            notes.append(_("A column without a name is called “%(name)s”.") % {"name": name})
        if name and name.casefold() in taken:
            name = _next_free(name, taken)
            notes.append(
                _("A column name is there twice; the later is “%(name)s”.") % {"name": name}
            )
        taken.add(name.casefold())
        names.append(name)
    return names


def _next_free(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name} ({number})".casefold() in taken:
        number += 1
    return f"{name} ({number})"


def _fill_rows(
    header: Record,
    body: list[Record],
    columns: list[str],
    notes: list[str],
    problems: list[Problem],
) -> list[Row]:
    kept = [(index, name) for index, name in enumerate(columns) if name]
    columns[:] = [name for _index, name in kept]
    rows: list[Row] = []
    seen: Counter[str] = Counter()
    for record in body:
        if record.cells == header.cells:
            seen["repeated"] += 1
            continue
        if record is body[-1] and _is_total(record, len(kept)):
            notes.append(_("The last line adds up the others and was passed over."))
            continue
        if len(record.cells) > len(header.cells):
            problems.append(_too_wide(record, header))
            continue
        width = len(record.cells)
        rows.append(
            Row(
                record.number,
                {name: record.cells[index] if index < width else "" for index, name in kept},
            )
        )
    if seen["repeated"]:
        notes.append(
            _("Lines that repeat the column names were passed over: %(count)d.")
            % {"count": seen["repeated"]}
        )
    return rows


def _is_total(record: Record, columns: int) -> bool:
    first = next(cell for cell in record.cells if cell)
    is_thin = columns > 3 and _filled(record) <= columns / 2
    return is_thin and bool(_TOTAL.fullmatch(first.split(":")[0].strip()))


def _too_wide(record: Record, header: Record) -> Problem:
    return Problem(
        record.number,
        None,
        _("This row has %(cells)d cells for %(columns)d columns, so it was not read.")
        % {"cells": len(record.cells), "columns": len(header.cells)},
        _("Put quotation marks round a cell that holds the separator, or remove the extra cell."),
    )
