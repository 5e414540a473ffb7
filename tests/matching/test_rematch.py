"""Matching again around pairs that live."""

import pytest
from django.urls import reverse

from tests.factories import MONDAY, make_programme
from tests.matching.factories import avoiding, make_mentee, make_mentor, publish_and_ask
from turnabout.foundation.common.errors import Refusal
from turnabout.joining.matching import queries, services
from turnabout.joining.matching.models import Bond
from turnabout.joining.matching.rules import RunRules


@pytest.fixture
def programme(cast):
    return make_programme(cast.organisation)


def rematch(programme, cast, keep, **rules):
    data = {**RunRules.of(programme).as_data(), **rules, "keep": keep}
    return services.request_run(programme, rules=RunRules.from_data(data), by=cast.chidi)


def pairs_of(run, **only):
    rows = queries.proposals_of(run).filter(**only)
    return {(row.mentor.person.name, row.mentee.person.name) for row in rows}


def together(programme, mentor, mentee):
    services.begin_bond(programme, mentor.person, mentee.person)


@pytest.fixture
def crossed(programme):
    """Two living pairs that would fit a little better the other way round."""
    ada = make_mentor(programme, "Ada", offers=("customer-voice",))
    priya = make_mentor(programme, "Priya", offers=("early-career",))
    bruno = make_mentee(programme, "Bruno", wants=("early-career", "customer-voice", AI))
    greg = make_mentee(programme, "Greg", wants=("customer-voice", "early-career", AI))
    together(programme, ada, bruno)
    together(programme, priya, greg)
    return {"Ada": ada, "Priya": priya, "Bruno": bruno, "Greg": greg}


AI = "ai-assistants"
LIVING = {("Ada", "Bruno"), ("Priya", "Greg")}
BETTER = {("Ada", "Greg"), ("Priya", "Bruno")}


@pytest.mark.parametrize(
    ("keep", "pairs"),
    [("free", BETTER), ("prefer", LIVING), ("nearly", LIVING), ("never", LIVING)],
)
def test_a_coordinator_chooses_how_much_living_pairs_are_worth(
    cast, programme, crossed, keep, pairs
):
    run = rematch(programme, cast, keep)

    assert pairs_of(run) == pairs
    assert pairs_of(run, stays=True) == pairs & LIVING
    assert len(queries.parting_of(run)) == len(LIVING - pairs)
    assert run.counts["stays"] == len(pairs & LIVING)


def test_keeping_says_what_it_costs_and_counts_apart_from_the_score(cast, programme, crossed):
    free, kept = rematch(programme, cast, "free"), rematch(programme, cast, "nearly")

    assert free.counts["keeping"] == {}
    assert kept.counts["keeping"]["served"] == 0
    assert kept.counts["keeping"]["points"] == free.counts["total"] - kept.counts["total"] > 0
    parts = {part["part"]: part["points"] for part in kept.proposals.first().parts}
    assert parts.pop("kept") == 100_000
    assert kept.proposals.first().score == sum(parts.values())


def test_a_late_joiner_is_served_and_the_living_go_on(cast, programme, crossed):
    make_mentor(programme, "Zora", offers=("customer-voice",))
    make_mentee(programme, "Hanna", wants=("customer-voice",))

    run = rematch(programme, cast, "nearly")

    assert pairs_of(run, stays=True) == LIVING
    assert pairs_of(run, stays=False) == {("Zora", "Hanna")}


def test_a_run_that_is_no_rematch_leaves_living_pairs_alone(cast, programme, crossed):
    make_mentor(programme, "Zora", offers=("customer-voice",))
    make_mentee(programme, "Hanna", wants=("customer-voice",))

    run = services.request_run(programme, by=cast.chidi)

    assert pairs_of(run) == {("Zora", "Hanna")}
    assert run.is_rematch is False


def test_a_living_pair_that_breaks_a_rule_parts_and_is_said_to(cast, programme, crossed):
    ada, bruno = crossed["Ada"].person, crossed["Bruno"].person
    ada.manager = bruno
    ada.save()

    run = rematch(programme, cast, "nearly")
    never = rematch(programme, cast, "never")

    shown = queries.parting_of(run)
    assert {(one.mentor.person.name, one.mentee.person.name) for one in shown} == LIVING
    assert {one.why for one in shown} == {
        "A rule forbids it now: In one reporting line.",
        "Others fit better for everyone.",
    }
    assert pairs_of(never) == LIVING


