import csv
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r]")


def safe_cell(value: object) -> object:
    """The value as a spreadsheet may open it: text that would run as a formula is quoted."""
    if isinstance(value, str) and _DANGEROUS.match(value):
        return "'" + value
    return value


def plain_cell(text: str) -> str:
    """What `safe_cell` was given, so that our own files can be read back unchanged."""
    return text[1:] if _DEFUSED.match(text) else text


def write_csv_safely(
    target: TextIO, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Write a table that no spreadsheet will run: formulas become text."""
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([safe_cell(column) for column in columns])
    writer.writerows([safe_cell(value) for value in row] for row in rows)
