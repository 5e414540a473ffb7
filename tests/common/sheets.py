"""Tables for the tests, as text and as workbooks."""

import csv
import io
import zipfile

import openpyxl
import pytest

from turnabout.foundation.common.tables import (
    Table,
    TableError,
    read_table,
)

PEOPLE = [
    ("Employee ID", "Name", "Email"),
    ("1", "Ada Núñez", "ada@example.org"),
    ("2", "Bruno Öz", "bruno@example.org"),
    ("3", "Chidi “C” Oké", "chidi@example.org"),
]


def as_text(rows, delimiter=",", newline="\r\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return out.getvalue()


def as_xlsx(rows, title="Staff", before=(), finish=None):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, content in before:
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    if finish:
        finish(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(table: Table):
    return [tuple(row.cells.values()) for row in table.rows]


def refusal(data, name="staff.csv"):
    with pytest.raises(TableError) as caught:
        read_table(data, name=name)
    error = caught.value
    assert str(error) == f"{error.file}, {error.place}: {error.sentence.split(': ', 1)[1]}"
    assert str(error).endswith(error.remedy)
    assert error.file == name
    return error.place, str(error).removeprefix(f"{name}, {error.place}: ").removesuffix(
        f" {error.remedy}"
    )


def change_part(data, part, old, new):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if name == part else content)
    return out.getvalue()


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
