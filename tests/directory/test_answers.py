"""What is asked about a list: is it the whole, and who is somebody known by another number?"""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.directory.lists import ADA, BRUNO, CHIDI, HEADER, STAFF, as_csv, many, with_cell
from tests.factories import make_organisation
from turnabout.foundation.common.errors import Refusal
from turnabout.frame.directory.comparison import Known
from turnabout.frame.directory.models import ImportBatch, Person, SamePerson
from turnabout.frame.directory.queries import preview_import
from turnabout.frame.directory.services import (
    add_person,
    answer_about_list,
    apply_import,
    choose_columns,
    read_staff_list,
    understand_anew,
    undo_import,
)
from turnabout.frame.directory.staff_list import Entry
from turnabout.frame.directory.wholeness import Said, advise_wholeness

TODAY = date(2026, 3, 2)


def read(organisation, rows):
    return read_staff_list(organisation, data=as_csv(rows), name="staff.csv")


@pytest.fixture
def organisation():
    organisation = make_organisation()
    apply_import(read(organisation, STAFF))
    return organisation


def numbered(entry_or_known, count, first=0, **values):
    made = range(first, first + count)
    if entry_or_known is Entry:
        return [Entry(row=n, hr_id=f"E{n}", name=f"P {n}", **values) for n in made]
    return [Known(f"E{n}", {"name": f"P {n}", **values}) for n in made]


@pytest.mark.parametrize(
    ("entries", "known", "said", "told"),
    [
        (numbered(Entry, 3), [], None, (True, "It is the first list.")),
        (numbered(Entry, 9), numbered(Known, 9), None, (True, "Everybody who is here is on it.")),
        (
            numbered(Entry, 9),
            numbered(Known, 10),
            None,
            (True, "9 of the 10 people who are here are on it."),
        ),
        (
            numbered(Entry, 8, unit="Data"),
            [*numbered(Known, 8, unit="Data"), *numbered(Known, 2, first=8, unit="Board")],
            None,
            (False, "Everybody on it is in Data, and others are not."),
        ),
        (
            numbered(Entry, 8, unit="A", place="Holm"),
            [*numbered(Known, 8, unit="A", place="Holm"), *numbered(Known, 2, 8, place="Skarn")],
            None,
            (False, "Everybody on it works in Holm, and others do not."),
        ),
        (
            numbered(Entry, 2, first=20),
            numbered(Known, 5),
            None,
            (False, "Nobody who is here is on it, as on a list of new starters."),
        ),
        (
            numbered(Entry, 3, started_on=TODAY - timedelta(days=20)),
            numbered(Known, 9),
            None,
            (False, "Everybody on it is new, as on a list of new starters."),
        ),
        (
            numbered(Entry, 5),
            numbered(Known, 10),
            Said(is_whole=True, on=date(2026, 2, 1)),
            (False, "5 of 10 people are not on it, more than leave at once."),
        ),
        (
            numbered(Entry, 2, has_left=True),
            numbered(Known, 10),
            None,
            (False, "It holds only people who have left."),
        ),
        (
            numbered(Entry, 9),
            numbered(Known, 10),
            Said(is_whole=False, on=date(2026, 2, 1)),
            (False, "So it was for the last list with these columns, on 1 February 2026."),
        ),
        (
            numbered(Entry, 9),
            numbered(Known, 10),
            Said(is_whole=True, on=date(2026, 2, 1)),
            (True, "So it was for the last list with these columns, on 1 February 2026."),
        ),
    ],
)
def test_a_list_is_taken_as_a_part_as_soon_as_anything_speaks_for_it(entries, known, said, told):
    advice = advise_wholeness(entries, known, today=TODAY, said=said)

    assert (advice.is_whole, advice.why) == told


def test_nobody_has_left_by_a_part_and_the_answer_is_remembered(organisation):
    header = ("Employee ID", "Name", "Department")
    rows = [header, ("E1", "Ada Nowak", "Lab")]
    batch = read(organisation, rows)
    assert preview_import(batch).difference.left == ()
    apply_import(batch)
    assert Person.objects.exclude(left_on=None).count() == 0

    everybody = [("E2", "Bruno Keller", "Lab"), ("E3", "Chidi Okafor", "Lab")]
    again = read(organisation, [(*header[:2], "Department"), rows[1], everybody[0]])
    advice = preview_import(again).advice
    assert (advice.is_whole, advice.why[:31]) == (False, "So it was for the last list wit")
    answer_about_list(again, is_whole=True)
    assert [one.hr_id for one in preview_import(again).difference.left] == ["E3"]


