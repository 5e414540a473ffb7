from datetime import date

import pytest

from tests.directory.lists import ADA, BRUNO, CHIDI, HEADER, STAFF, as_csv, many, with_cell
from tests.factories import make_organisation, make_person
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import today
from turnabout.foundation.trust.models import AuditEntry
from turnabout.frame.directory.events import people_left
from turnabout.frame.directory.models import Address, ImportBatch, Level, Person
from turnabout.frame.directory.queries import preview_import
from turnabout.frame.directory.services import (
    add_person,
    answer_about_list,
    apply_import,
    choose_columns,
    read_staff_list,
    undo_import,
)


def whole(organisation, rows):
    batch = read_staff_list(organisation, data=as_csv(rows), name="staff.csv")
    choose_columns(batch, columns={}, is_whole=True)
    return batch


def bring(organisation, rows, **options):
    batch = whole(organisation, rows)
    apply_import(batch, **options)
    return batch


def people(organisation):
    rows = Person.objects.filter(organisation=organisation).order_by("hr_id")
    return [
        (
            person.hr_id,
            person.name,
            person.address,
            person.job_title,
            person.level.name if person.level else "",
            person.unit,
            person.place,
            person.manager.hr_id if person.manager else "",
        )
        for person in rows
    ]


def test_a_coordinator_imports_everybody_with_managers_levels_and_addresses():
    organisation = make_organisation()

    batch = bring(organisation, STAFF)

    assert people(organisation) == [ADA, BRUNO, CHIDI]
    assert list(Level.objects.order_by("rank").values_list("name", "rank")) == [
        ("L2", 1),
        ("L7", 2),
        ("L9", 3),
    ]
    assert batch.counts == {
        "new": 3,
        "changed": 0,
        "moved": 0,
        "left": 0,
        "rehired": 0,
        "unchanged": 0,
        "reused": 0,
        "waiting": 0,
    }
    assert list(AuditEntry.objects.values_list("event", flat=True)) == [
        "staff_list_read",
        "staff_list_imported",
    ]


def test_the_same_list_again_changes_nothing():
    organisation = make_organisation()
    bring(organisation, STAFF)

    batch = read_staff_list(organisation, data=as_csv(STAFF), name="staff.csv")
    difference = preview_import(batch).difference

    assert (difference.changes_anything, difference.unchanged) == (False, 3)
    with pytest.raises(Refusal) as refusal:
        apply_import(batch)
    assert str(refusal.value) == "This list changes nothing: everybody is here as it says."


def test_reading_a_list_changes_nobody():
    organisation = make_organisation()

    batch = read_staff_list(organisation, data=as_csv(STAFF), name="staff.csv")
    preview_import(batch)

    assert (Person.objects.count(), Level.objects.count(), Address.objects.count()) == (0, 0, 0)


def test_changes_are_told_field_by_field():
    organisation = make_organisation()
    bring(organisation, STAFF)
    moved = with_cell(with_cell(ADA, "Site", "Skarn"), "Level", "L3")

    batch = read_staff_list(organisation, data=as_csv([HEADER, moved, BRUNO, CHIDI]), name="b.csv")
    difference = preview_import(batch).difference

    assert [
        (change.hr_id, [(one.field, one.before, one.after) for one in change.fields])
        for change in difference.changed
    ] == [("E1", [("level", "L2", "L3"), ("place", "Holm", "Skarn")])]
    assert len(difference.moved) == 1
    apply_import(batch)
    assert people(organisation) == [moved, BRUNO, CHIDI]
    assert list(Level.objects.order_by("rank").values_list("name", flat=True)) == [
        "L2",
        "L3",
        "L7",
        "L9",
    ]


def test_who_is_not_on_a_whole_list_has_left_after_somebody_says_yes():
    organisation = make_organisation()
    bring(organisation, STAFF)
    heard = []

    def listener(people, **_rest):
        heard.append([person.hr_id for person in people])

    people_left.connect(listener)
    batch = whole(organisation, [HEADER, ADA, CHIDI])

    with pytest.raises(Refusal) as refusal:
        apply_import(batch)
    assert str(refusal.value) == "Of 3 people, 1 would leave. Tick that this is right first."
    assert Person.objects.present().count() == 3
    apply_import(batch, many_may_leave=True)
    people_left.disconnect(listener)

    assert Person.objects.get(hr_id="E2").left_on == today(organisation.zone)
    assert heard == [["E2"]]


def test_few_leavers_among_many_need_no_tick():
    organisation = make_organisation()
    bring(organisation, many(100))

    batch = whole(organisation, many(95))
    assert preview_import(batch).difference.brakes == ()
    batch = whole(organisation, many(94))
    assert "would leave" in preview_import(batch).difference.brakes[0]


