import random

import pytest

from tests.directory.lists import as_csv
from tests.factories import make_organisation
from turnabout.foundation.common.tables import read_table
from turnabout.frame.directory.columns import choose, understand
from turnabout.frame.directory.models import Level, Person
from turnabout.frame.directory.services import apply_import, read_staff_list


def meanings(rows, remembered=None):
    table = read_table(as_csv(rows), name="staff.csv")
    return {one.name: one.field.value for one in understand(table, remembered)}


def test_a_spanish_list_is_understood():
    rows = [
        (
            "Nº empleado",
            "Nombre",
            "Apellido 1",
            "Apellido 2",
            "Correo electrónico",
            "Puesto",
            "Categoría",
            "Departamento",
            "Centro de trabajo",
            "Jefe directo",
            "Fecha de alta",
            "Sexo",
            "Sueldo",
        ),
        ("1", "Ada", "Gil", "Paz", "a@x.es", "Jefa", "N1", "I+D", "Vigo", "2", "1/2/20", "M", "1"),
        ("2", "Bruno", "Rey", "", "b@x.es", "Jefe", "N2", "I+D", "Vigo", "", "3/2/20", "H", "2"),
        ("3", "Chidi", "Oké", "", "c@x.es", "Jefe", "N2", "I+D", "Vigo", "2", "3/2/19", "H", "3"),
    ]

    assert list(meanings(rows).values()) == [
        "hr_id",
        "given_name",
        "family_name",
        "family_name",
        "mail",
        "job_title",
        "level",
        "unit",
        "place",
        "manager",
        "started_on",
        "left_out",
        "left_out",
    ]


def test_columns_without_telling_names_are_understood_by_what_they_hold():
    rows = [
        ("A", "B", "C", "D", "E"),
        ("E1001", "Ada Nowak", "ada@x.org", "E1003", "blue"),
        ("E1002", "Bruno Keller", "bruno@x.org", "E1003", "blue"),
        ("E1003", "Chidi Okafor", "chidi@x.org", "", "red"),
        ("E1004", "Dana Field", "dana@x.org", "E1002", "red"),
    ]

    assert meanings(rows) == {
        "A": "hr_id",
        "B": "name",
        "C": "mail",
        "D": "manager",
        "E": "not_used",
    }


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Personalnummer", "hr_id"),
        ("EmpID", "hr_id"),
        ("Employee e-mail address (work)", "mail"),
        ("Line Manager's staff number", "manager"),
        ("Reports To", "manager"),
        ("Vorgesetzte", "manager"),
        ("Grade", "level"),
        ("Pay Grade", "level"),
        ("Abteilung", "unit"),
        ("Standort", "place"),
        ("Zona horaria", "zone"),
        ("Years with manager", "not_used"),
        ("Is manager", "not_used"),
        ("Age", "left_out"),
        ("Date of Birth", "left_out"),
        ("Fecha de nacimiento", "left_out"),
        ("Geschlecht", "left_out"),
        ("Marital status", "left_out"),
        ("Ethnicity", "left_out"),
        ("Religion", "left_out"),
        ("Disability", "left_out"),
        ("Sexual orientation", "left_out"),
        ("Nationality", "left_out"),
        ("Sickness days", "left_out"),
        ("Annual salary", "left_out"),
        ("Last performance rating", "left_out"),
        ("JobSatisfaction", "left_out"),
        ("Personal email", "left_out"),
        ("DNI", "left_out"),
    ],
)
def test_a_column_is_known_by_its_name(header, field):
    cell = {"mail": "{}@x.org", "level": "L{}"}.get(field, "v{}")
    rows = [("Key", header), *[(f"K{one}", cell.format(one % 2 or one)) for one in range(6)]]

    assert meanings(rows)[header] == field


def test_forms_of_address_tell_of_a_trait_and_are_left_out():
    rows = [("ID", "Title"), ("1", "Mr"), ("2", "Ms"), ("3", "Mrs")]

    assert meanings(rows)["Title"] == "left_out"


