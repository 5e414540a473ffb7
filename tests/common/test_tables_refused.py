import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.common.sheets import OLE, as_xlsx, refusal, zipped
from turnabout.foundation.common.tables import (
    Limits,
    TableError,
    read_table,
)


@pytest.mark.parametrize(
    ("data", "place", "sentence"),
    [
        (b"", "the whole file", "The file is empty."),
        (b"\xef\xbb\xbf \r\n\r\n", "the whole file", "The file is empty."),
        (b",,,\n,,,\n", "the whole file", "The file is empty."),
        (b"%PDF-1.7 x", "the whole file", "This is a PDF, which holds pages and no table."),
        (
            b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 99,
            "the whole file",
            "This is a picture, whatever its name says.",
        ),
        (OLE, "the whole file", "This is a workbook of the old .xls kind."),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "the whole file",
            "The workbook is protected with a password.",
        ),
        (
            b"<html><table><tr><td>a",
            "the whole file",
            "This is a web page or XML, even if its name ends in .xls or .csv.",
        ),
        (b'[{"name": "Ada"}]', "the whole file", "This is JSON, not a table."),
        (b"\x1f\x8b\x08\x00", "the whole file", "This is a compressed archive."),
        (zipped(staff_dot_csv="a,b"), "the whole file", "This is a compressed archive."),
        (
            zipped(mimetype="application/vnd.oasis"),
            "the whole file",
            "This is an OpenDocument file.",
        ),
        (zipped(word__document_dot_xml="<x/>"), "the whole file", "This is a Word document."),
        (b"PK\x03\x04 no more", "the whole file", "The workbook is damaged or not complete."),
        (
            zipped(xl__workbook_dot_xml="<broken"),
            "the whole file",
            "The workbook is damaged or not complete.",
        ),
        (
            b"a,b\n1,\x00\x01\x02\n" * 9,
            "the whole file",
            "The file holds bytes that are not text (binary data or NUL characters).",
        ),
        (
            b"\xff\xfea\x00,\x00b\x00\n\x00\x00\xd8\n\x00",
            "line 2",
            "The text is damaged here: it begins as UTF-8 or UTF-16 and does not go on so.",
        ),
        (
            "Name,Place\nJosé,Málaga\nZoë,Genève\n".encode() + b"Andr\xe9,Lyon\n",
            "line 4",
            "The letters of this line are stored differently from the rest of the file.",
        ),
        (
            b"a," * 300 + b"b\n1\n",
            "line 1",
            "There are 301 columns here; the limit is 200.",
        ),
        (
            b"Name,Email\n",
            "line 1",
            "There are column names and no rows below them.",
        ),
        (
            b"1,Ada,ada@example.org\n2,Bruno,bruno@example.org\n",
            "line 1",
            "This row looks like a person, not like column names (it begins with “1”).",
        ),
        (
            b"id,name,mail\n1;Ada;ada@example.org\n2;Bruno;bruno@example.org\n",
            "line 1",
            "The column names are separated differently from the rows below them.",
        ),
        (
            b"id~name~mail\n1~Ada~ada@example.org\n2~Bruno~bruno@example.org\n",
            "line 1",
            "The columns seem to be separated by “~”, which is not read.",
        ),
        (
            b'id,name\n1,"Ada\n2,Bruno\n3,Chidi\n',
            "line 2",
            "A quotation mark is opened here and not closed, so the lines below run into one.",
        ),
        (
            b'id,name,mail\n1,"Ada,a\n2,Bruno,b\n3,"Chidi",c\n',
            "line 2",
            "A quotation mark is opened here and not closed, so the lines below run into one.",
        ),
        (
            b"id,name,place\n" + b"1,Ada,Berlin,x\n" * 5,
            "line 2",
            "5 of 5 rows have more cells than there are column names.",
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(data, place, sentence):
    assert refusal(data) == (place, sentence)


def test_one_line_of_20_mb_is_refused_without_filling_the_memory():
    long = b"x" * (Limits.file_bytes - 10)

    assert refusal(long) == (
        "line 1",
        "This line is too long for a table with up to 200 columns.",
    )
    assert refusal(b"ab," * (Limits.file_bytes // 3)) == (
        "line 1",
        "This line is too long for a table with up to 200 columns.",
    )
    assert refusal(long + b"x" * 99) == ("the whole file", "The file is larger than 20 MB.")


def test_a_workbook_that_unpacks_without_end_is_refused():
    bomb = zipped(xl__workbook_dot_xml="<x/>", xl__worksheets__sheet1_dot_xml=b"0" * (210 << 20))

    assert refusal(bomb, "bomb.xlsx") == (
        "the whole file",
        "The workbook is far larger inside than its file; it is not opened.",
    )


def test_a_workbook_with_entities_is_refused():
    evil = zipped(xl__workbook_dot_xml='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')

    assert refusal(evil, "evil.xlsx") == (
        "the whole file",
        "The workbook holds definitions that could do harm; it is not opened.",
    )


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(TableError) as missing:
        read_table(tmp_path / "none.csv")
    with pytest.raises(TableError) as folder:
        read_table(tmp_path)

    assert missing.value.file == "none.csv"
    assert str(missing.value).startswith("none.csv, the whole file: There is no such file.")
    assert "This is a folder, not a file." in str(folder.value)


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400))
def test_no_bytes_end_in_a_traceback(data):
    for prefix in (b"", b"a,b\n", b"\xff\xfe", b"PK\x03\x04"):
        with contextlib.suppress(TableError):
            read_table(prefix + data, name="noise")


def test_a_workbook_with_too_many_columns_is_refused():
    data = as_xlsx([[f"c{number}" for number in range(201)], ["x"] * 201])

    assert refusal(data, "wide.xlsx") == (
        "sheet “Staff”, row 1",
        "There are 201 columns here; the limit is 200.",
    )


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (b"\x7fELF\x02\x01", "This is a program or a database, not a table."),
        (b"SQLite format 3\x00", "This is a program or a database, not a table."),
        (b"{\\rtf1 x", "This is a text document (RTF)."),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "This is a picture, whatever its name says."),
        (b"BM\x36\x00\x00\x00\x00\x00\x00\x00", "This is a picture, whatever its name says."),
        (OLE + "WordDocument".encode("utf-16-le"), "This is a Word document."),
        (zipped(xl__workbook_dot_bin="x"), "This is a binary workbook (XLSB)."),
        (zipped(ppt__x_dot_xml="x"), "This is a presentation."),
        (zipped(Index__Document_dot_iwa="x"), "This is a Numbers or Pages document."),
    ],
)
def test_other_kinds_of_file_are_named(head, sentence):
    assert refusal(head) == ("the whole file", sentence)


def test_a_table_of_too_many_rows_and_one_of_too_many_empty_lines_are_refused():
    sentence = "The table is larger than 200,000 rows or 5 million cells."

    assert refusal(b"id,name\n" + b"1,x\n" * 200_002) == ("line 200002", sentence)
    assert refusal(b"id,name\n" + b"\n" * 1_100_001 + b"1,x\n") == ("line 1100001", sentence)
