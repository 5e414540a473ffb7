import contextlib
import csv
import io
import subprocess
import sys
import unicodedata
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turnabout.foundation.common.tables import (
    Limits,
    Table,
    TableError,
    read_table,
    safe_cell,
    write_csv_safely,
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


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_a_coordinator_reads_any_encoding_separator_and_line_end(encoding, delimiter, newline):
    table = read_table(as_text(PEOPLE, delimiter, newline).encode(encoding), name="staff.csv")

    assert table.columns == PEOPLE[0]
    assert cells(table) == PEOPLE[1:]
    assert [row.number for row in table.rows] == [2, 3, 4]
    assert table.problems == ()


@pytest.mark.parametrize(
    ("encoding", "label"),
    [("mac_roman", "MacRoman"), ("cp1252", "Windows-1252"), ("latin-1", "Windows-1252")],
)
def test_a_coordinator_reads_letters_of_old_encodings(encoding, label):
    rows = [("Name", "Place"), ("José Muñoz", "Málaga"), ("Zoë Brontë", "Genève")]

    table = read_table(as_text(rows).encode(encoding), name="old.csv")

    assert cells(table) == rows[1:]
    assert table.notes == (f"Read as {label} text, columns separated by commas.",)


def test_line_numbers_count_lines_as_an_editor_does():
    text = 'Staff list\n\nName,Note\nAda,"two\nlines"\n\nBruno,one\n,,\n\n'

    table = read_table(text.encode(), name="staff.csv")

    assert [(row.number, row.cells) for row in table.rows] == [
        (4, {"Name": "Ada", "Note": "two\nlines"}),
        (7, {"Name": "Bruno", "Note": "one"}),
    ]
    assert table.notes == (
        "Read as UTF-8 text, columns separated by commas.",
        "The column names are on line 3; one line above was passed over.",
    )


def test_names_that_are_missing_or_there_twice_become_distinct():
    table = read_table(b"Name,,Name,name,,\nAda,x,Lovelace,y,,\n", name="staff.csv")

    assert table.columns == ("Name", "Column B", "Name (2)", "name (3)")
    assert cells(table) == [("Ada", "x", "Lovelace", "y")]
    assert len(table.notes) == 4


def test_a_short_row_is_filled_and_a_long_row_is_told():
    table = read_table(b"a,b,c\nx\ny,y,y\nz,z,z,z\nw,w,w\n", name="staff.csv")

    assert cells(table) == [("x", "", ""), ("y", "y", "y"), ("w", "w", "w")]
    assert [(problem.row, problem.sentence) for problem in table.problems] == [
        (4, "This row has 4 cells for 3 columns, so it was not read.")
    ]


def test_a_spreadsheets_own_separator_line_is_obeyed():
    assert cells(read_table(b"sep=;\nName;Sum\nAda;1,5\n", name="a.csv")) == [("Ada", "1,5")]


def test_decimal_commas_do_not_pass_for_separators():
    text = "Name;a;b\n" + "".join(f"P{n};{n},5;{n},7\n" for n in range(20))

    assert read_table(text.encode(), name="a.csv").columns == ("Name", "a", "b")


def test_one_column_is_a_table_too():
    table = read_table(b"Email\nada@example.org\nbruno@example.org\n", name="mails.csv")

    assert cells(table) == [("ada@example.org",), ("bruno@example.org",)]
    assert table.notes == ("Read as UTF-8 text in one column.",)


def test_a_workbook_shows_its_values_as_a_person_sees_them():
    def shapes(_book, sheet):
        sheet["A2"].number_format = "00000"
        sheet["D2"].number_format = "0.00"
        sheet["E2"].number_format = "0%"

    rows = [
        ("ID", "Started", "Seen", "Rate", "Share", "Active", "Count", "Half"),
        (42, date(2020, 3, 1), datetime(2024, 5, 6, 14, 30), 1.5, 0.25, True, 7.0, 0.5),
    ]

    table = read_table(as_xlsx(rows, finish=shapes), name="staff.xlsx")

    assert cells(table) == [
        ("00042", "2020-03-01", "2024-05-06 14:30", "1.50", "25%", "TRUE", "7", "0.5")
    ]
    assert table.notes == ("Read the sheet “Staff”.",)


def test_the_first_sheet_with_a_table_is_chosen_and_named():
    before = [("Cover", [["Staff list"]]), ("Empty", [])]

    table = read_table(as_xlsx(PEOPLE, before=before), name="staff.xlsx")

    assert cells(table) == PEOPLE[1:]
    assert table.notes == ("Read the sheet “Staff”, the first of 3 with a table.",)


def test_title_rows_and_empty_rows_of_a_sheet_are_passed_over():
    rows = [["Staff of the house"], [], *PEOPLE[:2], [], [None, " ", None], PEOPLE[2], [""], []]

    table = read_table(as_xlsx(rows), name="staff.xlsx")

    assert [(row.number, row.cells["Name"]) for row in table.rows] == [
        (4, "Ada Núñez"),
        (7, "Bruno Öz"),
    ]


def test_formulas_without_a_stored_value_are_told():
    table = read_table(as_xlsx([("ID", "Name"), (1, "Ada"), (2, '="Bru"&"no"')]), name="staff.xlsx")

    assert cells(table) == [("1", "Ada"), ("2", "")]
    assert [(problem.row, problem.sentence) for problem in table.problems] == [
        (3, "A formula in this row has no stored value.")
    ]


def test_formulas_with_a_stored_value_give_it():
    data = as_xlsx([("ID", "Name"), (1, "Ada"), (2, "=A2+40")])
    data = _change_part(data, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>41</v>")
    data = _change_part(data, "xl/worksheets/sheet1.xml", b"<v />", b"<v>41</v>")

    table = read_table(data, name="staff.xlsx")

    assert cells(table) == [("1", "Ada"), ("2", "41")]
    assert table.notes[1] == "1 cells are formulas; their last computed values were taken."


def _change_part(data, part, old, new):
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


def test_a_sheet_that_claims_a_last_row_far_away_ends_there():
    def far(_book, sheet):
        sheet.cell(1_048_576, 3).value = " "

    assert cells(read_table(as_xlsx(PEOPLE, finish=far), name="far.xlsx")) == PEOPLE[1:]


def test_a_cell_beyond_10_000_characters_is_cut_and_told():
    table = read_table(b"id,text\n1," + b"x" * 10_001 + b"\n", name="staff.csv")

    assert len(table.rows[0].cells["text"]) == 10_000
    assert [problem.row for problem in table.problems] == [2]


def test_lost_letters_are_told():
    table = read_table("id,name\n1,Jos\ufffd\n".encode(), name="staff.csv")

    assert [(one.row, one.sentence) for one in table.problems] == [
        (2, "Letters were lost in “Jos\ufffd”.")
    ]


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(TableError) as missing:
        read_table(tmp_path / "none.csv")
    with pytest.raises(TableError) as folder:
        read_table(tmp_path)

    assert missing.value.file == "none.csv"
    assert str(missing.value).startswith("none.csv, the whole file: There is no such file.")
    assert "This is a folder, not a file." in str(folder.value)


def test_a_file_is_read_from_its_path(tmp_path):
    path = tmp_path / "staff.csv"
    path.write_text("id,name\n1,Ada\n")

    table = read_table(path)

    assert (table.name, cells(table)) == ("staff.csv", [("1", "Ada")])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''-x"])
def test_a_cell_that_would_run_in_a_spreadsheet_is_quoted(text):
    assert safe_cell(text) == "'" + text


def test_numbers_and_harmless_text_stay_as_they_are():
    assert [safe_cell(one) for one in (-1, 1.5, None, "Ada", "'quoted'", "")] == [
        -1,
        1.5,
        None,
        "Ada",
        "'quoted'",
        "",
    ]


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp")),
    min_size=1,
    max_size=12,
).filter(lambda text: text == read_back(text) != "")


def read_back(text):
    return unicodedata.normalize("NFC", text).strip()


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(words, words, words), min_size=1, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read_back(rows, delimiter, encoding):
    header = ("First name", "Family name", "Remark")
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(
        [header, *([safe_cell(cell) for cell in row] for row in rows)]
    )

    table = read_table(out.getvalue().encode(encoding), name="x.csv")

    assert table.columns == header
    assert cells(table) == rows


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(words, words), min_size=1, max_size=6))
def test_our_own_files_are_read_back_unchanged(rows):
    out = io.StringIO()

    write_csv_safely(out, ("Given name", "Remark about it"), rows)

    assert cells(read_table(out.getvalue().encode(), name="x.csv")) == rows


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(st.tuples(words, words), min_size=1, max_size=6))
def test_a_workbook_is_read_back(rows):
    def as_words(_book, sheet):
        for number, row in enumerate(rows, start=2):
            for column, text in enumerate(row, start=1):
                cell = sheet.cell(number, column)
                cell.value = text
                cell.data_type = "s"

    data = as_xlsx([("Given name", "Remark")], finish=as_words)

    assert cells(read_table(data, name="x.xlsx")) == rows


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400))
def test_no_bytes_end_in_a_traceback(data):
    for prefix in (b"", b"a,b\n", b"\xff\xfe", b"PK\x03\x04"):
        with contextlib.suppress(TableError):
            read_table(prefix + data, name="noise")


def test_tables_are_read_where_the_application_is_not_running():
    program = (
        "from turnabout.foundation.common.tables import read_table\n"
        "print(read_table(b'id,name\\n1,Ada\\n', name='x.csv').notes[0])\n"
        "read_table(b'', name='x.csv')\n"
    )

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert run.stdout == "Read as UTF-8 text, columns separated by commas.\n"
    assert run.stderr.splitlines()[-1].endswith(
        "x.csv, the whole file: The file is empty. Export it again and check its size."
    )
