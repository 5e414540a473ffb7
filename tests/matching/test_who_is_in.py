"""Who is in a run: everybody who applied or the accepted alone, and whom the cap keeps out."""

import pytest
from django.urls import reverse

from tests.factories import MONDAY, make_member, make_person, make_programme, make_user
from tests.matching.factories import make_mentee, make_mentor, publish_and_ask
from turnabout.foundation.common.errors import Refusal
from turnabout.joining.applications.models import Application, LoadCap
from turnabout.joining.matching import queries, services
from turnabout.joining.matching.rules import RunRules


def accept(*members):
    Application.objects.filter(membership__in=members).update(accepted_at=MONDAY)


def test_a_run_reads_the_accepted_alone_where_the_programme_chooses_unless_told_otherwise(cast):
    programme = cast.programme
    ada, priya = make_mentor(programme, "Ada B"), make_mentor(programme, "Priya")
    greg = make_mentee(programme, "Greg")
    assert not RunRules.of(programme).only_accepted
    accept(priya)
    assert RunRules.of(programme).only_accepted
    with pytest.raises(Refusal, match="Nobody has been accepted yet on one of the sides"):
        services.request_run(programme, by=cast.chidi)
    accept(greg)

    chosen = services.request_run(programme, by=cast.chidi)
    everybody = RunRules.from_data({**RunRules.of(programme).as_data(), "only_accepted": False})
    all_of_them = services.request_run(programme, rules=everybody, by=cast.chidi)
    services.begin_bond(programme, ada.person, greg.person)
    rematch = RunRules.from_data({**RunRules.of(programme).as_data(), "keep": "never"})
    around = services.request_run(programme, rules=rematch, by=cast.chidi)

    assert [run.counts["mentors"] for run in (chosen, all_of_them, around)] == [1, 2, 2]


@pytest.mark.parametrize("may_know", [False, True])
def test_whom_the_cap_keeps_out_is_counted_and_named_to_who_sets_the_cap(cast, as_person, may_know):
    elsewhere = make_programme(cast.organisation, name="Elsewhere")
    mentor = make_mentor(cast.programme, "Priya", places_at_most=2)
    make_mentee(cast.programme, "Greg")
    partner = make_mentee(elsewhere, "Henk")
    services.begin_bond(elsewhere, mentor.person, partner.person)
    assert queries.capped_in(cast.programme) is None
    LoadCap.objects.create(organisation=cast.organisation, partners=1)
    reader = cast.chidi
    if not may_know:
        reader = make_person(cast.organisation, name="Runs this one alone")
        make_user(reader)
        make_member(cast.programme, reader, "coordinator")

    page = as_person(reader).get(reverse("matching:overview", args=[cast.programme.public_id]))

    shown = page.content.decode()
    assert "One mentor would take somebody more, but is at the cap. It is one partner" in shown
    assert ("Priya: 0 here, 1 elsewhere" in shown) is may_know


def test_a_run_that_was_published_long_ago_says_what_became_of_it(cast, as_person):
    ada, greg = make_mentor(cast.programme, "Ada B"), make_mentee(cast.programme, "Greg")
    run = services.request_run(cast.programme, by=cast.chidi)
    services.approve_rest(run, by=cast.chidi)
    publish_and_ask(run, by=cast.chidi)
    run.refresh_from_db()
    client, address = as_person(cast.chidi), reverse("matching:run", args=[run.public_id])

    asking = client.get(address).content.decode()
    services.begin_bond(cast.programme, ada.person, greg.person)
    later = client.get(address).content.decode()

    assert "You see pairs once both have said yes." in asking
    assert "Nobody is being asked any more. One pair of this run is together now." in later
    assert reverse("pairs:list", args=[cast.programme.public_id]) in later
