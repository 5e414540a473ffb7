import pytest
from django.urls import reverse

from tests.directory.lists import ADA, BRUNO, CHIDI, HEADER, as_csv
from tests.factories import make_organisation
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.tables import read_table
from turnabout.frame.directory import queries
from turnabout.frame.directory.columns import understand
from turnabout.frame.directory.kept import problems_of
from turnabout.frame.directory.models import Criterion, ImportBatch, Person
from turnabout.frame.directory.services import (
    apply_import,
    choose_columns,
    forget_criterion,
    name_criteria,
    read_staff_list,
    undo_import,
)

ROWS = [
    (*HEADER, "Business  line", "Age band", "Language skills"),
    (*ADA, "Wind", "20-29", "English; Polish"),
    (*BRUNO, "Grid <b>1</b>", "50-59", "English"),
    (*CHIDI, "n/a", "40-49", ""),
]
KEPT = {"Business line": "kept", "Language skills": "kept", "Age band": "kept"}


def bring(organisation, rows=ROWS, columns=None):
    batch = read_staff_list(organisation, data=as_csv(rows), name="staff.csv")
    chosen = {one.name: one.field.value for one in queries.columns_of(batch)}
    choose_columns(batch, columns=chosen | (KEPT if columns is None else columns), is_whole=True)
    apply_import(batch)
    return batch


def kept(organisation):
    people = Person.objects.filter(organisation=organisation).order_by("hr_id")
    return [person.kept for person in people]


def test_columns_that_are_chosen_are_kept_and_nothing_that_tells_of_a_trait():
    organisation = make_organisation()

    bring(organisation)

    assert kept(organisation) == [
        {"business line": "Wind", "language skills": "English; Polish"},
        {"business line": "Grid <b>1</b>", "language skills": "English"},
        {},
    ]
    criteria = Criterion.objects.filter(organisation=organisation)
    assert [(one.key, one.name) for one in criteria] == [
        ("business line", "Business line"),
        ("language skills", "Language skills"),
    ]


def test_a_later_list_changes_what_is_kept_and_an_undo_gives_it_back():
    organisation = make_organisation()
    bring(organisation)
    later = [ROWS[0], (*ADA, "Sun", "", ""), *ROWS[2:]]

    batch = read_staff_list(organisation, data=as_csv(later), name="later.csv")
    page = queries.check_page(queries.preview_import(batch))
    apply_import(batch)

    assert [line.text for group in page.groups for line in group.lines] == [
        "Business line: Wind → Sun; Language skills: English; Polish → nothing"
    ]
    assert kept(organisation)[0] == {"business line": "Sun"}
    undo_import(batch)
    assert kept(organisation)[0] == {"business line": "Wind", "language skills": "English; Polish"}
    undo_import(ImportBatch.objects.order_by("uploaded_at", "pk")[0])
    assert not Criterion.objects.exists()


def test_a_list_without_the_column_leaves_what_is_kept_as_it_is():
    organisation = make_organisation()
    bring(organisation)

    bring(organisation, [HEADER, (*ADA[:3], "Lead", *ADA[4:]), BRUNO, CHIDI], columns={})

    assert kept(organisation)[0] == {"business line": "Wind", "language skills": "English; Polish"}


@pytest.mark.parametrize(
    ("heading", "cells", "sentence"),
    [
        ("Unit code", [f"U{number}" for number in range(5000)], "It holds 5000 different values."),
        ("Empty", ["", "-", "n/a"], "It is empty in every row"),
        (
            "Badge",
            [f"B{number}" for number in range(10)],
            "Nearly everybody has a value of her own",
        ),
        ("Years at company", ["1", "2"], "It counts or measures somebody."),
        ("Last talk", ["2026-01-02", "2026-01-02"], "It holds dates or addresses."),
        ("Biography", ["I am " * 30], "It holds whole sentences."),
        ("Business line", ["Wind", "Grid"] * 10, ""),
    ],
)
def test_only_what_puts_people_into_groups_can_be_kept(heading, cells, sentence):
    table = read_table(as_csv([(heading, "More"), *((cell, "x") for cell in cells)]), name="a.csv")

    found = list(problems_of(table, [heading]))

    assert [one.column for one in found] == ([heading] if sentence else [])
    assert all(one.sentence.startswith(sentence) for one in found)


