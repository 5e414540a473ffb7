import re
import unicodedata
from dataclasses import dataclass

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.tables.words import translated as _


class Limits:
    """What one table may hold. Beyond it we stop reading and say so."""

    file_bytes = 20 * 1024 * 1024
    unpacked_bytes = 200 * 1024 * 1024
    rows = 200_000
    lines = 1_100_000
    columns = 200
    cell_characters = 10_000
    record_characters = 2_100_000
    cells = 5_000_000


@dataclass(frozen=True)
class Row:
    """One row. `number` counts as a person does: lines of a text file, rows of a sheet."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Problem:
    """What is wrong in one place of a table, and what to do about it."""

    row: int | None
    column: str | None
    sentence: str
    remedy: str


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]


class TableError(Refusal):
    """A file that cannot be read as a table: which, where, why, and what to do."""

    def __init__(self, sentence: str, remedy: str, *, file: str, place: str = "") -> None:
        self.file = file
        self.place = place or _("the whole file")
        self.remedy = remedy
        super().__init__(f"{self.file}, {self.place}: {sentence} {remedy}")


@dataclass(frozen=True)
class Record:
    """One line of cells before anyone knows which of them are the column names."""

    number: int
    cells: list[str]


def column_letter(index: int) -> str:
    """What a spreadsheet calls the column at this place: A, B, … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Grid:
    """All filled lines of a file, in order, with what was noticed on the way.

    The columns of its problems are letters, because nobody knows their names yet.
    """

    records: list[Record]
    notes: list[str]
    problems: list[Problem]
    is_sheet: bool = False
    sheet: str = ""
    delimiter: str = ""

    def place(self, number: int) -> str:
        if self.is_sheet:
            return _("sheet “%(sheet)s”, row %(number)d") % {
                "sheet": self.sheet,
                "number": number,
            }
        return _("line %(number)d") % {"number": number}


_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
)
_ONLY_PLAIN = re.compile(r"[\x20-\x7e]*\Z")


def clean_text(text: str) -> str:
    """Trim, drop what nobody can see, and compose letters that were stored in two parts."""
    if _ONLY_PLAIN.match(text):
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", text)).strip()


def short(text: str, length: int = 40) -> str:
    """Enough of a cell to find it again."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
