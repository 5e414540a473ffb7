from datetime import date

from tests.directory.lists import as_csv
from turnabout.foundation.common.tables import read_table
from turnabout.frame.directory.columns import choose, understand
from turnabout.frame.directory.staff_list import read_entries

TODAY = date(2026, 3, 2)


def read(rows, **choices):
    table = read_table(as_csv(rows), name="staff.csv")
    return read_entries(table, choose(understand(table), choices), today=TODAY)


def sentences(problems):
    return [(one.row, one.column, one.sentence) for one in problems]


def test_names_are_put_together_and_turned_round():
    header = ("ID", "First name", "Last name", "Second surname")
    assert [
        (entry.name, entry.given_name)
        for entry in read([header, ("1", "Ada", "Gil", "Paz"), ("2", "", "Rey", "")]).entries
    ] == [("Ada Gil Paz", "Ada"), ("Rey", "")]
    assert [
        (entry.name, entry.given_name)
        for entry in read([("ID", "Name"), ("1", "Keller, Bruno"), ("2", "Keller,")]).entries
    ] == [("Bruno Keller", "Bruno"), ("Keller,", "")]


def test_languages_and_zones_that_nobody_knows_are_told():
    rows = [
        ("ID", "Name", "Language", "Time zone"),
        ("1", "Ada", "Español", "europe/madrid"),
        ("2", "Bruno", "Klingon", "Mars/Base"),
        ("3", "Chidi", "", ""),
    ]

    found = read(rows)

    assert [(one.language, one.zone) for one in found.entries] == [
        ("es", "Europe/Madrid"),
        ("", ""),
        ("", ""),
    ]
    assert sentences(found.warnings) == [
        (3, "Language", "The language “Klingon” is not known; the organisation's own is used."),
        (3, "Time zone", "The time zone “Mars/Base” is not known; the organisation's own is used."),
    ]


def test_a_text_that_is_too_long_is_cut_and_a_number_that_is_too_long_is_an_error():
    rows = [("ID", "Name", "Department"), ("1" * 65, "Ada", "x" * 121), ("2", "Bruno", "y")]

    found = read(rows)

    assert sentences(found.warnings) == [
        (2, "Department", "The text is longer than 120 characters; only the start is kept.")
    ]
    assert sentences(found.errors) == [(2, "ID", "The staff number is longer than 64 characters.")]


def test_two_columns_with_one_meaning_are_an_error_before_any_row_is_read():
    rows = [("ID", "City", "Site"), ("1", "Vigo", "Holm"), ("2", "Vigo", "Holm")]

    found = read(rows, City="place")

    assert (found.entries, sentences(found.errors)) == (
        (),
        [(None, "City", "2 columns are said to mean “Place of work”.")],
    )


def test_a_column_of_dates_that_contradict_each_other_is_told():
    rows = [
        ("ID", "Hire date"),
        ("1", "31/12/2020"),
        ("2", "12/31/2020"),
        ("3", "01/02/2020"),
    ]

    found = read(rows)

    assert found.notes == (
        "“Hire date” mixes dates with day first and month first; day first is read.",
    )
    assert [one.started_on for one in found.entries] == [
        date(2020, 12, 31),
        None,
        date(2020, 2, 1),
    ]


def test_who_is_away_comes_back_on_the_day_the_list_names():
    rows = [
        ("ID", "Status", "Leave until"),
        ("1", "on leave", "2026-06-01"),
        ("2", "on leave", ""),
        ("3", "active", "2026-06-01"),
        ("4", "active", "2026-01-01"),
        ("5", "sabbatical?", ""),
    ]

    found = read(rows)

    assert [one.away_until for one in found.entries] == [
        date(2026, 6, 1),
        date(9999, 12, 31),
        date(2026, 6, 1),
        None,
        date(9999, 12, 31),
    ]
    assert found.warnings == ()


def test_a_status_nobody_knows_is_told_and_the_person_counts_as_present():
    found = read([("ID", "Status"), ("1", "purple"), ("2", "active")])

    assert [one.has_left for one in found.entries] == [False, False]
    assert sentences(found.warnings) == [
        (2, "Status", "The status “purple” is not known; the person counts as present.")
    ]


def test_a_last_day_to_come_lets_nobody_leave_yet():
    found = read([("ID", "End date"), ("1", "2026-12-31"), ("2", "2026-02-28")])

    assert [(one.has_left, one.left_on) for one in found.entries] == [
        (False, None),
        (True, date(2026, 2, 28)),
    ]


def test_without_numbers_a_row_without_an_address_is_an_error():
    found = read([("Name", "Email"), ("Ada", "ada@x.org"), ("Bruno", ""), ("Chidi", "c@x.org")])

    assert sentences(found.errors) == [
        (3, "Email", "This row has no mail address, so nobody can say who it is.")
    ]
    assert found.notes == (
        "There is no staff number, so people are recognised by mail address. "
        "Somebody whose address changes will look like one who left and one who is new.",
    )


def test_words_for_nothing_are_nothing():
    found = read([("ID", "Name", "Department"), ("1", "Ada", "N/A"), ("2", "Bruno", "-")])

    assert [one.unit for one in found.entries] == ["", ""]


def test_a_formula_stops_the_list_only_where_its_column_is_used():
    rows = [
        ("ID", "Name", "Remark", "Salary"),
        ("1", "=A1", "x", "1"),
        ("2", "Bruno", "=B1", "1"),
        ("3", "Chidi", "y", "=C1"),
    ]

    found = read(rows)

    assert sentences(found.errors) == [
        (2, "Name", "This cell holds a formula (=A1) and not its value.")
    ]
    assert sentences(found.warnings)[0] == (
        3,
        "Remark",
        "This cell holds a formula (=B1) and not its value.",
    )
    assert [one.row for one in found.warnings] == [3, 2]