def test_the_check_page_says_which_column_cannot_be_kept():
    organisation = make_organisation()
    rows = [(*HEADER, "Note"), *((*row, "") for row in (ADA, BRUNO, CHIDI))]
    batch = read_staff_list(organisation, data=as_csv(rows), name="staff.csv")
    chosen = {one.name: one.field.value for one in queries.columns_of(batch)}
    choose_columns(batch, columns=chosen | {"Note": "kept"})

    page = queries.check_page(queries.preview_import(batch))

    assert [(one.column, one.remedy) for one in page.errors.first] == [
        ("Note", "Set this column to “Not used”.")
    ]


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Age", ("31", "52")),
        ("Edad", ("31", "52")),
        ("Religion", ("a", "b")),
        ("Religión", ("a", "b")),
        ("Rating", ("1", "2")),
        ("Evaluación", ("1", "2")),
        ("Group", ("M", "F")),
        ("Grupo", ("Hombre", "Mujer")),
        ("Cohort", ("Millennial", "Gen X")),
        ("Comunidad", ("católica", "Musulmana")),
    ],
)
def test_traits_age_and_performance_are_left_out_by_name_and_by_what_they_hold(heading, values):
    rows = [("Employee ID", heading), ("E1", values[0]), ("E2", values[1])]

    _number, column = understand(read_table(as_csv(rows), name="a.csv"))

    assert column.field == "left_out"


def test_a_column_is_called_as_people_call_it_but_never_by_the_name_of_a_trait():
    organisation = make_organisation()
    bring(organisation)
    line = Criterion.objects.get(key="business line")

    name_criteria(organisation, {line.pk: "Line of business"})

    with pytest.raises(Refusal, match="“Religion” cannot be the name"):
        name_criteria(organisation, {line.pk: "Religion"})
    line.refresh_from_db()
    assert line.name == "Line of business"


def test_a_column_that_is_kept_no_longer_is_gone_and_no_later_list_brings_it_back():
    organisation = make_organisation()
    first = bring(organisation)
    later = [ROWS[0], (*ADA, "Sun", "", "English"), *ROWS[2:]]
    second = read_staff_list(organisation, data=as_csv(later), name="later.csv")
    apply_import(second)

    assert forget_criterion(Criterion.objects.get(key="business line")) == 2

    second.refresh_from_db()
    undo_import(second)
    again = read_staff_list(organisation, data=as_csv(later), name="again.csv")
    apply_import(again)
    assert kept(organisation)[:2] == [{"language skills": "English"}] * 2
    assert first.pk != again.pk


def test_everybody_reads_on_her_own_page_what_is_kept_of_her(cast, as_person):
    organisation = cast.ada.organisation
    Criterion.objects.create(
        organisation=organisation, key="line", name="Line <i>", kept_since=cast.ada.created_at
    )
    cast.ada.kept = {"line": "Wind & <b>"}
    cast.ada.save()
    page = as_person(cast.ada).get(reverse("directory:person", args=[cast.ada.public_id]))

    text = page.content.decode()

    assert "What the organisation knows about you" in text
    assert "<dt>Line &lt;i&gt;</dt><dd>Wind &amp; &lt;b&gt;</dd>" in text
    stranger = as_person(cast.dana).get(reverse("directory:person", args=[cast.ada.public_id]))
    assert stranger.status_code == 404


def test_the_coordinator_names_a_column_and_lets_go_of_another_on_one_page(cast, as_person):
    organisation = cast.chidi.organisation
    line, skills = (
        Criterion.objects.create(
            organisation=organisation, key=key, name=key, kept_since=cast.chidi.created_at
        )
        for key in ("line", "skills")
    )
    page, chidi = reverse("directory:levels_and_places"), as_person(cast.chidi)
    said = {"what": "criteria", f"name_{line.pk}": "Line", f"name_{skills.pk}": "Gender"}

    refused = chidi.post(page, said)
    chidi.post(page, {**said, f"name_{skills.pk}": "Skills", f"forget_{skills.pk}": "on"})

    assert refused.status_code == 422
    assert "It tells of a protected trait" in refused.content.decode()
    assert [one.name for one in Criterion.objects.filter(organisation=organisation)] == ["Line"]
