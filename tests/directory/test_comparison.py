from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.directory.lists import HEADER, as_csv
from turnabout.foundation.common.tables import read_table
from turnabout.frame.directory.columns import understand
from turnabout.frame.directory.comparison import Known, compare
from turnabout.frame.directory.staff_list import read_entries

TODAY = date(2026, 3, 2)
numbers = st.integers(0, 9).map("E{}".format)
staff = st.lists(
    st.tuples(
        numbers,
        st.sampled_from(["Ada Nowak", "Bruno Keller", "Keller, Bruno", ""]),
        st.sampled_from(["ada@x.org", "b@x.org", "c@x.org", "nothing", ""]),
        st.sampled_from(["Analyst", ""]),
        st.sampled_from(["L1", "L2", ""]),
        st.just("Data"),
        st.just("Holm"),
        st.one_of(numbers, st.sampled_from(["", "ada@x.org", "Ada Nowak", "Keller, Bruno", "?"])),
    ),
    min_size=1,
    max_size=12,
)


def listed(rows):
    table = read_table(as_csv([HEADER, *rows]), name="staff.csv")
    return read_entries(table, understand(table, {"Employee ID": "hr_id"}), today=TODAY)


def difference(found, known=()):
    return compare(
        found.entries,
        known,
        found.fields,
        today=TODAY,
        is_whole=True,
        errors=found.errors,
        warnings=found.warnings,
    )


def as_known(entry, fields):
    return Known(entry.hr_id, {"name": entry.name} | {one: entry.value(one) for one in fields})


@settings(max_examples=200, deadline=None)
@given(rows=staff)
def test_whoever_reports_to_whom_nobody_is_left_in_a_circle(rows):
    entries = difference(listed(rows)).entries

    above = {entry.hr_id: entry.manager for entry in entries}
    for start in above:
        steps, here = 0, above[start]
        while here:
            steps, here = steps + 1, above[here]
            assert steps <= len(above)


@settings(max_examples=200, deadline=None)
@given(rows=staff)
def test_what_a_list_brought_the_same_list_does_not_change(rows):
    found = listed(rows)
    first = difference(found)

    again = difference(found, [as_known(entry, found.fields) for entry in first.new])

    assert (again.new, again.changed, again.left, again.rehired) == ((), (), (), ())
    assert again.unchanged == len(first.new)


@settings(max_examples=100, deadline=None)
@given(rows=staff, before=staff)
def test_everybody_known_is_told_once(rows, before):
    found, earlier = listed(rows), listed(before)
    known = [as_known(entry, earlier.fields) for entry in difference(earlier).new]

    told = difference(found, known)

    stays = [change.hr_id for change in told.changed]
    left = [leaver.hr_id for leaver in told.left]
    waits = [one.known.hr_id for one in told.waiting]
    assert len({*stays, *left, *waits}) + told.unchanged == len(known)
    assert len(waits) + len(told.new) + len(stays) + told.unchanged == len(told.entries)
    assert not {entry.hr_id for entry in told.new} & {person.hr_id for person in known}


def test_managers_are_found_by_number_address_and_name():
    rows = [
        ("E001", "Ada Nowak", "ada@x.org", "", "", "", "", "KELLER, Bruno"),
        ("E002", "Bruno Keller", "bruno@x.org", "", "", "", "", "Chidi@x.org"),
        ("E003", "Chidi Okafor", "chidi@x.org", "", "", "", "", ""),
        ("E004", "Dana Field", "dana@x.org", "", "", "", "", "E003"),
    ]

    assert [entry.manager for entry in difference(listed(rows)).entries] == [
        "E002",
        "E003",
        "",
        "E003",
    ]


def test_a_manager_is_found_though_a_spreadsheet_ate_the_zeros():
    rows = [
        ("0007", "Ada Nowak", "", "", "", "", "", "12.0"),
        ("0012", "Bruno Keller", "", "", "", "", "", ""),
        ("0013", "Chidi Okafor", "", "", "", "", "", "7"),
    ]

    assert [entry.manager for entry in difference(listed(rows)).entries] == ["0012", "", "0007"]


def test_a_long_chain_of_managers_is_walked_without_depth():
    rows = [(f"E{n:05}", f"P {n}", "", "", "", "", "", f"E{n + 1:05}") for n in range(3000)]
    rows.append(("E03000", "Top", "", "", "", "", "", "E00000"))

    told = difference(listed(rows))

    assert [entry.manager for entry in told.entries] == [""] * 3001
    assert len(told.warnings) == 1
    assert len(told.warnings[0].sentence) < 300


def test_a_leaver_on_a_list_leaves_on_that_day_and_an_unknown_leaver_is_told():
    header = (*HEADER, "Termination date")
    row = ("E1", "Ada Nowak", "", "", "", "", "", "", "2026-02-27")
    table = read_table(as_csv([header, row, ("E2", *row[1:])]), name="staff.csv")
    found = read_entries(table, understand(table), today=TODAY)
    ada = as_known(found.entries[0], found.fields)

    told = difference(found, [ada])

    assert [(leaver.hr_id, leaver.on, leaver.is_missing) for leaver in told.left] == [
        ("E1", date(2026, 2, 27), False)
    ]
    assert [problem.sentence for problem in told.warnings] == [
        "Ada Nowak has already left and is not known here, so nobody is added."
    ]
