import pytest

from tests.directory.lists import ADA, BRUNO, CHIDI, HEADER, STAFF, as_csv, with_cell
from tests.factories import make_organisation
from turnabout.cli import main
from turnabout.frame.directory.models import ImportBatch, Person


@pytest.fixture
def staff_file(tmp_path):
    def written(rows, name="staff.csv"):
        path = tmp_path / name
        path.write_bytes(as_csv(rows))
        return str(path)

    return written


def test_the_command_tells_and_changes_nothing_unless_asked(staff_file, capsys):
    make_organisation()

    assert main(["import-people", staff_file(STAFF)]) == 0

    told = capsys.readouterr().out
    assert "staff.csv for Northmere Water: 3 rows, 8 columns." in told
    assert (
        "  Employee ID (E1, E2, E3): Staff number: how a person is recognised in the next list. "
        "Its name says so, and every value is there once." in told
    )
    assert "Levels, from junior to senior: L2, L7, L9" in told
    assert "3 new, 0 changed, 0 of them moved, 0 left, 0 back again, 0 as they were." in told
    assert told.endswith("Nothing was changed. Add --apply to do this.\n")
    assert (Person.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_the_command_imports_when_asked(staff_file, capsys):
    make_organisation()

    assert main(["import-people", staff_file(STAFF), "--apply"]) == 0
    assert Person.objects.count() == 3
    assert "Done. It can be undone for 30 days" in capsys.readouterr().out

    assert main(["import-people", staff_file(STAFF), "--apply"]) == 0
    assert "Everybody is here as the list says. Nothing was changed." in capsys.readouterr().out


def test_the_command_names_file_row_and_remedy_and_fails(staff_file, capsys):
    make_organisation()
    rows = [HEADER, ADA, with_cell(BRUNO, "Employee ID", "E1"), CHIDI]

    assert main(["import-people", staff_file(rows), "--apply"]) == 1

    told = capsys.readouterr().out
    assert (
        "  staff.csv, row 3, “Employee ID”: "
        "The number “E1” is already in row 2, for another person. "
        "Give each person a number of her own, or remove one of the rows." in told
    )
    assert Person.objects.count() == 0


def test_the_command_refuses_a_picture_and_a_missing_file_in_a_sentence(tmp_path, capsys):
    make_organisation()
    picture = tmp_path / "staff.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 99)

    assert main(["import-people", str(picture)]) == 1
    assert main(["import-people", str(tmp_path / "none.csv")]) == 1

    assert capsys.readouterr().err.splitlines() == [
        "turnabout: staff.csv, the whole file: This is a picture, whatever its name says. "
        "Export the table as CSV or XLSX and choose that file.",
        "turnabout: none.csv, the whole file: There is no such file. "
        "Check the name and the folder.",
    ]


def test_the_command_asks_before_many_leave(staff_file, capsys):
    make_organisation()
    main(["import-people", staff_file(STAFF), "--apply"])
    fewer = staff_file([HEADER, CHIDI], "fewer.csv")

    assert main(["import-people", fewer, "--whole", "--apply"]) == 1
    assert capsys.readouterr().err == (
        "turnabout: Of 3 people, 2 would leave. If this is right, add --many-may-leave.\n"
    )
    assert Person.objects.present().count() == 3

    assert main(["import-people", fewer, "--part"]) == 0
    assert main(["import-people", fewer, "--whole", "--apply", "--many-may-leave"]) == 0
    assert Person.objects.present().count() == 1


def test_the_command_asks_which_organisation_is_meant(staff_file, capsys):
    file = staff_file(STAFF)
    assert main(["import-people", file]) == 1
    make_organisation()
    make_organisation(name="Elsewhere")
    assert main(["import-people", file]) == 1
    assert main(["import-people", file, "--organisation", "Nowhere"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "turnabout: There is no organisation yet. Open the site once and name it there.",
        "turnabout: There are several organisations. Name one with --organisation.",
        "turnabout: No organisation is called “Nowhere”.",
    ]

    assert main(["import-people", file, "--apply", "--organisation", "elsewhere"]) == 0
    assert set(Person.objects.values_list("organisation__name", flat=True)) == {"Elsewhere"}


def test_the_command_keeps_the_columns_it_is_told_and_never_a_trait(staff_file, capsys):
    make_organisation()
    rows = [(*HEADER, "Business line", "Religion"), *((*row, "Wind", "x") for row in STAFF[1:])]
    file = staff_file(rows)

    asked = ["import-people", file, "--apply", "--keep"]
    refused = [main([*asked, name]) for name in ("Religion", "Colour")]
    told = capsys.readouterr()
    done = main([*asked, "business  LINE"])

    assert (refused, done) == ([1, 1], 0)
    assert "“Religion” is never kept. It tells of a protected trait" in told.out + told.err
    assert "The list has no column “Colour” to keep." in told.out + told.err
    kept = Person.objects.values_list("kept", flat=True)
    assert list(kept) == [{"business line": "Wind"}] * 3
