import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from turnabout.foundation.common.tables.encodings import decode
from turnabout.foundation.common.tables.shapes import (
    Grid,
    Limits,
    Problem,
    Record,
    TableError,
    clean_text,
    column_letter,
    short,
)
from turnabout.foundation.common.tables.words import translated as _
from turnabout.foundation.common.tables.writing import plain_cell

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_SAMPLE_RECORDS = 200
_SAMPLE_LINES = 5_000
# Exports write ="00123" so that a spreadsheet keeps the zeros.
_QUOTED_TEXT = re.compile(r'="([^"]*)"\Z')


class _RecordTooLong(Exception):
    pass


class _Lines(Iterator[str]):
    """Physical lines, counted, with a stop before one record fills the memory."""

    def __init__(self, text: str, skip: int = 0) -> None:
        self._lines = iter(io.StringIO(text, newline=""))
        self._pending = 0
        self.number = 0
        for _line in range(skip):
            next(self)

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        self._pending += len(line)
        if self._pending > Limits.record_characters:
            raise _RecordTooLong
        return line

    def begin_record(self) -> int:
        self._pending = 0
        return self.number + 1


def read_text(data: bytes, name: str) -> Grid:
    """The filled lines of a CSV file in whatever encoding and with whatever separator."""
    text, encoding = decode(data, name)
    text = text.rstrip()
    delimiter, skip = _declared_delimiter(text)
    delimiter = delimiter or _sniff(text)
    grid = Grid([], [], [], delimiter=delimiter)
    lines = _Lines(text, skip)
    reader = csv.reader(lines, delimiter=delimiter or ",", strict=False)
    cells = 0
    while True:
        start = lines.begin_record()
        try:
            values = next(reader)
        except StopIteration:
            break
        except (csv.Error, _RecordTooLong) as error:
            raise _endless(name, start, lines.number) from error
        if start > Limits.lines:
            raise _too_large(start, name)
        record = _clean_record(start, values, grid)
        if record is None:
            continue
        if lines.number > start:
            _refuse_swallowed_lines(record, delimiter, name)
        cells += len(record.cells)
        _check_size(len(grid.records), cells, len(record.cells), start, name)
        grid.records.append(record)
    if grid.records:
        _refuse_open_end(text, grid.records[-1], delimiter, name)
    _note(grid, encoding, delimiter)
    return grid


def _declared_delimiter(text: str) -> tuple[str, int]:
    # Spreadsheets write and obey a first line such as “sep=;”.
    first = text[:10].splitlines()[0].strip().lower() if text[:10].strip() else ""
    if len(first) == 5 and first.startswith("sep=") and first[4] in DELIMITERS:
        return first[4], 1
    return "", 0


def _sniff(text: str) -> str:
    best = (0.0, 0, "")
    for delimiter in DELIMITERS:
        widths = _sample_widths(text, delimiter)
        if not widths:
            continue
        width, hits = Counter(widths).most_common(1)[0]
        if width < 2:
            several = [one for one in widths if one > 1]
            if len(several) * 3 < len(widths):
                continue
            width, hits = Counter(several).most_common(1)[0]
        best = max(best, (round(hits / len(widths), 3), width, delimiter))
    return best[2]


def _sample_widths(text: str, delimiter: str) -> list[int]:
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter)
    widths: list[int] = []
    try:
        while len(widths) < _SAMPLE_RECORDS and lines.number < _SAMPLE_LINES:
            lines.begin_record()
            values = next(reader)
            if any(value.strip() for value in values):
                widths.append(len(values))
    except (StopIteration, csv.Error, _RecordTooLong):
        return widths
    return widths


def _clean_record(number: int, values: list[str], grid: Grid) -> Record | None:
    cells = [_value(clean_text(value), number, index, grid) for index, value in enumerate(values)]
    while cells and not cells[-1]:
        cells.pop()
    if not cells:
        return None
    for index, cell in enumerate(cells):
        if len(cell) > Limits.cell_characters:
            cells[index] = cell[: Limits.cell_characters]
            grid.problems.append(long_cell(number, index))
    return Record(number, cells)


