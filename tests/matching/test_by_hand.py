"""Pairs that a coordinator makes, keeps or forbids herself."""

from datetime import timedelta

import pytest

from tests.factories import make_programme
from tests.matching.factories import avoiding, make_mentee, make_mentor, publish_and_ask
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.trust.models import AuditEntry
from turnabout.joining.applications.boundaries import PrivateSide
from turnabout.joining.matching import queries, services
from turnabout.joining.matching.models import Run, Wish
from turnabout.together.pairs.models import ANSWER_DAYS, Pair


@pytest.fixture
def programme(cast):
    return make_programme(cast.organisation)


def pairs_of(run):
    return {(row.mentor.person.name, row.mentee.person.name) for row in queries.proposals_of(run)}


def by_hand(programme, cast, mentor, mentee, reason="They asked for each other", **more):
    return services.pair_by_hand(programme, mentor, mentee, by=cast.chidi, reason=reason, **more)


def test_a_pair_made_by_hand_stands_in_a_new_run_with_its_reason(cast, programme):
    ada, bruno = make_mentor(programme, "Ada"), make_mentee(programme, "Bruno")
    make_mentor(programme, "Priya")
    make_mentee(programme, "Greg")

    run = by_hand(programme, cast, ada, bruno)

    assert run.name == "By hand: Ada and Bruno"
    assert pairs_of(run) == {("Ada", "Bruno"), ("Priya", "Greg")}
    reasons = set(run.proposals.values_list("mentor__person__name", "by_hand_reason"))
    assert reasons == {("Ada", "They asked for each other"), ("Priya", "")}
    assert AuditEntry.objects.filter(event="pair_made_by_hand").count() == 1


@pytest.mark.parametrize("act", [services.pin_pair, services.ban_pair, services.pair_by_hand])
def test_every_decision_by_hand_has_a_reason(cast, programme, act):
    ada, bruno = make_mentor(programme, "Ada"), make_mentee(programme, "Bruno")

    with pytest.raises(Refusal, match="Say in a few words why"):
        act(programme, ada, bruno, by=cast.chidi, reason="  ")
    assert (Wish.objects.count(), Run.objects.count()) == (0, 0)


def test_a_rule_in_the_way_is_named_and_broken_only_on_purpose(cast, programme):
    ada, bruno = make_mentor(programme, "Ada"), make_mentee(programme, "Bruno")
    ada.person.manager = bruno.person
    ada.person.save()

    with pytest.raises(Refusal, match="The rules forbid this pair: In one reporting line"):
        by_hand(programme, cast, ada, bruno)
    run = by_hand(programme, cast, ada, bruno, despite_rules=True)

    assert pairs_of(run) == {("Ada", "Bruno")}
    assert AuditEntry.objects.get(event="pair_made_by_hand").facts == {"rules_broken": 1}


def test_somebody_without_a_free_place_is_not_paired_by_hand(cast, programme):
    ada, bruno = make_mentor(programme, "Ada"), make_mentee(programme, "Bruno")
    greg = make_mentee(programme, "Greg")
    services.begin_bond(programme, ada.person, greg.person)

    with pytest.raises(Refusal, match="Ada takes no more partners now"):
        by_hand(programme, cast, ada, bruno)
    with pytest.raises(Refusal, match="were asked before"):
        by_hand(programme, cast, ada, greg)


def test_somebody_who_is_kept_with_another_already_is_not_paired_by_hand(cast, programme):
    ada, bruno = make_mentor(programme, "Ada"), make_mentee(programme, "Bruno")
    greg = make_mentee(programme, "Greg")
    kept = services.pin_pair(programme, ada, greg, by=cast.chidi, reason="They asked")

    with pytest.raises(Refusal, match="Ada is kept with Greg in every run"):
        by_hand(programme, cast, ada, bruno)
    assert (Wish.objects.get(), Run.objects.count()) == (kept, 0)
    services.pin_pair(programme, ada, bruno, by=cast.chidi, reason="Besides")
    too_many = services.request_run(programme, by=cast.chidi)
    (missing,) = queries.pins_not_kept(too_many)
    assert {missing.mentee, *(one.mentee for one in too_many.proposals.all())} == {bruno, greg}
    services.lift_wish(kept, by=cast.chidi)
    run = by_hand(programme, cast, ada, bruno)

    assert pairs_of(run) == {("Ada", "Bruno")}


PRIVATE = [
    {"mentor": lambda other: avoiding(other.person)},
    {"mentor": lambda other: avoiding(units=["Canary"])},
    {"mentor": lambda other: PrivateSide(off_limits=frozenset({"frontline-reality"}))},
    {"mentee": lambda other: avoiding(other.person)},
]


@pytest.mark.parametrize("said", [{}, *PRIVATE])
def test_nobody_finds_out_by_trying_what_two_people_keep_private(cast, programme, said):
    """All that a coordinator can see is the same, whether somebody said no in private or not."""
    ada = make_mentor(programme, "Ada")
    bruno = make_mentee(programme, "Bruno", unit="Canary")
    for side, other, member in (("mentor", bruno, ada), ("mentee", ada, bruno)):
        if side in said:
            boundaries_of(member, said[side](other))

    run = by_hand(programme, cast, ada, bruno)
    services.approve_rest(run, by=cast.chidi)
    publish_and_ask(run, by=cast.chidi)

    assert pairs_of(run) == {("Ada", "Bruno")}
    assert run.certificate["pins_not_kept"] == 0
    assert queries.left_out(run) == []
    pair = Pair.objects.get()
    assert Pair.objects.as_told(pair.proposed_at + timedelta(days=1)).count() == 1
    assert queries.places_left(programme) == {ada.pk: 0, bruno.pk: 0}
    asked = OutboxMessage.objects.filter(kind="pairs/ask-mentor").count()
    assert asked == (0 if said else 1)
    assert (pair.closed_unformed_at is None) == (not said)
    late = pair.proposed_at + timedelta(days=ANSWER_DAYS + 1)
    assert run.proposals.get().released_at in (None, pair.answer_until)
    assert late > pair.answer_until


def boundaries_of(member, side):
    from turnabout.joining.applications import boundaries

    boundaries.write(member.application, side)


def test_a_pin_that_was_asked_once_is_not_asked_again(cast, programme):
    ada, bruno = make_mentor(programme, "Ada"), make_mentee(programme, "Bruno")
    make_mentor(programme, "Priya")
    run = by_hand(programme, cast, ada, bruno)
    services.approve_rest(run, by=cast.chidi)
    publish_and_ask(run, by=cast.chidi)
    services.release_proposal(run.proposals.get(mentor=ada))

    again = services.request_run(programme, by=cast.chidi)

    assert ("Ada", "Bruno") not in pairs_of(again)
    assert again.certificate["pins_not_kept"] == 0
