"""Ends and turns, walked from both sides: pauses, endings, second thoughts, a third person."""

from datetime import timedelta

import pytest

from tests.factories import MONDAY, make_programme
from tests.matching.factories import make_mentee, make_mentor
from tests.meetings.factories import make_booked_pair, make_held_meeting
from tests.pairs.factories import make_asked_pair, make_pair, make_run
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.frame.programmes.services import accept_invitation, invite_member
from turnabout.joining.interest.services import open_poll
from turnabout.joining.matching import services as matching
from turnabout.joining.matching.events import bond_broken
from turnabout.joining.matching.models import Bond
from turnabout.together.meetings.jobs import announce_ends
from turnabout.together.meetings.services import mark_missed
from turnabout.together.pairs import services
from turnabout.together.pairs.models import Mediation, Turn
from turnabout.together.pairs.services.care import has_another


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def read(as_person, person, address):
    return as_person(person).get(address).content.decode()


def facts_of(pair):
    return [(turn.kind, turn.at) for turn in Turn.objects.filter(pair=pair)]


@pytest.mark.capability("S021")
def test_second_thoughts_end_a_pair_in_two_clicks_and_each_chooses_what_next(cast, as_person):
    pair = make_booked_pair(cast)
    root = f"/pairs/{pair.public_id}"

    asked = read(as_person, cast.ada, f"{root}/leave/")
    as_person(cast.ada).post(f"{root}/end/")
    hers, his = (read(as_person, one, f"{root}/") for one in (cast.ada, cast.bruno))
    as_person(cast.bruno).post(f"{root}/next/", {"wish": "rest"})
    resting = read(as_person, cast.bruno, f"{root}/")
    unknown = as_person(cast.ada).post(f"{root}/next/", {"wish": "nothing"})
    care = read(as_person, cast.chidi, f"{root}/care/")
    first_page = as_person(cast.bruno).get("/", follow=True).content.decode()
    as_person(cast.bruno).post(f"{root}/next/", {"wish": "again"})
    as_person(cast.ada).post(f"{root}/next/", {"wish": "leave"})

    assert "Until Monday 23 March" in asked
    for page in (hers, his):
        assert "you can be matched again, and you come first" in page
    assert ("You are resting." in resting, unknown.status_code) == (True, 409)
    assert "Bruno Keller is resting" in care
    assert f"{root}/" in first_page
    assert "Ada Nowak can be matched again" in care
    cast.mentor.refresh_from_db()
    cast.mentee.refresh_from_db()
    assert (cast.mentor.ended_at, cast.mentee.ended_at, cast.mentee.paused_at) == (
        MONDAY,
        None,
        None,
    )
    assert not pair.meetings.to_come(MONDAY).exists()
    assert facts_of(pair) == [("ended", MONDAY)]


def test_nobody_leaves_by_one_ending_a_programme_in_which_she_has_somebody_else(cast):
    pair = make_pair(cast)
    asked = make_asked_pair(cast)
    services.end_pair(pair, by=cast.bruno)

    assert (has_another(pair, cast.ada), has_another(pair, cast.bruno)) == (True, False)
    services.accept_proposal(asked, by=cast.ada)
    services.decline_proposal(asked, by=cast.bruno)
    # His no is not told yet, so hers waits.
    assert (has_another(pair, cast.ada), has_another(pair, cast.bruno)) == (True, True)
    with pytest.raises(Refusal, match="another partner"):
        services.choose_what_next(pair, "leave", by=cast.ada)
    with pytest.raises(Refusal, match="has not ended"):
        services.choose_what_next(make_pair(cast), "rest", by=cast.ada)


@pytest.mark.capability("S021")
def test_whoever_lost_a_partner_comes_first_where_mentors_are_scarce(cast):
    """Greta fits better; Bruno's pairing ended early."""
    programme = cast.programme
    topic = ("frontline-reality",)
    make_mentor(programme, "Alma", offers=topic)
    bruno = make_mentee(programme, "Bruno Vik", wants=topic)
    make_mentee(programme, "Greta", wants=topic)
    bruno.person.place = "Holm"
    bruno.person.save()

    def plan():
        [row] = matching.request_run(programme, by=cast.chidi).proposals.all()
        return row.mentor.person.given_name, row.mentee.person.given_name

    before = plan()
    gone = make_mentor(programme, "Gone")
    [pair] = services.open_pairs(make_run(programme, (gone, bruno)))
    for person in (pair.mentor, pair.mentee):
        services.accept_proposal(pair, by=person)
    services.end_pair(pair, by=pair.mentor)
    gone.paused_at = MONDAY
    gone.save()

    assert (before, plan()) == (("Alma", "Greta"), ("Alma", "Bruno"))