def test_who_is_not_on_a_part_of_the_list_stays():
    organisation = make_organisation()
    bring(organisation, STAFF)
    batch = read_staff_list(
        organisation, data=as_csv([HEADER, with_cell(ADA, "Site", "Skarn")]), name="b.csv"
    )
    choose_columns(batch, columns={}, is_whole=False)

    difference = apply_import(batch)

    assert difference.left == ()
    assert Person.objects.present().count() == 3


def test_somebody_who_comes_back_is_the_same_person():
    organisation = make_organisation()
    bring(organisation, STAFF)
    ada = Person.objects.get(hr_id="E1")
    bring(organisation, [HEADER, BRUNO, CHIDI], many_may_leave=True)

    batch = bring(organisation, STAFF)

    back = Person.objects.get(hr_id="E1")
    assert (back.pk, back.left_on, batch.counts["rehired"]) == (ada.pk, None, 1)


def test_a_status_or_a_last_day_lets_somebody_leave():
    organisation = make_organisation()
    header = (*HEADER, "Status", "Termination date")
    bring(organisation, [header, *[(*row, "Active", "") for row in (ADA, BRUNO, CHIDI)]])

    bring(
        organisation,
        [
            header,
            (*ADA, "Active", "2024-05-31"),
            (*BRUNO, "Terminated", ""),
            (*CHIDI, "Parental leave", ""),
        ],
        many_may_leave=True,
    )

    assert list(Person.objects.order_by("hr_id").values_list("hr_id", "left_on", "away_until")) == [
        ("E1", date(2024, 5, 31), None),
        ("E2", today(organisation.zone), None),
        ("E3", None, date(9999, 12, 31)),
    ]


def test_a_new_address_is_dated_and_the_old_one_kept():
    organisation = make_organisation()
    bring(organisation, STAFF)
    renamed = with_cell(with_cell(ADA, "Name", "Ada Keller"), "Email", "ada.keller@example.org")

    bring(organisation, [HEADER, renamed, BRUNO, CHIDI])

    day = today(organisation.zone)
    assert list(
        Address.objects.filter(person__hr_id="E1").values_list("address", "since", "until")
    ) == [("ada@example.org", day, day), ("ada.keller@example.org", day, None)]


def test_an_address_in_other_case_is_the_same_address():
    organisation = make_organisation()
    bring(organisation, STAFF)

    batch = read_staff_list(
        organisation,
        data=as_csv([HEADER, with_cell(ADA, "Email", "ADA@Example.org"), BRUNO, CHIDI]),
        name="b.csv",
    )

    assert not preview_import(batch).difference.changes_anything


def test_a_used_address_passes_to_a_new_person_and_is_told():
    organisation = make_organisation()
    bring(organisation, STAFF)
    newcomer = with_cell(with_cell(ADA, "Employee ID", "E9"), "Name", "Ada Nowicka")

    batch = whole(organisation, [HEADER, newcomer, BRUNO, CHIDI])
    answer_about_list(batch, is_whole=True, same={("E9", "E1"): False})
    apply_import(batch, many_may_leave=True)

    assert batch.counts["reused"] == 1
    assert {person.hr_id: person.address for person in Person.objects.all()} == {
        "E1": "",
        "E2": "bruno@example.org",
        "E3": "chidi@example.org",
        "E9": "ada@example.org",
    }


def test_two_people_who_swap_addresses_both_get_theirs():
    organisation = make_organisation()
    bring(organisation, STAFF)
    rows = [
        HEADER,
        with_cell(ADA, "Email", "bruno@example.org"),
        with_cell(BRUNO, "Email", "ada@example.org"),
        CHIDI,
    ]

    bring(organisation, rows)

    assert people(organisation) == [*rows[1:]]


def test_columns_that_a_list_does_not_have_stay_as_they_are():
    organisation = make_organisation()
    bring(organisation, STAFF)

    bring(
        organisation,
        [("Employee ID", "Name"), ("E1", "Ada Nowak"), ("E2", "Bruno B"), ("E3", "Chidi Okafor")],
    )

    assert people(organisation) == [ADA, with_cell(BRUNO, "Name", "Bruno B"), CHIDI]


def test_the_chosen_columns_are_remembered_for_the_next_list():
    organisation = make_organisation()
    header = ("Key", "Who", "Room")
    rows = [header, ("A-1", "Ada Nowak", "12"), ("A-2", "Bruno Keller", "14"), ("A-3", "C D", "1")]
    batch = read_staff_list(organisation, data=as_csv(rows), name="a.csv")
    choose_columns(batch, columns={"Key": "hr_id", "Who": "name", "Room": "place"})
    apply_import(batch)

    again = read_staff_list(organisation, data=as_csv(rows), name="b.csv")

    preview = preview_import(again)
    assert [(one.name, one.field.value) for one in preview.columns] == [
        ("Key", "hr_id"),
        ("Who", "name"),
        ("Room", "place"),
    ]
    assert not preview.difference.changes_anything


