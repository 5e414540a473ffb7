import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl

from turnabout.foundation.common.tables.delimited import long_cell
from turnabout.foundation.common.tables.shapes import (
    Grid,
    Limits,
    Problem,
    Record,
    TableError,
    clean_text,
    column_letter,
)
from turnabout.foundation.common.tables.words import translated as _

_LAST_ROW = 1_048_576
_VISITED_CELLS = 30_000_000
_PARTS = 5_000
_MANY_FORMULAS = 1_000
_ZEROS = re.compile(r"0+\Z")
_DECIMALS = re.compile(r"#?,?#*0\.(0+)(%?)\Z")


def read_workbook(data: bytes, name: str) -> Grid:
    """The filled rows of the first sheet that holds a table."""
    formulas = _check_package(data, name)
    try:
        with warnings.catch_warnings():
            # The library warns of styles and validations that a table does not need.
            warnings.simplefilter("ignore")
            return _read_sheets(data, name, formulas)
    except TableError:
        raise
    except Exception as error:
        # A damaged package fails in the reader in as many ways as there are parts in it.
        raise _damaged(name) from error


def _damaged(name: str) -> TableError:
    return TableError(
        _("The workbook is damaged or not complete."),
        _("Open it in a spreadsheet, save it anew as XLSX and choose that file."),
        file=name,
    )


def _check_package(data: bytes, name: str) -> bool:
    """Refuse what is no workbook or would not fit in memory. True if it holds formulas."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            _refuse_other_packages({part.filename for part in parts}, name)
            unpacked = sum(part.file_size for part in parts)
            if unpacked > Limits.unpacked_bytes or len(parts) > _PARTS:
                raise TableError(
                    _("The workbook is far larger inside than its file; it is not opened."),
                    _("Copy the table into a new workbook, without anything else, and save it."),
                    file=name,
                )
            return True in [_look_inside(package, part, name) for part in parts]
    except TableError:
        raise
    except Exception as error:
        # zipfile raises half a dozen kinds of error for half a package.
        raise _damaged(name) from error


def _refuse_other_packages(names: set[str], name: str) -> None:
    if "xl/workbook.xml" in names or any(
        one.startswith("xl/") and one.endswith("workbook.xml") for one in names
    ):
        return
    if "xl/workbook.bin" in names:
        kind = _("This is a binary workbook (XLSB).")
    elif "mimetype" in names or "content.xml" in names:
        kind = _("This is an OpenDocument file.")
    elif any(one.startswith("word/") for one in names):
        kind = _("This is a Word document.")
    elif any(one.startswith("ppt/") for one in names):
        kind = _("This is a presentation.")
    elif any(one.endswith(".iwa") for one in names):
        kind = _("This is a Numbers or Pages document.")
    else:
        raise TableError(
            _("This is a compressed archive."),
            _("Unpack it and choose the CSV or XLSX file inside."),
            file=name,
        )
    raise TableError(kind, _("Save the table as XLSX or CSV and choose that file."), file=name)


def _look_inside(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> bool:
    if not part.filename.endswith((".xml", ".rels")):
        return False
    found = False
    tail = b""
    with package.open(part) as file:
        first = True
        while chunk := file.read(1 << 20):
            text = tail + chunk
            if first and (b"<!DOCTYPE" in text[:4096] or b"<!ENTITY" in text):
                raise TableError(
                    _("The workbook holds definitions that could do harm; it is not opened."),
                    _("Open it in a spreadsheet, save it anew as XLSX and choose that file."),
                    file=name,
                )
            first = False
            if "worksheets/" in part.filename:
                found = found or b"<f>" in text or b"<f " in text or b"<f/" in text
            tail = chunk[-8:]
    return found


def _read_sheets(data: bytes, name: str, formulas: bool) -> Grid:
    workbook = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )
    try:
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        sheets = sheets or list(workbook.worksheets)
        best: Grid | None = None
        for sheet in sheets:
            grid = _read_sheet(sheet, name)
            if len(grid.records) > 1:
                best = grid
                break
            best = best if best is not None and best.records else grid
        if best is None:
            raise _damaged(name)
        if len(workbook.worksheets) > 1:
            best.notes.append(
                _("Read the sheet “%(sheet)s”, the first of %(count)d with a table.")
                % {"sheet": best.sheet, "count": len(workbook.worksheets)}
            )
        else:
            best.notes.append(_("Read the sheet “%(sheet)s”.") % {"sheet": best.sheet})
    finally:
        workbook.close()
    if formulas:
        _tell_formulas(data, best)
    return best


def _rows(sheet: Any, name: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows with their numbers. Sheets may claim sizes they do not have, so none is believed."""
    sheet.reset_dimensions()
    visited = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > _LAST_ROW:
            return
        visited += len(row) + 1
        if visited > _VISITED_CELLS:
            raise TableError(
                _("The sheet “%(sheet)s” is spread over too many empty cells.")
                % {"sheet": sheet.title},
                _("Copy the table alone into a new workbook and save it."),
                file=name,
            )
        if row:
            yield number, row


