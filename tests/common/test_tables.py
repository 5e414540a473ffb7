import csv
import io
import subprocess
import sys
import unicodedata
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.common.sheets import PEOPLE, as_text, as_xlsx, cells, change_part
from turnabout.foundation.common.tables import (
    read_table,
    safe_cell,
    write_csv_safely,
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


@pytest.mark.parametrize(("last", "people"), [("Total;2 people;", 2), ("Total;Ann;B;C", 3)])
def test_a_line_that_adds_up_the_others_is_nobody(last, people):
    text = f"Id;Name;Place;Unit\n1;Ada;Holm;X\n2;Bruno;Holm;Y\n;\n{last}\n"

    table = read_table(text.encode(), name="staff.csv")

    assert len(table.rows) == people
    passed_over = "The last line adds up the others and was passed over."
    assert (passed_over in table.notes) == (people == 2)


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
    assert [(one.row, one.column, one.sentence) for one in table.problems] == [
        (3, "Name", "A formula here has no stored value.")
    ]


def test_formulas_with_a_stored_value_give_it():
    data = as_xlsx([("ID", "Name"), (1, "Ada"), (2, "=A2+40")])
    data = change_part(data, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>41</v>")
    data = change_part(data, "xl/worksheets/sheet1.xml", b"<v />", b"<v>41</v>")

    table = read_table(data, name="staff.xlsx")

    assert cells(table) == [("1", "Ada"), ("2", "41")]
    assert table.notes[1] == "Cells with formulas, taken with their last computed values: 1."


def test_a_sheet_that_claims_a_last_row_far_away_ends_there():
    def far(_book, sheet):
        sheet.cell(1_048_576, 3).value = " "

    assert cells(read_table(as_xlsx(PEOPLE, finish=far), name="far.xlsx")) == PEOPLE[1:]


def test_a_cell_beyond_10_000_characters_is_cut_and_told():
    table = read_table(b"id,text\n1," + b"x" * 10_001 + b"\n", name="staff.csv")

    assert len(table.rows[0].cells["text"]) == 10_000
    assert [(problem.row, problem.column) for problem in table.problems] == [(2, "text")]


def test_lost_letters_are_told():
    table = read_table("id,name\n1,Jos\ufffd\n".encode(), name="staff.csv")

    assert [(one.row, one.sentence) for one in table.problems] == [
        (2, "Letters were lost in “Jos\ufffd”.")
    ]


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


def test_a_formula_that_ends_in_an_error_is_told():
    def broken(_book, sheet):
        sheet["B3"].value = "#REF!"
        sheet["B3"].data_type = "e"

    table = read_table(as_xlsx([("ID", "Name"), (1, "Ada"), (2, "x")], finish=broken), name="s")

    assert cells(table) == [("1", "Ada"), ("2", "")]
    assert [(one.row, one.column, one.sentence) for one in table.problems] == [
        (3, "Name", "A formula here ends in an error (#REF!).")
    ]


def test_times_and_spans_and_long_cells_of_a_workbook_are_text():
    rows = [
        ("ID", "From", "Span", "Text", "Even"),
        (1, time(9, 30), timedelta(hours=36), "x" * 10_001, 0.1 + 0.2),
    ]

    table = read_table(as_xlsx(rows), name="staff.xlsx")

    row = table.rows[0].cells
    assert (row["From"], len(row["Text"]), row["Even"]) == ("09:30", 10_000, "0.3")
    assert [(one.row, one.column) for one in table.problems] == [(2, "Text")]


def test_a_hidden_sheet_is_read_only_when_there_is_no_other():
    def hide(book, sheet):
        sheet.sheet_state = "hidden"

    seen = read_table(
        as_xlsx(PEOPLE, before=[("Shown", [("a", "b"), ("x", "y")])], finish=hide), name="x.xlsx"
    )

    assert cells(seen) == [("x", "y")]


def test_column_names_that_come_again_are_passed_over():
    table = read_table(b"id,name\n1,Ada\nid,name\n2,Bruno\n", name="x.csv")

    assert cells(table) == [("1", "Ada"), ("2", "Bruno")]
    assert table.notes[-1] == "Lines that repeat the column names were passed over: 1."


def test_several_title_rows_with_dates_are_passed_over():
    table = read_table(
        b"Staff list,,\nPrinted,2026-03-02,\n\nid,name,team\n1,Ada,Data\n2,Bruno,Data\n",
        name="x.csv",
    )

    assert table.columns == ("id", "name", "team")
    assert table.notes[-1] == "The column names are on line 4; 2 lines above were passed over."


def test_a_formula_in_a_text_file_is_told_and_text_kept_for_its_zeros_is_read():
    table = read_table(b'id,name,sum\n="0012",Ada,=B2&C2\n"=""7""",Bruno,=\n', name="x.csv")

    assert cells(table) == [("0012", "Ada", ""), ("7", "Bruno", "=")]
    assert [(one.row, one.column, one.sentence) for one in table.problems] == [
        (2, "sum", "This cell holds a formula (=B2&C2) and not its value.")
    ]