def test_of_two_columns_that_say_the_same_the_clearer_is_used():
    rows = [
        ("Employee ID", "ID", "City", "Site"),
        ("1", "9", "Vigo", "Holm"),
        ("2", "8", "Vigo", "Holm"),
        ("3", "7", "Vigo", "Skarn"),
    ]

    assert meanings(rows) == {
        "Employee ID": "hr_id",
        "ID": "not_used",
        "City": "not_used",
        "Site": "place",
    }


def test_a_choice_of_the_last_list_comes_first_but_never_brings_back_what_is_left_out():
    rows = [("ID", "Room", "Gender"), ("1", "12", "F"), ("2", "14", "M"), ("3", "14", "M")]

    remembered = {"room": "place", "Gender": "unit"}

    assert meanings(rows, remembered) == {"ID": "hr_id", "Room": "place", "Gender": "left_out"}


def test_a_person_may_choose_otherwise_but_not_what_is_left_out():
    rows = [("ID", "Room", "Gender"), ("1", "12", "F"), ("2", "14", "M"), ("3", "14", "M")]
    columns = understand(read_table(as_csv(rows), name="x.csv"))

    chosen = choose(columns, {"Room": "place", "Gender": "unit", "ID": "nonsense"})

    assert [(one.field.value, one.why) for one in chosen] == [
        ("hr_id", "Its name says so, and every value is there once."),
        ("place", "You chose this."),
        ("left_out", "It tells of a protected trait, which no rule here may use."),
    ]


def test_left_out_columns_show_none_of_their_cells():
    rows = [("ID", "Salary"), ("1", "30000"), ("2", "40000")]

    columns = understand(read_table(as_csv(rows), name="x.csv"))

    assert columns[1].samples == ()


# The column names of a public staff list with neither names nor addresses nor managers.
LIST_OF_NAMES = (
    "Age,Attrition,BusinessTravel,DailyRate,Department,DistanceFromHome,Education,"
    "EducationField,EmployeeCount,EmployeeNumber,EnvironmentSatisfaction,Gender,"
    "HourlyRate,JobInvolvement,JobLevel,JobRole,JobSatisfaction,MaritalStatus,"
    "MonthlyIncome,MonthlyRate,NumCompaniesWorked,Over18,OverTime,PercentSalaryHike,"
    "PerformanceRating,RelationshipSatisfaction,StandardHours,StockOptionLevel,"
    "TotalWorkingYears,TrainingTimesLastYear,WorkLifeBalance,YearsAtCompany,"
    "YearsInCurrentRole,YearsSinceLastPromotion,YearsWithCurrManager"
)
NAMELESS = LIST_OF_NAMES.split(",")
WORDS = {
    "BusinessTravel": ("Rarely", "Never"),
    "Department": ("Sales", "Research"),
    "EducationField": ("Physics", "Law"),
    "Gender": ("F", "M"),
    "JobRole": ("Scientist", "Clerk", "Nurse"),
    "MaritalStatus": ("A", "B"),
    "OverTime": ("Yes", "No"),
}


def nameless_rows(count):
    drawn = random.Random(5)
    yield NAMELESS
    for number in range(count):
        cells = dict.fromkeys(NAMELESS, "")
        for name in NAMELESS:
            cells[name] = drawn.choice(WORDS.get(name, ("1", "2", "3", "4", "5")))
        cells["EmployeeNumber"] = str(number * 2 + 1)
        cells["MonthlyIncome"] = str(drawn.randrange(1000, 20000))
        yield list(cells.values())


def test_a_list_without_names_and_addresses_is_imported_with_a_meaning_for_each_used_column():
    organisation = make_organisation()
    data = as_csv(nameless_rows(1470))

    batch = read_staff_list(organisation, data=data, name="nameless.csv")
    difference = apply_import(batch)

    columns = understand(read_table(data, name="nameless.csv"))
    assert {one.name: one.field.value for one in columns if one.is_used} == {
        "Department": "unit",
        "EmployeeNumber": "hr_id",
        "JobLevel": "level",
        "JobRole": "job_title",
    }
    assert sum(1 for one in columns if one.field.value == "left_out") == 17
    assert (len(difference.new), difference.warnings, Person.objects.count()) == (1470, (), 1470)
    assert list(Level.objects.order_by("rank").values_list("name", flat=True)) == list("12345")
    first = Person.objects.get(hr_id="1")
    assert first.name == f"{first.job_title} 1"