def _read_sheet(sheet: Any, name: str) -> Grid:
    grid = Grid([], [], [], is_sheet=True, sheet=sheet.title)
    cells = 0
    for number, row in _rows(sheet, name):
        values = [_shown(cell, number, index, grid) for index, cell in enumerate(row)]
        while values and not values[-1]:
            values.pop()
        if not values:
            continue
        cells += len(values)
        _check_size(grid, number, len(values), cells, name)
        for index, value in enumerate(values):
            if len(value) > Limits.cell_characters:
                values[index] = value[: Limits.cell_characters]
                grid.problems.append(long_cell(number, index))
        grid.records.append(Record(number, values))
    return grid


def _check_size(grid: Grid, number: int, width: int, cells: int, name: str) -> None:
    if len(grid.records) > Limits.rows or cells > Limits.cells:
        raise TableError(
            _("The table is larger than 200,000 rows or 5 million cells."),
            _("Leave out the columns that are not needed, or split the file in two."),
            file=name,
            place=grid.place(number),
        )
    if width > Limits.columns:
        raise TableError(
            _("There are %(count)d columns here; the limit is 200.") % {"count": width},
            _("Leave out the columns that are not needed and export it again."),
            file=name,
            place=grid.place(number),
        )


def _shown(cell: Any, number: int, index: int, grid: Grid) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        if cell.data_type == "e":
            grid.problems.append(
                Problem(
                    number,
                    column_letter(index),
                    _("A formula here ends in an error (%(error)s).") % {"error": value},
                    _("Mend the formula or type the value, then save the workbook."),
                )
            )
            return ""
        return clean_text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number_as_shown(value, cell.number_format)
    return _date_as_shown(value)


def _number_as_shown(value: int | float, shape: str | None) -> str:
    shape = shape or "General"
    if _ZEROS.match(shape):
        return f"{value:0{len(shape)}.0f}"
    if shape in ("0%", "9"):
        return f"{value * 100:.0f}%"
    decimals = _DECIMALS.match(shape)
    if decimals:
        factor = 100 if decimals[2] else 1
        return f"{value * factor:.{len(decimals[1])}f}{decimals[2]}"
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return format(value, ".15g")


def _date_as_shown(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, datetime):
        if value.time() == time(0):
            return value.date().isoformat()
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def _tell_formulas(data: bytes, grid: Grid) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    values = {record.number: record.cells for record in grid.records}
    total = 0
    missing: list[tuple[int, int]] = []
    try:
        sheet = next(one for one in workbook.worksheets if one.title == grid.sheet)
        for number, row in _rows(sheet, ""):
            for index, cell in enumerate(row):
                if cell.data_type != "f":
                    continue
                total += 1
                known = values.get(number, [])
                if index >= len(known) or not known[index]:
                    missing.append((number, index))
    finally:
        workbook.close()
    if total:
        grid.notes.append(
            _("Cells with formulas, taken with their last computed values: %(count)d.")
            % {"count": total - len(missing)}
        )
    grid.problems.extend(
        Problem(
            number,
            column_letter(index),
            _("A formula here has no stored value."),
            _("Open the workbook in a spreadsheet, save it, and choose it again."),
        )
        for number, index in missing[:_MANY_FORMULAS]
    )
