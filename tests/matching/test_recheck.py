"""Every night living pairs are held against the rules."""

from datetime import timedelta

import pytest

from tests.factories import MONDAY, make_programme
from tests.matching.factories import avoiding, make_mentee, make_mentor, publish_and_ask
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.joining.matching import queries, services
from turnabout.joining.matching.jobs import ask_the_rules_again
from turnabout.joining.matching.models import Bond
from turnabout.joining.matching.rules import RunRules


@pytest.fixture
def two(cast):
    programme = make_programme(cast.organisation)
    ada, bruno = make_mentor(programme, "Ada"), make_mentee(programme, "Bruno")
    services.begin_bond(programme, ada.person, bruno.person)
    return programme, ada, bruno


def broken(programme):
    return [one.rules for one in queries.living_that_break_a_rule(programme)]


def test_a_pair_that_came_into_one_line_is_found_that_night_and_once(cast, two):
    programme, ada, bruno = two
    first = ask_the_rules_again()
    ada.person.manager = bruno.person
    ada.person.save()

    same_night = ask_the_rules_again()
    with clock(MONDAY + timedelta(days=4000)):
        next_night = ask_the_rules_again()

    assert (first, same_night, next_night) == (0, 0, 1)
    assert broken(programme) == [["In one reporting line"]]


def test_a_level_that_turned_round_is_found_and_gone_when_it_is_put_right(cast, two):
    programme, ada, bruno = two
    level = ada.person.level
    ada.person.level = bruno.person.level
    ada.person.save()
    ask_the_rules_again()
    found = broken(programme)
    ada.person.level = level
    ada.person.save()
    with clock(MONDAY + timedelta(days=4000)):
        ask_the_rules_again()

    gap = programme.level_gap
    assert found == [[f"The mentee does not stand {gap} or more levels above the mentor"]]
    assert broken(programme) == []


def test_what_one_of_the_two_keeps_private_breaks_no_rule(cast):
    programme = make_programme(cast.organisation)
    bruno = make_mentee(programme, "Bruno", unit="Canary")
    ada = make_mentor(programme, "Ada", private=avoiding(bruno.person, units=["Canary"]))
    services.begin_bond(programme, ada.person, bruno.person)

    assert ask_the_rules_again() == 0
    assert broken(programme) == []


def test_a_pair_that_is_kept_with_a_reason_is_not_asked_about(cast, two):
    programme, ada, bruno = two
    ada.person.manager = bruno.person
    ada.person.save()
    ask_the_rules_again()

    with pytest.raises(Refusal, match="Say in a few words why"):
        services.keep_living_pair(programme, ada, bruno, by=cast.chidi, reason=" ")
    services.keep_living_pair(programme, ada, bruno, by=cast.chidi, reason="Both want to go on")
    with clock(MONDAY + timedelta(days=4000)):
        again = ask_the_rules_again()

    assert again == 0
    assert broken(programme) == []
    assert programme.wishes.get().reason == "Both want to go on"


def test_only_a_living_pair_is_kept(cast, two):
    programme, ada, bruno = two
    services.end_bond(programme, ada.person, bruno.person)

    with pytest.raises(Refusal, match="not together now"):
        services.keep_living_pair(programme, ada, bruno, by=cast.chidi, reason="They like it")
    with pytest.raises(Refusal, match="Choose a mentor and a mentee"):
        services.keep_living_pair(programme, None, bruno, by=cast.chidi, reason="They like it")
    assert programme.wishes.count() == 0


def test_a_pair_at_rest_is_checked_when_it_is_back(cast, two):
    _programme, ada, bruno = two
    ada.person.manager = bruno.person
    ada.person.save()
    ada.paused_at = MONDAY
    ada.save()

    assert ask_the_rules_again() == 0
    assert Bond.objects.get().checked_at is not None


def test_ten_pairs_are_checked_in_as_many_queries_as_they_have_applications(
    cast, django_assert_max_num_queries
):
    programme = make_programme(cast.organisation)
    for number in range(3):
        ada = make_mentor(programme, f"Ada {number}")
        bruno = make_mentee(programme, f"Bruno {number}")
        services.begin_bond(programme, ada.person, bruno.person)

    with django_assert_max_num_queries(40):
        ask_the_rules_again()


def test_a_pair_is_held_against_the_rules_it_began_with(cast):
    """A run without the rule on reporting lines brought them together; that is known."""
    programme = make_programme(cast.organisation)
    ada, bruno = make_mentor(programme, "Ada"), make_mentee(programme, "Bruno")
    ada.person.manager = bruno.person
    ada.person.save()
    data = {**RunRules.of(programme).as_data(), "without": ["not_in_line"]}
    run = services.request_run(programme, rules=RunRules.from_data(data), by=cast.chidi)
    services.approve_rest(run, by=cast.chidi)
    publish_and_ask(run, by=cast.chidi)
    services.begin_bond(programme, ada.person, bruno.person)

    ask_the_rules_again()

    assert broken(programme) == []
    assert queries.rules_in_force(programme).without == ("not_in_line",)