def test_a_list_is_imported_once():
    organisation = make_organisation()
    batch = bring(organisation, STAFF)

    with pytest.raises(Refusal) as refusal:
        apply_import(ImportBatch.objects.get(pk=batch.pk))

    assert str(refusal.value) == "This list has already been imported."


def test_what_was_not_seen_is_not_done():
    organisation = make_organisation()
    batch = read_staff_list(organisation, data=as_csv(STAFF), name="staff.csv")
    seen = preview_import(batch).fingerprint
    make_person(organisation, hr_id="E1", name="Ada Other")

    with pytest.raises(Refusal) as refusal:
        apply_import(batch, seen=seen)

    assert str(refusal.value) == (
        "The people here changed since you looked. Look at the changes again."
    )
    assert Person.objects.count() == 1


def test_another_organisation_is_not_touched():
    elsewhere = make_organisation(name="Elsewhere")
    bring(elsewhere, STAFF)
    organisation = make_organisation()

    bring(organisation, [HEADER, with_cell(ADA, "Manager ID", "")])

    assert people(elsewhere) == [ADA, BRUNO, CHIDI]


def test_without_staff_numbers_people_are_known_by_their_address():
    organisation = make_organisation()
    rows = [("Name", "Email"), ("Ada", "Ada@example.org"), ("Bruno", "bruno@example.org")]

    bring(organisation, rows)
    again = read_staff_list(organisation, data=as_csv(rows), name="b.csv")

    assert list(Person.objects.order_by("hr_id").values_list("hr_id", flat=True)) == [
        "ada@example.org",
        "bruno@example.org",
    ]
    assert not preview_import(again).difference.changes_anything


def test_five_thousand_rows_take_few_queries(django_assert_max_num_queries):
    organisation = make_organisation()
    data = as_csv(many(5000))

    batch = read_staff_list(organisation, data=data, name="many.csv")
    with django_assert_max_num_queries(8):
        preview_import(batch)
    with django_assert_max_num_queries(200):
        apply_import(batch)

    assert Person.objects.exclude(manager=None).count() == 4999


def test_somebody_added_by_hand_is_found_by_her_address_and_gets_her_number():
    organisation = make_organisation()
    chidi = add_person(organisation, name="Chidi", mail="CHIDI@example.org")
    stays = add_person(organisation, name="The owner", mail="owner@example.org")

    batch = bring(organisation, STAFF)

    found = Person.objects.get(hr_id="E3")
    assert (found.pk, found.name, batch.counts["new"]) == (chidi.pk, "Chidi Okafor", 2)
    assert (batch.counts["left"], batch.counts["reused"]) == (0, 0)
    assert Person.objects.get(hr_id="E1").manager == chidi
    assert Person.objects.get(pk=stays.pk).left_on is None
    undo_import(batch)
    assert list(Person.objects.order_by("pk").values_list("name", flat=True)) == [
        "Chidi",
        "The owner",
    ]
    assert Person.objects.get(pk=chidi.pk).is_by_hand


def test_the_levels_can_be_turned_round_though_nobody_changes():
    organisation = make_organisation()
    bring(organisation, STAFF)
    batch = read_staff_list(organisation, data=as_csv(STAFF), name="b.csv")
    choose_columns(batch, columns={}, levels_turned=True)

    apply_import(batch)

    assert list(Level.objects.order_by("rank").values_list("name", flat=True)) == [
        "L9",
        "L7",
        "L2",
    ]
    undo_import(batch)
    assert list(Level.objects.order_by("rank").values_list("name", flat=True)) == [
        "L2",
        "L7",
        "L9",
    ]


def test_an_address_that_is_gone_from_the_list_is_closed_and_may_come_back():
    organisation = make_organisation()
    bring(organisation, STAFF)

    bring(organisation, [HEADER, with_cell(ADA, "Email", ""), BRUNO, CHIDI])
    assert Person.objects.get(hr_id="E1").address == ""
    batch = bring(organisation, STAFF)

    assert Person.objects.get(hr_id="E1").address == "ada@example.org"
    assert batch.counts["reused"] == 0


def test_the_columns_of_an_imported_list_are_settled():
    batch = bring(make_organisation(), STAFF)

    with pytest.raises(Refusal) as refusal:
        choose_columns(batch, columns={})

    assert str(refusal.value) == "This list has already been imported."
