import pytest

from tests.factories import make_organisation, make_person
from turnabout.foundation.common.actors import NOBODY, Actor, Grant, Standing
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust.models import AuditEntry
from turnabout.foundation.trust.policy import can
from turnabout.frame.directory.models import Appointment, ImportBatch, Organisation, Person
from turnabout.frame.directory.services import (
    add_person,
    appoint_person,
    end_appointment,
    open_organisation,
)


def test_an_organisation_begins_with_a_person_who_coordinates():
    organisation = open_organisation(" Northmere Water ", zone="Europe/London", language="es")
    chidi = add_person(organisation, hr_id="E3", name="Chidi Okafor", mail="c@example.org")
    appoint_person(chidi, role="coordinator", by=chidi)

    assert (organisation.name, organisation.zone, organisation.language) == (
        "Northmere Water",
        "Europe/London",
        "es",
    )
    assert (chidi.given_name, chidi.address, chidi.is_by_hand) == ("Chidi", "c@example.org", False)
    assert list(AuditEntry.objects.values_list("event", flat=True)) == [
        "organisation_opened",
        "person_added",
        "person_appointed",
    ]


def test_a_staff_number_belongs_to_one_person():
    organisation = make_organisation()
    add_person(organisation, hr_id="E3", name="Chidi")

    with pytest.raises(Refusal) as refusal:
        add_person(organisation, hr_id="E3", name="Dana")

    assert str(refusal.value) == "This staff number belongs to somebody else already."


def test_somebody_is_appointed_once_and_not_after_leaving():
    chidi = make_person(name="Chidi Okafor")
    appoint_person(chidi, role="coordinator")

    with pytest.raises(Refusal) as twice:
        appoint_person(chidi, role="coordinator")
    chidi.left_on = chidi.created_at.date()
    with pytest.raises(Refusal) as gone:
        appoint_person(chidi, role="auditor")

    assert [str(twice.value), str(gone.value)] == [
        "This person is appointed already.",
        "This person has left, so she or he cannot be appointed.",
    ]


def test_an_appointment_ends_once():
    appointment = appoint_person(make_person(), role="coordinator")

    end_appointment(appointment)

    assert Appointment.objects.filter(until=None).count() == 0
    with pytest.raises(Refusal) as refusal:
        end_appointment(appointment)
    assert str(refusal.value) == "This appointment has already ended."


def test_each_actor_sees_her_own_organisation_and_its_people_by_her_role():
    ours, theirs = make_organisation(), make_organisation(name="Elsewhere")
    ada, bruno = make_person(ours, name="Ada"), make_person(ours, name="Bruno")
    dana = make_person(theirs, name="Dana")
    for organisation in (ours, theirs):
        ImportBatch.objects.create(
            organisation=organisation, file_name="x.csv", uploaded_at=ours.created_at
        )
    base = {"person_id": ada.pk, "organisation_id": ours.pk}
    running = Grant("coordinator", 1, Standing.ACTIVE)
    ended = Grant("coordinator", 1, Standing.ENDED)

    def sees(actor):
        return (
            Organisation.objects.visible_to(actor).count(),
            sorted(Person.objects.visible_to(actor).values_list("name", flat=True)),
            ImportBatch.objects.visible_to(actor).count(),
            can(actor, "see_people", ours),
            can(actor, "import_people", ours),
            can(actor, "import_people", theirs),
        )

    everybody = sorted([ada.name, bruno.name])
    assert sees(NOBODY) == (0, [], 0, False, False, False)
    assert sees(Actor(**base)) == (1, ["Ada"], 0, False, False, False)
    assert sees(Actor(**base, grants=frozenset({ended}))) == (1, ["Ada"], 0, False, False, False)
    assert sees(Actor(**base, grants=frozenset({running}))) == (1, everybody, 0, True, False, False)
    assert sees(Actor(**base, appointments=frozenset({"auditor"}))) == (
        1,
        ["Ada"],
        0,
        False,
        False,
        False,
    )
    assert sees(Actor(**base, appointments=frozenset({"coordinator"}))) == (
        1,
        everybody,
        1,
        True,
        True,
        False,
    )
    assert sees(Actor(**base, is_owner=True)) == (1, everybody, 1, True, True, False)
    assert sees(Actor(is_owner=True)) == (
        2,
        sorted([*everybody, dana.name]),
        2,
        True,
        True,
        True,
    )