@pytest.mark.parametrize("keep", ["nearly", "never"])
def test_what_a_partner_says_in_private_parts_nobody_and_shows_nowhere(cast, programme, keep):
    bruno = make_mentee(programme, "Bruno", unit="Canary")
    ada = make_mentor(programme, "Ada", private=avoiding(bruno.person, units=["Canary"]))
    make_mentee(programme, "Greg", unit="Canary")
    make_mentor(programme, "Priya")
    together(programme, ada, bruno)

    run = rematch(programme, cast, keep)

    assert pairs_of(run) == {("Ada", "Bruno"), ("Priya", "Greg")}
    assert queries.parting_of(run) == []


def test_publishing_a_rematch_ends_nothing_and_asks_only_about_new_pairs(cast, programme, crossed):
    run = rematch(programme, cast, "free")
    services.approve_rest(run, by=cast.chidi)

    publish_and_ask(run, by=cast.chidi)

    assert Bond.objects.standing().count() == 2
    assert Bond.objects.exclude(to_part_at=None).count() == 2
    assert pairs_of(run, approved_at__isnull=False) == BETTER


def test_a_living_pair_is_not_approved_and_not_published(cast, programme, crossed):
    run = rematch(programme, cast, "nearly")

    assert services.approve_rest(run, by=cast.chidi) == 0
    with pytest.raises(Refusal, match="together already"):
        services.approve_proposal(run.proposals.first(), by=cast.chidi)
    with pytest.raises(Refusal, match="No pair is approved"):
        services.publish_run(run, by=cast.chidi)


def test_who_has_left_is_in_no_rematch_and_her_partner_is_free(cast, programme, crossed):
    crossed["Ada"].person.left_on = MONDAY.date()
    crossed["Ada"].person.save()
    services.end_bond(programme, crossed["Ada"].person, crossed["Bruno"].person)
    make_mentor(programme, "Zora", offers=("customer-voice",))

    run = rematch(programme, cast, "nearly")

    assert pairs_of(run) == {("Priya", "Greg"), ("Zora", "Bruno")}


def test_a_pair_at_rest_keeps_its_places_and_is_not_asked_about(cast, programme, crossed):
    crossed["Ada"].paused_at = MONDAY
    crossed["Ada"].save()

    run = rematch(programme, cast, "free")

    assert pairs_of(run) == {("Priya", "Greg")}


def test_a_banned_living_pair_parts_even_where_none_should(cast, programme, crossed):
    services.ban_pair(
        programme, crossed["Ada"], crossed["Bruno"], by=cast.chidi, reason="A conflict of interest"
    )

    run = rematch(programme, cast, "never")

    assert pairs_of(run) == {("Priya", "Greg")}
    assert [one.why for one in queries.parting_of(run)] == [
        "A rule forbids it now: The coordinator said never."
    ]
    assert queries.parting_of(run)[0].alone == "Without anybody else in this run: Ada, Bruno."


def test_a_run_is_compared_only_with_one_that_asked_about_the_same_people(cast, programme, crossed):
    make_mentor(programme, "Nia")
    make_mentee(programme, "Wei")
    first = services.request_run(programme, by=cast.chidi)
    again = rematch(programme, cast, "nearly")
    second = services.request_run(programme, by=cast.chidi)
    later = rematch(programme, cast, "free")

    found = [queries.run_before(run) for run in (first, again, second, later)]
    services.approve_rest(first, by=cast.chidi)
    publish_and_ask(first, by=cast.chidi)

    assert found == [None, None, first, again]
    assert queries.run_before(second) is None
    assert (queries.is_alike(first, second), queries.is_alike(first, again)) == (True, False)


def test_runs_that_asked_about_different_people_say_so_side_by_side(cast, as_person):
    ada, bruno = make_mentor(cast.programme, "Ada"), make_mentee(cast.programme, "Bruno")
    together(cast.programme, ada, bruno)
    make_mentor(cast.programme, "Nia")
    make_mentee(cast.programme, "Wei")
    first = services.request_run(cast.programme, by=cast.chidi)
    again = rematch(cast.programme, cast, "nearly")
    second = services.request_run(cast.programme, by=cast.chidi)
    chidi = as_person(cast.chidi)
    address = reverse("matching:compare", args=[second.public_id])

    alike = chidi.get(address)
    apart = chidi.get(address, {"with": again.public_id}).content.decode()

    told = "Only one of the two runs asks about pairs that are together."
    assert alike.context["first"] == first
    assert (told in alike.content.decode(), told in apart) == (False, True)
    assert "With a partner only in Run 2" in apart
    assert "Bruno, Ada" in apart
