"""Before and after, from every side: asked, answered once without a name, told when closed."""

from datetime import timedelta

import pytest

from tests.content.test_editing import text_of
from tests.factories import MONDAY, make_member, make_person, make_user
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.frame.questions.models import Response
from turnabout.listening.checkins import rounds
from turnabout.listening.checkins.models import Round, RoundTicket

RESPECT = "People at different career stages treat each other with respect here"


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def with_people(cast, number):
    """More mentors, so that there is something to tell."""
    people = [cast.ada, cast.bruno]
    for count in range(number - 2):
        person = make_person(cast.organisation, name=f"Mentor {count}")
        make_member(cast.programme, person, "mentor")
        people.append(person)
    return people


def ask(cast, moment, *, days=14):
    return rounds.open_round(
        cast.programme, moment, closes_on=(MONDAY + timedelta(days=days)).date(), by=cast.chidi
    )


@pytest.mark.capability("S065", "S112")
def test_respect_between_career_stages_is_measured_before_and_after_without_names(
    cast, as_person, client, outbox
):
    people = with_people(cast, 6)
    address = f"/check-ins/rounds/of/{cast.programme.public_id}/"
    empty = text_of(as_person(cast.chidi).get(address))
    for _tap in range(2):
        as_person(cast.chidi).post(address, {"moment": "before", "closes_on": "2026-03-16"})
    before = Round.objects.get()
    page = f"/check-ins/rounds/{before.public_id}/"
    with clock(MONDAY + timedelta(minutes=1)):
        asked = [one.to_mailbox for one in outbox() if "without your name" in one.subject]
    # By the link of a mail, without signing in.
    client.get(make_link(LinkPurpose("round", cast.ada.public_id, before.public_id)))
    form = text_of(client.get(page))
    nothing = client.post(page, {})
    bad = client.post(page, {"other_stage_respect": "9", "can_explain": "2"})
    client.post(page, {"other_stage_respect": "2", "other_stage": "2", "can_explain": "2"})
    again = client.post(page, {"other_stage_respect": "5"})
    his = text_of(as_person(cast.bruno).get(page))
    for person, value in zip(people[1:], (2, 3, 2, 3, 2), strict=True):
        rounds.answer_round(before, {"other_stage_respect": value}, by=person)
    while_open = text_of(as_person(cast.chidi).get(address))
    with clock(MONDAY + timedelta(days=15)):
        closed = [rounds.close_rounds(), rounds.close_rounds()]
        after = rounds.open_round(
            cast.programme, "after", closes_on=(MONDAY + timedelta(days=30)).date(), by=cast.chidi
        )
        for person, value in zip(people, (4, 5, 4, 4, 5, 4), strict=True):
            said = {"other_stage_respect": value, "again": True, "what_changed": ["habit", "view"]}
            safe = {} if person == cast.bruno else {"was_safe": value}
            rounds.answer_round(after, {**said, **safe}, by=person)
    with clock(MONDAY + timedelta(days=31)):
        rounds.close_rounds()
        pages = [
            text_of(as_person(cast.chidi).get(address)),
            text_of(as_person(cast.bruno).get(f"/check-ins/rounds/{after.public_id}/")),
        ]

    assert "Nobody has been asked yet" in empty
    assert sorted(asked) == sorted(person.address for person in people)
    assert RESPECT in form
    assert "I can explain a difficult point" in form
    assert "I can explain a difficult point" not in his
    assert (nothing.status_code, bad.status_code, again.status_code) == (409, 422, 409)
    assert "2.3" not in while_open
    assert closed == [1, 0]
    for told in pages:
        assert f"{RESPECT} I disagree … I agree 2.3 1.8 to 2.9 6 people 4.3" in told
        assert "+2.0 1.3 to 2.7 6 people both times" in told
        # One answered it, so it is not told; all six would do it again, which would tell of each.
        assert "at another career stage see our work I disagree … I agree not enough" in told
        assert "Would you do it again? not asked not enough people to say" in told
        assert "It was safe to be honest I disagree … I agree not asked 4.2" in told
        assert "What is different now? not asked not enough people to say" in told
        assert "6 of 6 answered" in told
    responses = Response.objects.filter(about__in=[before.public_id, after.public_id])
    assert set(responses.values_list("author", flat=True)) == {None}
    assert {(one.begun_at.hour, one.code) for one in responses} == {(0, "")}
    assert {field.name for field in RoundTicket._meta.fields} == {
        *("id", "round", "person", "side", "is_spent")
    }


def test_a_round_needs_five_people_a_day_and_no_other_round(cast, as_person):
    with pytest.raises(Refusal, match="Fewer than five"):
        ask(cast, "before")
    people = with_people(cast, 5)
    for days in (1, 90):
        with pytest.raises(Refusal, match="Choose a day"):
            ask(cast, "before", days=days)
    opened = ask(cast, "before")

    assert ask(cast, "before") == opened
    with pytest.raises(Refusal, match="Another round is open"):
        ask(cast, "after")
    with pytest.raises(Refusal, match="answered already"):
        rounds.answer_round(opened, {"valued": 3}, by=cast.dana)
    address = f"/check-ins/rounds/of/{cast.programme.public_id}/"
    sponsor = make_person(cast.organisation, name="The sponsor")
    make_user(sponsor)
    make_member(cast.programme, sponsor, "sponsor")
    refused = as_person(sponsor).post(address, {"moment": "before", "closes_on": "2026-03-20"})
    unclear = as_person(cast.chidi).post(address, {"moment": "before", "closes_on": "soon"})
    assert (refused.status_code, unclear.status_code) == (403, 422)
    with clock(MONDAY + timedelta(days=15)):
        with pytest.raises(Refusal, match="closed"):
            rounds.answer_round(opened, {"valued": 3}, by=people[0])
        late = text_of(as_person(cast.ada).get(f"/check-ins/rounds/{opened.public_id}/"))
        assert "being counted" in late
        rounds.close_rounds()
        nothing = text_of(as_person(cast.ada).get(f"/check-ins/rounds/{opened.public_id}/"))
    assert "0 of 5 answered" in nothing