def test_without_an_answer_a_new_number_with_an_old_name_changes_nobody(organisation):
    renumbered = with_cell(ADA, "Employee ID", "N1")
    report = with_cell(BRUNO, "Manager ID", "N1")
    batch = read(organisation, [HEADER, renumbered, report, CHIDI])
    choose_columns(batch, columns={}, is_whole=True)

    told = preview_import(batch).difference

    assert [(one.entry.hr_id, one.known.hr_id, one.evidence) for one in told.waiting] == [
        ("N1", "E1", "both")
    ]
    assert (told.new, told.changed, told.left, told.addresses_reused) == ((), (), (), ())
    with pytest.raises(Refusal, match="says who the rows are that wait"):
        apply_import(batch)


def test_the_same_person_keeps_herself_and_gets_the_new_number(organisation):
    ada = Person.objects.get(hr_id="E1")
    Person.objects.filter(hr_id="E2").update(manager=ada)
    rows = [
        HEADER,
        with_cell(ADA, "Employee ID", "N1"),
        with_cell(BRUNO, "Manager ID", "N1"),
        CHIDI,
    ]
    batch = read(organisation, rows)
    answer_about_list(batch, is_whole=True, same={("N1", "E1"): True})
    apply_import(batch)
    ada.refresh_from_db()
    assert (ada.hr_id, ada.address, ada.left_on) == ("N1", "ada@example.org", None)
    assert batch.counts["changed"] == 1

    undo_import(batch)
    ada.refresh_from_db()
    assert ada.hr_id == "E1"
    again = preview_import(read(organisation, rows)).difference
    assert [one.is_same for one in again.likenesses] == [True]


def test_a_rehire_comes_back_and_a_taken_back_answer_waits(organisation):
    Person.objects.filter(hr_id="E1").update(left_on=date(2025, 1, 1))
    back = with_cell(with_cell(ADA, "Employee ID", "N1"), "Email", "new@example.org")
    batch = read(organisation, [HEADER, back, BRUNO, CHIDI])
    assert preview_import(batch).difference.waiting[0].evidence == "name"

    answer_about_list(batch, is_whole=True, same={("N1", "E1"): True})
    assert [one.known_as for one in preview_import(batch).difference.rehired] == ["E1"]
    answer_about_list(batch, is_whole=True, same={("N1", "E1"): None})
    assert len(preview_import(batch).difference.waiting) == 1
    answer_about_list(batch, is_whole=True, same={("N1", "E1"): False, ("N1", "E99"): True})
    assert [one.hr_id for one in preview_import(batch).difference.new] == ["N1"]
    assert SamePerson.objects.count() == 1


def test_a_name_alone_is_asked_about_only_where_it_may_be_her(organisation):
    add_person(organisation, name="Eve Frost", mail="eve@example.org")
    namesakes = [
        ("N1", "Nowak, Ada", "", "Chef", "", "Kitchen", "", ""),
        ("N2", "Eve Frost", "", "", "", "", "", ""),
        ("N3", "Bruno Keller", "", "", "", "Operations", "", ""),
        ("E3", "Chidi Okafor", "", "", "", "", "", ""),
    ]

    def asked(*, is_whole):
        batch = read(organisation, [HEADER, *namesakes])
        choose_columns(batch, columns={}, is_whole=is_whole)
        return [one.entry.hr_id for one in preview_import(batch).difference.waiting]

    assert asked(is_whole=False) == ["N2", "N3"]
    assert asked(is_whole=True) == ["N1", "N2", "N3"]


def test_a_person_answers_on_the_page_with_the_evidence_side_by_side(cast, as_person):
    part = read(cast.organisation, many(3))
    apply_import(part)
    chidi = as_person(cast.chidi)
    rows = [with_cell(row, "Employee ID", f"X{n}") for n, row in enumerate(many(3)[1:])]
    batch = read(cast.organisation, [HEADER, *rows])
    page = reverse("directory:import_check", args=[batch.public_id])
    text = chidi.get(page).content.decode()
    assert "3 new staff numbers look like people who are known" in text
    assert "Nothing changes before you say who the rows are" in text
    assert "In 3 rows name and mail address both agree" in text

    chidi.post(page, {"is_whole": "no", "trusts_both": "on"})
    shown = chidi.get(page).context["shown"]
    assert (shown.waiting, [one.is_same for one in shown.alike]) == (0, [True] * 3)

    first = shown.alike[0]
    chidi.post(page, {"is_whole": "no", f"same_{first.key}": "new"})
    shown = chidi.get(page).context["shown"]
    assert (shown.waiting, SamePerson.objects.get().is_same) == (2, False)
    assert chidi.post(page, {"is_whole": "perhaps"}).status_code == 422


