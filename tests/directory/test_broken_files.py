"""Files as people really bring them. Each says file, row and remedy, and imports nobody."""

import io
import zipfile

import openpyxl
import pytest

from tests.directory.lists import ADA, BRUNO, CHIDI, HEADER, STAFF, as_csv, with_cell
from tests.factories import make_organisation
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.tables import TableError
from turnabout.frame.directory.models import Address, ImportBatch, Level, Person
from turnabout.frame.directory.queries import preview_import
from turnabout.frame.directory.services import apply_import, read_staff_list

MB = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02\x03" * 50


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(data=STAFF):
    return as_csv(data).decode()


UNREADABLE = {
    "an empty file": (b"", "the whole file: The file is empty."),
    "only separators": (b",,,\n,,,\n", "the whole file: The file is empty."),
    "a picture named .csv": (PNG, "the whole file: This is a picture, whatever its name says."),
    "a PDF": (b"%PDF-1.7", "the whole file: This is a PDF, which holds pages and no table."),
    "an old .xls": (OLE, "the whole file: This is a workbook of the old .xls kind."),
    "a workbook with a password": (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "the whole file: The workbook is protected with a password.",
    ),
    "half a workbook": (
        workbook(STAFF)[:2000],
        "the whole file: The workbook is damaged or not complete.",
    ),
    "a zip bomb": (
        zipped(xl__workbook_dot_xml="<x/>", xl__worksheets__sheet1_dot_xml=b"0" * (210 * MB)),
        "the whole file: The workbook is far larger inside than its file; it is not opened.",
    ),
    "an archive of lists": (
        zipped(staff_dot_csv=text()),
        "the whole file: This is a compressed archive.",
    ),
    "a web page named .xls": (
        b"<html><table><tr><td>Ada</td></tr></table>",
        "the whole file: This is a web page or XML, even if its name ends in .xls or .csv.",
    ),
    "JSON": (b'[{"name": "Ada"}]', "the whole file: This is JSON, not a table."),
    "20 MB of one line": (
        b"x" * (19 * MB),
        "line 1: This line is too long for a table with up to 200 columns.",
    ),
    "more than 20 MB": (b"x" * (21 * MB), "the whole file: The file is larger than 20 MB."),
    "NUL characters": (
        b"id,name\n1,\x00\x01\x02Ada\n" * 3,
        "the whole file: The file holds bytes that are not text (binary data or NUL characters).",
    ),
    "a mixture of encodings": (
        "Name,Place\nJosé,Málaga\nZoë,Genève\n".encode() + b"Andr\xe9,Lyon\n",
        "line 4: The letters of this line are stored differently from the rest of the file.",
    ),
    "a missing header": (
        as_csv(STAFF[1:]),
        "line 1: This row looks like a person, not like column names (it begins with “E1”).",
    ),
    "a header and nobody": (
        as_csv([HEADER]),
        "line 1: There are column names and no rows below them.",
    ),
    "two separators": (
        f"{','.join(HEADER)}\n{';'.join(ADA)}\n{';'.join(BRUNO)}\n".encode(),
        "line 1: The column names are separated differently from the rows below them.",
    ),
    "a separator nobody reads": (
        text().replace(",", "~").encode(),
        "line 1: The columns seem to be separated by “~”, which is not read.",
    ),
    "a quotation mark that stays open": (
        text().replace("Ada Nowak", '"Ada Nowak').encode(),
        "line 2: A quotation mark is opened here and not closed, so the lines below run into one.",
    ),
    "commas in bare cells": (
        (",".join(HEADER[:3]) + "\n" + "E1,Nowak, Ada,a@example.org\n" * 4).encode(),
        "line 2: 4 of 4 rows have more cells than there are column names.",
    ),
    "300 columns": (
        b"a," * 300 + b"b\n1\n",
        "line 1: There are 301 columns here; the limit is 200.",
    ),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_read_names_file_place_and_remedy(kind):
    data, said = UNREADABLE[kind]

    with pytest.raises(TableError) as refusal:
        read_staff_list(make_organisation(), data=data, name="staff.csv")

    assert str(refusal.value) == f"staff.csv, {said} {refusal.value.remedy}"
    assert refusal.value.remedy.endswith(".")
    assert_nothing_happened()
    assert ImportBatch.objects.count() == 0


FAULTY = {
    "the same number for two people": (
        as_csv([HEADER, ADA, with_cell(BRUNO, "Employee ID", "E1"), CHIDI]),
        3,
        "Employee ID",
        "The number “E1” is already in row 2, for another person.",
        "Give each person a number of her own, or remove one of the rows.",
    ),
    "a row without a number": (
        as_csv([HEADER, ADA, with_cell(BRUNO, "Employee ID", ""), CHIDI]),
        3,
        "Employee ID",
        "This row has no staff number, so nobody can say who it is.",
        "Fill in the cell, or remove the row.",
    ),
    "one cell too many": (
        as_csv([HEADER, ADA, (*BRUNO, "more"), CHIDI]),
        3,
        None,
        "This row has 9 cells for 8 columns, so it was not read.",
        "Put quotation marks round a cell that holds the separator, or remove the extra cell.",
    ),
    "lost letters": (
        as_csv([HEADER, ADA, with_cell(BRUNO, "Name", "Br\ufffdno"), CHIDI]),
        3,
        "Name",
        "Letters were lost in “Br\ufffdno”.",
        "Export the file again as CSV in UTF-8, or as XLSX.",
    ),
    "a cell without end": (
        as_csv([HEADER, ADA, with_cell(BRUNO, "Job title", "x" * 10_001), CHIDI]),
        3,
        "Job title",
        "A cell holds more than 10,000 characters; only the first 10,000 were read.",
        "Shorten the text in this row.",
    ),
    "formulas that were never computed": (
        workbook([HEADER, ADA, with_cell(BRUNO, "Name", '="Bru"&"no"'), CHIDI]),
        3,
        "Name",
        "A formula here has no stored value.",
        "Open the workbook in a spreadsheet, save it, and choose it again.",
    ),
    "neither numbers nor addresses": (
        as_csv([("Name", "Team"), ("Ada Nowak", "Data"), ("Bruno Keller", "Data")]),
        None,
        None,
        "No column says who is who: there is no staff number and no mail address.",
        "Choose the column that holds the staff number, or add one to the list.",
    ),
}


@pytest.mark.parametrize("kind", FAULTY)
def test_a_row_that_cannot_be_read_stops_the_whole_list(kind):
    data, *said = FAULTY[kind]
    batch = read_staff_list(make_organisation(), data=data, name="staff.csv")

    problem = preview_import(batch).difference.errors[0]

    assert [problem.row, problem.column, problem.sentence, problem.remedy] == said
    with pytest.raises(Refusal) as refusal:
        apply_import(batch)
    assert str(refusal.value) == (
        "The list still has rows that cannot be read. Correct them and upload it again."
    )
    assert_nothing_happened()


TOLD = {
    "people who report in a circle": (
        [HEADER, with_cell(ADA, "Manager ID", "E2"), with_cell(BRUNO, "Manager ID", "E1"), CHIDI],
        2,
        "Ada Nowak, Bruno Keller report to each other in a circle; no manager is stored for them.",
    ),
    "somebody who is her own manager": (
        [HEADER, with_cell(ADA, "Manager ID", "E1"), BRUNO, CHIDI],
        2,
        "Ada Nowak is named as her or his own manager; no manager is stored.",
    ),
    "a manager nobody knows": (
        [HEADER, with_cell(ADA, "Manager ID", "E77"), BRUNO, CHIDI],
        2,
        "The manager “E77” is not on the list; no manager is stored.",
    ),
    "two people with one address": (
        [HEADER, ADA, with_cell(BRUNO, "Email", "ADA@example.org"), CHIDI],
        3,
        "The address “ADA@example.org” is also in row 2; neither person gets it.",
    ),
    "an address that is none": (
        [HEADER, with_cell(ADA, "Email", "ada at example"), BRUNO, CHIDI],
        2,
        "“ada at example” is no mail address; none is stored.",
    ),
    "a row without a name": (
        [HEADER, with_cell(ADA, "Name", ""), BRUNO, CHIDI],
        2,
        "This row has no name; the job title and the staff number are shown instead.",
    ),
    "the same row twice": (
        [HEADER, ADA, BRUNO, ADA, CHIDI],
        4,
        "This row says the same as row 2 and is read once.",
    ),
    "a date that is none": (
        [
            (*HEADER, "Hire date"),
            (*ADA, "31.06.2020"),
            (*BRUNO, "30.06.2020"),
            (*CHIDI, "2020-06-30"),
        ],
        2,
        "“31.06.2020” is no date; none is stored.",
    ),
}


@pytest.mark.parametrize("kind", TOLD)
def test_what_is_left_open_is_told_and_the_list_can_still_be_imported(kind):
    rows, row, sentence = TOLD[kind]
    batch = read_staff_list(make_organisation(), data=as_csv(rows), name="staff.csv")

    difference = preview_import(batch).difference

    assert difference.errors == ()
    assert [(one.row, one.sentence) for one in difference.warnings] == [(row, sentence)]
    assert difference.warnings[0].remedy.endswith(".")
    apply_import(batch)
    assert Person.objects.count() == 3


def assert_nothing_happened():
    assert (Person.objects.count(), Level.objects.count(), Address.objects.count()) == (0, 0, 0)