@pytest.mark.capability("S112")
def test_a_third_person_is_asked_for_without_the_partner_knowing(cast, as_person):
    pair = make_pair(cast)
    root = f"/pairs/{pair.public_id}"

    for _tap in range(2):
        as_person(cast.ada).post(f"{root}/third/")
    hers, his = (read(as_person, one, f"{root}/third/") for one in (cast.ada, cast.bruno))
    care = read(as_person, cast.chidi, f"{root}/care/")
    asked = Mediation.objects.get()
    told = OutboxMessage.objects.filter(kind="pairs/mediation").values_list("recipient", flat=True)
    as_person(cast.chidi).post(f"/pairs/third/{asked.public_id}/settle/")
    late = as_person(cast.ada).post(f"/pairs/third/{asked.public_id}/withdraw/")

    assert ("You have asked" in hers, "You have asked" in his) == (True, False)
    assert "Ada Nowak asks for a third person" in care
    assert list(told) == [cast.chidi.public_id]
    assert late.status_code == 409
    again = services.ask_for_mediation(pair, by=cast.bruno)
    services.withdraw_mediation(again, by=cast.bruno)
    services.ask_for_mediation(pair, by=cast.ada)
    services.end_pair(pair, by=cast.bruno)
    assert not Mediation.objects.filter(settled_at=None, withdrawn_at=None).exists()
    with pytest.raises(Refusal):
        services.ask_for_mediation(pair, by=cast.ada)
    with pytest.raises(Refusal):
        services.settle_mediation(again, by=cast.chidi)


def test_the_two_close_as_planned_and_hand_over_what_is_open(cast, as_person):
    cast.programme.sessions = 2
    cast.programme.save()
    pair = make_booked_pair(cast)
    root = f"/pairs/{pair.public_id}"
    thing = services.note_commitment(pair, "Answer reports", by=cast.ada)
    too_early = as_person(cast.ada).post(f"{root}/close/")
    make_held_meeting(cast, pair)

    place = read(as_person, cast.bruno, f"{root}/")
    guide = read(as_person, cast.bruno, f"{root}/close/")
    thing.refresh_from_db()
    services.hand_over_commitment(thing, "Jana Roth", by=thing.owner)
    handed_over = read(as_person, cast.bruno, f"{root}/close/")
    as_person(cast.bruno).post(f"{root}/close/")
    pages = [read(as_person, one, f"{root}/") for one in (cast.ada, cast.bruno)]
    listed = read(as_person, cast.chidi, f"/pairs/of/{cast.programme.public_id}/")

    assert (too_early.status_code, f"{root}/close/" in place) == (409, True)
    assert f"/pairs/heard/{thing.public_id}/" in guide
    assert f"/pairs/heard/{thing.public_id}/" not in handed_over
    for page in pages:
        assert "This pairing has come to its planned end" in page
        assert "you come first" not in page
    assert "came to its planned end" in listed
    assert OutboxMessage.objects.filter(kind="pairs/completed").count() == 2
    assert not Bond.objects.filter(comes_first=True).exists()
    with pytest.raises(Refusal):
        services.complete_pair(pair, by=cast.ada)


def test_a_rule_that_speaks_against_them_now_is_raised_with_both_in_private(cast, as_person):
    pair = make_pair(cast)
    bond = Bond.objects.standing().get()
    bond.broken_rules = [{"rule": "not_in_line", "given": {}}]
    bond.save()

    bond_broken.send(sender=None, bond=bond)

    told = OutboxMessage.objects.filter(kind="pairs/changed")
    assert {one.recipient for one in told} == {cast.ada.public_id, cast.bruno.public_id}
    for person in (cast.ada, cast.bruno):
        page = read(as_person, person, f"/pairs/{pair.public_id}/")
        assert "Something has changed around you two" in page
    assert "A rule speaks against them now" in read(
        as_person, cast.chidi, f"/pairs/{pair.public_id}/care/"
    )