def test_a_choice_is_told_unless_few_or_all_or_all_but_few_made_it(cast):
    people = with_people(cast, 12)
    opened = ask(cast, "after")
    for place, person in enumerate(people):
        chosen = ["habit", *(["view"] if place < 6 else ["tool"]), *(["rule"] if place else [])]
        rounds.answer_round(opened, {"what_changed": chosen, "again": place < 5}, by=person)
    with clock(MONDAY + timedelta(days=15)):
        rounds.close_rounds()
    opened.refresh_from_db()
    rows = {row["key"]: row for row in opened.told["rows"]}

    counts = {one["slug"]: one["count"] for one in rows["what_changed"]["counts"]}
    assert counts == {
        **dict.fromkeys(("decision", "habit", "rule", "nothing")),
        **{"view": 6, "tool": 6},
    }
    assert {one["slug"]: one["count"] for one in rows["again"]["counts"]} == {"yes": 5, "no": 7}


def live_both(cast, before, after):
    """Two rounds of one programme: what each said to one question, None where she did not."""
    people = with_people(cast, len(before))
    told = []
    for moment, said in (("before", before), ("after", after)):
        with clock(MONDAY + timedelta(days=40 * len(told))):
            opened = rounds.open_round(
                cast.programme,
                moment,
                closes_on=(MONDAY + timedelta(days=40 * len(told) + 14)).date(),
                by=cast.chidi,
            )
            for person, value in zip(people, said, strict=True):
                if value is not None:
                    rounds.answer_round(opened, {"valued": value}, by=person)
        codes = set(Response.objects.values_list("code", flat=True))
        with clock(MONDAY + timedelta(days=40 * len(told) + 15)):
            rounds.close_rounds()
        opened.refresh_from_db()
        told.append((next(row for row in opened.told["rows"] if row["key"] == "valued"), codes))
    return told


def test_change_is_that_of_each_person_and_not_of_the_two_groups(cast, as_person):
    # The group fell by half a point, because others answered; everybody who answered both rose.
    once, both = (5,) * 6 + (None,) * 6, (1, 2, 1, 2, 3, 2)
    (_before, coded), (row, _codes) = live_both(
        cast, (*both, *once[:6]), (*(value + 1 for value in both[:5]), 4, *once[6:])
    )

    change = row["change"]
    assert (change["n"], round(change["mean"], 2), change["once"]) == (6, 1.17, 6)
    # Paired t: differences 1, 1, 1, 1, 1, 2; s = 0.408, t(0.975, 5) = 2.571.
    assert (round(change["low"], 2), round(change["high"], 2)) == (0.74, 1.60)
    assert len(coded) == 12
    assert set(Response.objects.values_list("code", flat=True)) == {""}
    after = Round.objects.first()
    page = text_of(as_person(cast.bruno).get(f"/check-ins/rounds/{after.public_id}/"))
    assert "+1.2 0.7 to 1.6 6 people both times; 6 people once, not counted here" in page


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Four answered both.
        ((1, 2, 3, 4, 5, 1), (2, 2, 4, 5, None, None)),
        # One answered only before: the two means and the change would give her answer.
        ((1, 2, 3, 4, 5, 1), (2, 2, 4, 5, 5, None)),
        # All moved by the same, so each one's change would be known.
        ((1, 2, 3, 2, 1, 2), (2, 3, 4, 3, 2, 3)),
    ],
)
def test_a_change_that_would_tell_of_few_is_not_told(cast, before, after):
    _before, (row, _codes) = live_both(cast, before, after)

    assert row["change"] is None


def test_a_round_is_compared_once_and_waits_no_longer_than_its_time(cast):
    live_both(cast, (1, 2, 3, 4, 5, 1), (2, 2, 4, 5, 5, 4))
    people = [cast.ada, cast.bruno, *(one.person for one in RoundTicket.objects.all()[2:6])]
    with clock(MONDAY + timedelta(days=90)):
        again = rounds.open_round(
            cast.programme, "after", closes_on=(MONDAY + timedelta(days=100)).date(), by=cast.chidi
        )
        for person, value in zip(people, (1, 2, 3, 1, 2, 3), strict=True):
            rounds.answer_round(again, {"valued": value}, by=person)
    with clock(MONDAY + timedelta(days=101)):
        rounds.close_rounds()
        rounds.open_round(
            cast.programme, "before", closes_on=(MONDAY + timedelta(days=110)).date(), by=cast.chidi
        )
    again.refresh_from_db()
    waiting = Round.objects.open().get()
    with clock(MONDAY + timedelta(days=102)):
        rounds.answer_round(waiting, {"valued": 3}, by=cast.ada)
    with clock(MONDAY + timedelta(days=111)):
        rounds.close_rounds()
    kept = Response.objects.exclude(code="").count()
    with clock(MONDAY + timedelta(days=111) + rounds.CODES_KEPT + timedelta(days=1)):
        rounds.close_rounds()

    assert again.told["since"] == ""
    assert (kept, Response.objects.exclude(code="").count()) == (1, 0)
