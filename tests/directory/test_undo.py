from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.directory.lists import ADA, BRUNO, CHIDI, HEADER, STAFF, as_csv, with_cell
from tests.directory.test_imports import bring, people, whole
from tests.factories import make_member, make_organisation, make_programme
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.kept_files import read_kept
from turnabout.foundation.common.time import now
from turnabout.frame.directory.jobs import forget_import_files
from turnabout.frame.directory.models import Address, ImportBatch, Level, Person
from turnabout.frame.directory.queries import done_page
from turnabout.frame.directory.services import (
    answer_about_list,
    apply_import,
    read_staff_list,
    undo_import,
)
from turnabout.frame.directory.services.undoing import Undone


def test_undoing_a_first_import_leaves_nobody():
    organisation = make_organisation()
    batch = bring(organisation, STAFF)

    undone = undo_import(batch)

    assert undone == Undone(restored=0, removed=3, changed_since=0, in_use=0)
    assert (Person.objects.count(), Level.objects.count(), Address.objects.count()) == (0, 0, 0)


def test_undoing_gives_everybody_back_as_they_were():
    organisation = make_organisation()
    bring(organisation, STAFF)
    changed = with_cell(
        with_cell(with_cell(ADA, "Email", "a@example.org"), "Manager ID", "E4"), "Level", "L5"
    )
    newcomer = with_cell(with_cell(BRUNO, "Employee ID", "E4"), "Name", "Eve Frost")
    batch = whole(organisation, [HEADER, changed, newcomer, CHIDI])
    answer_about_list(batch, is_whole=True, same={("E4", "E2"): False})
    apply_import(batch, many_may_leave=True)
    assert batch.counts["reused"] == 1

    undone = undo_import(batch)

    assert people(organisation) == [ADA, BRUNO, CHIDI]
    assert Person.objects.exclude(left_on=None).count() == 0
    assert list(Level.objects.values_list("name", "rank")) == [("L2", 1), ("L7", 2), ("L9", 3)]
    assert undone == Undone(restored=2, removed=1, changed_since=0, in_use=0)


def test_what_was_changed_since_stays():
    organisation = make_organisation()
    bring(organisation, STAFF)
    batch = bring(
        organisation,
        [HEADER, with_cell(with_cell(ADA, "Site", "Skarn"), "Department", "Lab"), BRUNO, CHIDI],
    )
    Person.objects.filter(hr_id="E1").update(place="Elsewhere", listed_place="Elsewhere")

    undone = undo_import(batch)

    assert people(organisation)[0] == with_cell(ADA, "Site", "Elsewhere")
    assert undone == Undone(restored=1, removed=0, changed_since=1, in_use=0)


def test_somebody_who_already_takes_part_stays_with_her_address():
    organisation = make_organisation()
    batch = bring(organisation, STAFF)
    ada = Person.objects.get(hr_id="E1")
    make_member(make_programme(organisation), ada, "mentor")

    undone = undo_import(batch)

    assert undone == Undone(restored=0, removed=2, changed_since=0, in_use=1)
    told = done_page(batch).undone
    assert "1 person whom the list brought was written to here or does something here" in told[-1]
    assert people(organisation) == [with_cell(ADA, "Manager ID", "")]


def test_an_import_is_undone_once():
    batch = bring(make_organisation(), STAFF)
    undo_import(batch)

    with pytest.raises(Refusal) as refusal:
        undo_import(ImportBatch.objects.get(pk=batch.pk))

    assert str(refusal.value) == "This import has already been undone."


def test_an_import_cannot_be_undone_after_a_month():
    batch = bring(make_organisation(), STAFF)

    with time_machine.travel(now() + timedelta(days=31)), pytest.raises(Refusal) as refusal:
        undo_import(batch)

    assert str(refusal.value) == (
        "An import can be undone for 30 days. Import a corrected list instead."
    )
    assert Person.objects.count() == 3


def test_the_file_is_forgotten_when_the_undo_expires(django_capture_on_commit_callbacks):
    batch = bring(make_organisation(), STAFF)
    assert forget_import_files() == 0

    with (
        time_machine.travel(now() + timedelta(days=31)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert forget_import_files() == 1
        assert forget_import_files() == 0

    with pytest.raises(Refusal):
        read_kept("imports", batch.stored_as)


def test_a_list_that_was_not_imported_has_nothing_to_undo():
    batch = read_staff_list(make_organisation(), data=as_csv(STAFF), name="staff.csv")

    with pytest.raises(Refusal) as refusal:
        undo_import(batch)

    assert str(refusal.value) == "This list has not been imported, so there is nothing to undo."


def test_a_later_import_is_not_undone_with_an_earlier_one():
    organisation = make_organisation()
    bring(organisation, STAFF)
    first = bring(organisation, [HEADER, with_cell(ADA, "Email", "a1@example.org"), BRUNO, CHIDI])
    bring(organisation, [HEADER, with_cell(ADA, "Email", "a2@example.org"), BRUNO, CHIDI])

    undone = undo_import(first)

    assert people(organisation)[0] == with_cell(ADA, "Email", "a2@example.org")
    assert undone == Undone(restored=0, removed=0, changed_since=2, in_use=0)


def test_before_an_undo_it_is_told_that_roles_come_back(cast, as_person):
    row = ("", "", "", "", "")
    rows = [HEADER, *((one.hr_id, one.name, one.address, *row) for one in (cast.bruno, cast.chidi))]
    batch = bring(cast.organisation, rows, many_may_leave=True)
    done = reverse("directory:import_done", args=[batch.public_id])
    chidi = as_person(cast.chidi)

    before = chidi.get(done).content.decode()
    chidi.post(reverse("directory:import_undo", args=[batch.public_id]))
    after = chidi.get(done).content.decode()

    cast.mentor.refresh_from_db()
    assert "One role ended with this list. It comes back" in before
    assert "Nobody was written to." not in before
    assert "1 role that ended with the list goes on." in after
    assert cast.mentor.ended_at is None