def _value(text: str, number: int, index: int, grid: Grid) -> str:
    if not text.startswith(("=", "'")):
        return text
    quoted = _QUOTED_TEXT.match(text)
    if quoted:
        return quoted[1].strip()
    if text.startswith("=") and len(text) > 1:
        grid.problems.append(
            Problem(
                number,
                column_letter(index),
                _("This cell holds a formula (%(text)s) and not its value.")
                % {"text": short(text)},
                _("Save the list as values, or as XLSX, and choose it again."),
            )
        )
        return ""
    return plain_cell(text)


def long_cell(number: int, index: int) -> Problem:
    return Problem(
        number,
        column_letter(index),
        _("A cell holds more than 10,000 characters; only the first 10,000 were read."),
        _("Shorten the text in this row."),
    )


def _too_large(number: int, name: str) -> TableError:
    return TableError(
        _("The table is larger than 200,000 rows or 5 million cells."),
        _("Leave out the columns that are not needed, or split the file in two."),
        file=name,
        place=_("line %(number)d") % {"number": number},
    )


def _check_size(rows: int, cells: int, width: int, number: int, name: str) -> None:
    if rows > Limits.rows or cells > Limits.cells:
        raise _too_large(number, name)
    if width > Limits.columns:
        raise TableError(
            _("There are %(count)d columns here; the limit is 200.") % {"count": width},
            _("Leave out the columns that are not needed and export it again."),
            file=name,
            place=_("line %(number)d") % {"number": number},
        )


def _endless(name: str, start: int, end: int) -> TableError:
    if end > start:
        return _open_quote(name, start)
    return TableError(
        _("This line is too long for a table with up to 200 columns."),
        _("Check that the export writes one line per person, then export it again."),
        file=name,
        place=_("line %(number)d") % {"number": start},
    )


def _open_quote(name: str, number: int) -> TableError:
    return TableError(
        _("A quotation mark is opened here and not closed, so the lines below run into one."),
        _("Close the quotation mark in this line, or export the file again."),
        file=name,
        place=_("line %(number)d") % {"number": number},
    )


def _refuse_swallowed_lines(record: Record, delimiter: str, name: str) -> None:
    """A quote that stays open eats the lines below; better to stop than to lose people."""
    for cell in record.cells:
        lines = cell.split("\n")
        if len(lines) < 2 or not delimiter:
            continue
        if any(line.count(delimiter) >= max(2, len(record.cells) - 1) for line in lines[1:]):
            raise _open_quote(name, record.number)


def _refuse_open_end(text: str, record: Record, delimiter: str, name: str) -> None:
    lines = itertools.islice(io.StringIO(text, newline=""), record.number - 1, None)
    try:
        list(csv.reader(lines, delimiter=delimiter or ",", strict=True))
    except csv.Error as error:
        if "end of data" in str(error):
            raise _open_quote(name, record.number) from error


def _note(grid: Grid, encoding: str, delimiter: str) -> None:
    names = {
        ",": _("commas"),
        ";": _("semicolons"),
        "\t": _("tabs"),
        "|": _("upright bars"),
    }
    if delimiter:
        grid.notes.append(
            _("Read as %(encoding)s text, columns separated by %(delimiter)s.")
            % {"encoding": encoding, "delimiter": names[delimiter]}
        )
    else:
        grid.notes.append(_("Read as %(encoding)s text in one column.") % {"encoding": encoding})
    for record in grid.records:
        for index, cell in enumerate(record.cells):
            if "\ufffd" in cell:
                grid.problems.append(
                    Problem(
                        record.number,
                        column_letter(index),
                        _("Letters were lost in “%(text)s”.") % {"text": short(cell)},
                        _("Export the file again as CSV in UTF-8, or as XLSX."),
                    )
                )