def test_an_answer_beside_the_button_is_never_left_out_and_changes_only_what_was_shown(
    cast, as_person
):
    apply_import(read(cast.organisation, many(3)))
    chidi = as_person(cast.chidi)
    rows = [with_cell(row, "Employee ID", f"X{n}") for n, row in enumerate(many(3)[1:])]
    newcomer = with_cell(many(4)[4], "Employee ID", "N7")
    batch = read(cast.organisation, [HEADER, *rows, newcomer])
    page = reverse("directory:import_check", args=[batch.public_id])
    apply = reverse("directory:import_apply", args=[batch.public_id])
    before = Person.objects.count()

    def press(**answers):
        seen = chidi.get(page).context["form"].initial["seen"]
        same = {f"same_{one.key}": "" for one in chidi.get(page).context["shown"].alike}
        typed = {"seen": seen, "is_whole": "no", **same, **answers}
        return chidi.post(apply, typed, follow=True)

    first = chidi.get(page).context["shown"].alike[0]
    key = f"same_{first.key}"
    kept = press(**{key: "same"})
    assert "Your answers are kept, and nobody has been changed yet." in kept.content.decode()
    assert (Person.objects.count(), SamePerson.objects.get().is_same) == (before, True)
    assert kept.context["shown"].waiting == 2
    assert press(**{key: "same"}).redirect_chain[-1][0] == (
        reverse("directory:import_done", args=[batch.public_id])
    )
    assert Person.objects.filter(hr_id__in=[first.hr_id, "N7"]).count() == 2


def test_how_a_list_was_mapped_is_remembered_with_its_columns_and_can_be_forgotten(organisation):
    header = ("Key", "Who", "Room", "Wing", "Floor")
    rows = [header, ("A-1", "Ada", "12", "a", "1"), ("A-2", "Bo", "14", "b", "1")]
    first = read(organisation, rows)
    chosen = {"Key": "hr_id", "Who": "name", "Room": "place"}
    choose_columns(first, columns=chosen, is_whole=False)
    apply_import(read(organisation, [HEADER, with_cell(ADA, "Site", "Skarn"), BRUNO, CHIDI]))

    turned = read(organisation, [row[::-1] for row in rows])
    nearly = read(organisation, [row[:4] for row in rows])
    other = read(organisation, STAFF)

    def memory(batch):
        found = ImportBatch.objects.get(pk=batch.pk).understood
        columns = {name: field for name, field, *_rest in found["columns"]}
        return columns.get("Room"), found["memory"]["is_same"], bool(found["memory"]["on"])

    assert memory(turned) == ("place", True, True)
    assert memory(nearly) == ("place", False, True)
    assert memory(other) == (None, True, True)
    understand_anew(turned)
    assert memory(turned) == ("not_used", True, False)


def test_the_page_says_when_a_list_was_mapped_so_and_understands_it_anew(cast, as_person):
    apply_import(read(cast.organisation, many(3)))
    batch = read(cast.organisation, many(3))
    chidi = as_person(cast.chidi)
    page = reverse("directory:import_columns", args=[batch.public_id])
    told = "The columns mean what they meant when a list with the same columns came in on "

    assert told in chidi.get(page).content.decode()
    assert chidi.post(page, {"anew": "yes"}).url == page
    assert told not in chidi.get(page).content.decode()


def test_more_levels_than_anybody_can_order_stop_a_list(organisation):
    rows = [(f"Z{n}", f"P {n}", f"Level {n}") for n in range(201)]
    batch = read(organisation, [("Employee ID", "Name", "Rank word"), *rows])
    choose_columns(batch, columns={"Rank word": "level"}, is_whole=False)

    (error,) = preview_import(batch).difference.errors

    assert error.sentence.startswith("The column of levels holds 201 different ones")
