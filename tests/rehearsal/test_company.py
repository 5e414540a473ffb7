from collections import Counter

import pytest

from tests.factories import make_organisation
from turnabout.faces.rehearsal.company import make_staff, staff_list
from turnabout.frame.directory import services
from turnabout.frame.directory.models import Person


@pytest.mark.parametrize("people", [60, 600])
def test_a_company_has_as_many_people_as_asked_for(people):
    staff = make_staff(people, 1)

    assert len(staff) == people
    assert len({one.number for one in staff}) == people
    assert len({one.name for one in staff}) == people
    assert {one.level.number for one in staff} == set(range(1, 9))


def test_the_same_seed_makes_the_same_company():
    assert staff_list(make_staff(80, 3)) == staff_list(make_staff(80, 3))
    assert staff_list(make_staff(80, 3)) != staff_list(make_staff(80, 4))


def test_everybody_but_one_reports_to_somebody_more_senior():
    staff = make_staff(200, 1)
    by_number = {one.number: one for one in staff}

    without = [one for one in staff if not one.manager]
    above = Counter(
        by_number[one.manager].level.number - one.level.number > 0 or one.level.number == 8
        for one in staff
        if one.manager
    )

    assert len(without) == 1
    assert above == {True: 199}


def test_the_staff_list_is_understood_by_the_import():
    organisation = make_organisation()
    batch = services.read_staff_list(
        organisation, data=staff_list(make_staff(60, 1)), name="staff.csv"
    )
    services.choose_columns(batch, columns={})

    services.apply_import(batch)

    people = Person.objects.filter(organisation=organisation).select_related("level")
    assert people.count() == 60
    assert people.filter(manager=None).count() == 1
    assert people.exclude(zone="").count() == 60
    assert people.order_by("-level__rank").first().level.name == "8 Executive"