def test_both_are_asked_on_the_day_of_return_and_the_coordinator_can_do_it_for_both(
    cast, as_person, outbox
):
    pair = make_pair(cast)
    root = f"/pairs/{pair.public_id}"

    refused = as_person(cast.chidi).post(f"{root}/care/pause/", {"back_on": "2026-01-01"})
    as_person(cast.chidi).post(f"{root}/care/pause/", {"back_on": "2026-03-09"})
    with clock(MONDAY + timedelta(days=7, hours=1)):
        asked = [copy.to_mailbox for copy in outbox() if "ready to go on" in copy.subject]
    as_person(cast.chidi).post(f"{root}/care/end/")

    assert refused.status_code == 200
    assert sorted(asked) == sorted([cast.ada.address, cast.bruno.address])
    assert [kind for kind, _at in facts_of(pair)] == ["paused", "ended"]
    pair.refresh_from_db()
    assert pair.ended_at == MONDAY


def test_a_pair_that_nobody_closes_is_told_of_a_day_and_closes_by_itself(cast, as_person, outbox):
    cast.programme.sessions = 2
    cast.programme.save()
    pair = make_booked_pair(cast)
    root = f"/pairs/{pair.public_id}"
    _first, last = pair.meetings.all()
    make_held_meeting(cast, pair)
    with clock(last.starts_at + timedelta(hours=2)):
        mark_missed(last, by=cast.ada)
    too_early = announce_ends()

    with clock(last.starts_at + timedelta(days=15)):
        told = [announce_ends(), announce_ends()]
        pair.refresh_from_db()
        place = read(as_person, cast.bruno, f"{root}/")
    with clock(last.starts_at + timedelta(days=18)):
        mails = [one.to_mailbox for one in outbox() if "planned end on" in one.subject]
        # Two taps of either move the day once.
        for _tap in range(2):
            as_person(cast.ada).post(f"{root}/longer/")
    announced = pair.closes_on
    pair.refresh_from_db()
    longer = pair.closes_on
    with clock(last.starts_at + timedelta(days=30)):
        not_yet = services.close_by_themselves()
    with clock(last.starts_at + timedelta(days=47)):
        closed = [services.close_by_themselves(), services.close_by_themselves()]
    pages = [read(as_person, one, f"{root}/") for one in (cast.ada, cast.bruno)]

    assert (too_early, told) == (0, [1, 0])
    assert (announced, longer) == (
        (last.starts_at + timedelta(days=29)).date(),
        (last.starts_at + timedelta(days=46)).date(),
    )
    assert "comes to its planned end by itself" in place
    assert sorted(mails) == sorted([cast.ada.address, cast.bruno.address])
    assert (not_yet, closed) == (0, [1, 0])
    for page in pages:
        assert "This pairing has come to its planned end" in page
    assert [kind for kind, _at in facts_of(pair)] == ["stays", "completed"]
    assert as_person(cast.ada).post(f"{root}/longer/").status_code == 403


def test_a_pair_that_meets_again_does_not_close_by_itself(cast):
    cast.programme.sessions = 1
    cast.programme.save()
    pair = make_booked_pair(cast)
    meeting = make_held_meeting(cast, pair)
    with clock(meeting.starts_at + timedelta(days=15)):
        announce_ends()
    cast.programme.sessions = 2
    cast.programme.save()

    with clock(meeting.starts_at + timedelta(days=60)):
        services.close_by_themselves()
        pair.refresh_from_db()
        assert (pair.ended_at, pair.closes_on) == (None, None)
        with pytest.raises(Refusal, match="no day to move"):
            services.stay_longer(pair, by=cast.ada)


@pytest.mark.capability("S077")
def test_whoever_learned_is_shown_the_way_to_mentor_and_is_asked_in_the_next_programme(
    cast, as_person
):
    cast.programme.sessions = 1
    cast.programme.save()
    pair = make_booked_pair(cast)
    make_held_meeting(cast, pair)
    poll = open_poll(cast.organisation, title="Who would mentor next?", by=cast.chidi)
    services.complete_pair(pair, by=cast.bruno)

    place = read(as_person, cast.bruno, f"/pairs/{pair.public_id}/")
    client = as_person(cast.bruno)
    client.get(f"/polls/{poll.public_id}/")
    client.post(f"/polls/{poll.public_id}/", {"interest": "mentor"})
    following = make_programme(cast.organisation, name="First Weeks", preset="newcomer")
    membership = invite_member(following, cast.bruno, role="mentor", by=cast.chidi)
    accept_invitation(membership)
    applying = read(as_person, cast.bruno, f"/applications/apply/{membership.public_id}/")

    assert "Pass it on" in place
    assert f"/polls/{poll.public_id}/" in place
    assert f"mailto:{cast.chidi.address}" in place
    assert poll.answers.get().side == "mentor"
    assert "First Weeks" in applying
