from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_member, make_organisation, make_person
from tests.programmes.test_services import a_programme
from turnabout.foundation.common.actors import Actor, Standing, enriched
from turnabout.foundation.trust.policy import can
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes import queries, services
from turnabout.frame.programmes.forms import words_pasted
from turnabout.frame.programmes.models import Membership, Phase, Programme


def actor_of(person):
    return enriched(Actor(person_ref=person.public_id))


def test_phases_say_what_they_need_will_do_and_can_be_done_to_them(cast):
    programme = a_programme(cast)
    purpose, interest, apply_ = programme.phases.all()[:3]
    services.open_phase(purpose, by=cast.chidi)
    services.skip_phase(interest, by=cast.chidi)
    services.open_phase(apply_, by=cast.chidi)
    services.close_phase(apply_, by=cast.chidi)

    found = queries.phases_of(programme)

    assert [(row.state, [act.name for act in row.acts]) for row in found[:4]] == [
        ("now", ["close"]),
        ("skipped", ["open"]),
        ("done", ["repeat"]),
        ("to_come", ["open", "skip"]),
    ]
    assert (str(found[0].name), found[0].when) == ("Purpose", "to 5 Apr")
    assert (found[1].when, found[3].when) == ("skipped", "11 May to 24 May")
    assert found[2].when.startswith("closed on ")
    assert [str(row) for row in found[0].missing] == [
        "A sponsor, who stands behind the programme.",
        "A guardian, whom people can turn to.",
    ]
    assert list(queries.open_phases(programme)) == [purpose]


def test_phases_without_plan_have_no_dates(cast):
    programme = a_programme(cast, starts_on=None)
    services.open_phase(programme.phases.first(), by=cast.chidi)

    assert [row.when for row in queries.phases_of(programme)[:2]] == ["", ""]


def test_a_pasted_list_is_read_by_number_and_current_address(cast):
    twin = make_person(cast.organisation, name="Twin", address=cast.bruno.address)
    old = cast.ada.addresses.first()
    old.until = date(2026, 1, 1)
    old.save()
    cast.ada.addresses.create(address="ada.new@example.org", since=date(2026, 1, 1))
    people = Person.objects.filter(organisation=cast.organisation)

    found = queries.people_named(
        people,
        words_pasted(
            f"<{cast.chidi.address}>, {cast.ada.hr_id.lower()};\n{old.address}\t"
            f"ADA.NEW@example.org {twin.address} {cast.dana.hr_id}"
        ),
    )

    assert found.people == (cast.ada, cast.chidi)
    assert found.unknown == (old.address, twin.address, cast.dana.hr_id)


def test_a_long_list_is_read_in_parts(cast):
    people = Person.objects.filter(organisation=cast.organisation)
    words = [f"X{number}" for number in range(1200)]

    with CaptureQueriesContext(connection) as asked:
        found = queries.people_named(people, [*words, cast.ada.hr_id])

    assert found.people == (cast.ada,)
    assert len(found.unknown) == 1200
    assert len(asked) == 7
    assert queries.people_by_id(people, [cast.chidi.public_id, cast.ada.public_id]) == [
        cast.ada,
        cast.chidi,
    ]


def test_each_standing_has_its_word():
    assert [queries.standing_word(standing) for standing in Standing] == [
        "invited",
        "takes part",
        "pausing",
        "has left",
    ]


def test_members_are_counted_by_role_without_those_who_left(cast):
    make_member(cast.programme, make_person(cast.organisation), "mentor", state="ended")
    make_member(cast.programme, make_person(cast.organisation), "mentor", state="invited")

    counted = queries.counts_by_role(cast.programme)

    assert dict(counted) == {"coordinator": 1, "mentee": 1, "mentor": 2}


def test_somebody_sees_her_programmes_and_the_appointed_those_of_the_organisation(cast):
    other = a_programme(cast)

    assert set(Programme.objects.visible_to(actor_of(cast.ada))) == {cast.programme}
    assert set(Programme.objects.visible_to(actor_of(cast.chidi))) == {cast.programme, other}
    assert set(Programme.objects.visible_to(actor_of(cast.dana))) == set()
    assert set(Programme.objects.visible_to(Actor())) == set()
    assert set(Phase.objects.visible_to(actor_of(cast.ada))) == set()


def test_somebody_sees_her_own_roles_and_the_coordinator_all(cast):
    own = set(Membership.objects.visible_to(actor_of(cast.ada)))

    assert own == {cast.mentor}
    assert set(Membership.objects.visible_to(actor_of(cast.chidi))) == set(Membership.objects.all())
    assert set(Membership.objects.visible_to(Actor())) == set()


def test_only_she_herself_accepts_and_only_she_or_the_coordinator_ends(cast):
    invited = make_member(
        cast.programme, make_person(cast.organisation), "sponsor", state="invited"
    )

    assert can(actor_of(invited.person), "accept", invited) is True
    assert can(actor_of(cast.chidi), "accept", invited) is False
    assert can(actor_of(cast.chidi), "end", invited) is True
    assert can(actor_of(cast.ada), "end", invited) is False
    assert can(Actor(), "end", invited) is False
    assert can(actor_of(cast.chidi), "create_programme", make_organisation()) is False
