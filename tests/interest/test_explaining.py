import pytest
from django.urls import reverse

from tests.factories import make_person
from tests.interest.factories import hear, make_poll
from tests.interest.test_views import text_of, url
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.joining.interest import queries, services
from turnabout.joining.interest.models import Poll


def link_in(copy):
    from email import message_from_bytes, policy

    mail = message_from_bytes(bytes(copy.message), policy=policy.default)
    words = mail.get_body(("plain",)).get_content().split()
    return [word for word in words if "/go/" in word]


def asked_and_closed(cast):
    poll = make_poll(cast)
    services.send_poll(poll, [cast.ada, cast.bruno], by=cast.chidi)
    hear(cast, poll, people=14, side="later", obstacles=["not_clear"])
    hear(cast, poll, people=6, side="mentee")
    services.close_poll(poll, by=cast.chidi)
    return poll


@pytest.mark.capability("S003")
def test_a_readout_recommends_to_go_to_try_small_or_to_explain_with_its_figures(cast, as_person):
    client = as_person(cast.chidi)
    heard = {
        "Go, with 13 to 18 pairs": {"mentor": 30, "mentee": 22},
        "Try it small, with up to 8 pairs": {"mentor": 20, "mentee": 8},
        "Explain it first, then ask again": {"mentor": 9, "no": 20},
    }
    for heading, sides in heard.items():
        poll = make_poll(cast)
        for side, people in sides.items():
            hear(cast, poll, people=people, side=side)
        services.close_poll(poll, by=cast.chidi)

        page = text_of(client.get(url("readout", poll)))

        assert heading in page
        assert f"{sides['mentor']} people would mentor" in page
        assert "What would change this advice" in page


@pytest.mark.capability("S001")
def test_supply_and_demand_are_read_by_place_and_by_level_and_small_groups_stay_hidden(
    cast, as_person
):
    poll = make_poll(cast)
    hear(cast, poll, people=9, side="mentor", unit="Data", standing="junior")
    hear(cast, poll, people=6, side="mentor", unit="Operations", standing="junior")
    hear(cast, poll, people=8, side="mentee", unit="Operations", standing="senior")
    hear(cast, poll, people=7, side="mentee", unit="Data", standing="middle")
    hear(cast, poll, people=6, side="mentee", standing="junior")
    services.close_poll(poll, by=cast.chidi)

    found = queries.readout(poll)
    page = text_of(as_person(cast.chidi).get(url("readout", poll)))

    assert [(row.label, row.mentors, row.mentees) for row in found.units_by_side] == [
        ("Operations", 6, 8),
        ("Data", 9, 7),
    ]
    assert [(row.label, row.mentors, row.mentees) for row in found.levels_by_side] == [
        ("I lead managers or decide on budgets", None, 8),
        ("I lead a team", None, 7),
        ("I do not lead people", 15, 6),
    ]
    assert "Where they stand" in page
    assert "I lead a team too few 7" in page


@pytest.mark.capability("S004")
def test_the_coordinator_explains_the_benefits_and_measures_again(cast, as_person, outbox, client):
    poll = asked_and_closed(cast)
    outbox()
    chidi = as_person(cast.chidi)
    assert "Explain it first, then ask again" in text_of(chidi.get(url("readout", poll)))

    preview = text_of(chidi.post(url("explain", poll), {"again": "1"}))

    assert "2 letters would go out" in preview
    assert "What reverse mentoring would give you" in preview
    assert OutboxMessage.objects.waiting().count() == 0
    chidi.post(url("explain", poll), {"again": "1", "send": "1"})
    chidi.post(url("explain", poll), {"again": "1", "send": "1"})
    letters = [copy for copy in outbox() if copy.subject.startswith("What reverse mentoring")]
    assert sorted(copy.to_mailbox for copy in letters) == sorted(
        [cast.ada.address, cast.bruno.address]
    )
    reader = client.get(link_in(letters[0])[0], follow=True)
    assert "If you mentor" in text_of(reader)

    chidi = as_person(cast.chidi)
    again = chidi.post(url("again", poll), follow=True)
    newer = Poll.objects.get(follows=poll)
    assert "The second poll is open, with the same questions." in text_of(again)
    assert (newer.title, newer.topics) == (poll.title, poll.topics)
    hear(cast, newer, people=18, side="mentee")
    hear(cast, newer, people=12, side="mentor")
    services.close_poll(newer, by=cast.chidi)
    beside = text_of(chidi.get(url("readout", newer)))
    assert "Before and after" in beside
    assert "would learn 6 of 20 (15 to 52 %) 18 of 30 (42 to 75 %) no clear difference" in beside
    assert "In between" in beside


def test_a_poll_is_asked_again_once_and_only_after_it_was_read_out(cast):
    poll = make_poll(cast)
    with pytest.raises(Refusal, match="still open"):
        services.ask_again(poll, by=cast.chidi)
    with pytest.raises(Refusal, match="Read the poll out first"):
        services.explain_benefits(poll, [cast.ada], by=cast.chidi)
    services.close_poll(poll, by=cast.chidi)
    services.ask_again(poll, by=cast.chidi)

    with pytest.raises(Refusal, match="asked again already"):
        services.ask_again(poll, by=cast.chidi)


def test_two_readings_say_more_or_less_only_where_their_ranges_part(cast):
    poll = make_poll(cast)
    hear(cast, poll, people=30, side="later", obstacles=["not_clear"])
    hear(cast, poll, people=10, side="mentor")
    services.close_poll(poll, by=cast.chidi)
    newer = services.ask_again(poll, by=cast.chidi)
    hear(cast, newer, people=30, side="mentor")
    hear(cast, newer, people=10, side="later", obstacles=["not_clear"])
    services.close_poll(newer, by=cast.chidi)

    found = queries.readings(newer, queries.readout(newer))

    assert [(one.label, one.verdict) for one in found.measures[:3]] == [
        ("would mentor", "more than before"),
        ("would learn", "not enough people to say"),
        ("do not know enough about it", "less than before"),
    ]
    assert queries.readings(poll, queries.readout(poll)) is None


def test_somebody_who_asked_to_be_left_in_peace_gets_no_poll_and_no_explanation(
    cast, outbox, client
):
    poll = make_poll(cast)
    services.send_poll(poll, [cast.ada], by=cast.chidi)
    (letter,) = outbox()
    client.get(link_in(letter)[1])
    done = client.post(reverse("interest:quiet"), follow=True)
    assert "You are left in peace" in text_of(done)

    services.close_poll(poll, by=cast.chidi)
    assert services.explain_benefits(poll, [cast.ada, cast.bruno], by=cast.chidi) == 1
    assert services.send_poll(make_poll(cast), [cast.ada], by=cast.chidi) == 0

    client.post(reverse("interest:quiet"), {"again": "1"})
    assert services.send_poll(make_poll(cast), [cast.ada], by=cast.chidi) == 1


def test_a_letter_that_waits_is_dropped_for_somebody_who_wants_peace(cast, outbox):
    poll = asked_and_closed(cast)
    outbox()
    services.explain_benefits(poll, [cast.ada, cast.bruno], by=cast.chidi)
    services.write_no_more(cast.ada)

    letters = [copy for copy in outbox() if copy.subject.startswith("What reverse mentoring")]

    assert [copy.to_mailbox for copy in letters] == [cast.bruno.address]


def test_the_page_about_the_benefits_leads_to_the_poll_that_is_open(cast, client):
    poll = make_poll(cast)
    assert url("answer", poll) in client.get(url("benefits", poll)).content.decode()
    services.close_poll(poll, by=cast.chidi)
    assert f'"{url("answer", poll)}"' not in client.get(url("benefits", poll)).content.decode()
    newer = services.ask_again(poll, by=cast.chidi)

    assert url("answer", newer) in client.get(url("benefits", poll)).content.decode()


def test_people_who_cannot_be_reached_are_counted_before_anything_is_sent(cast, as_person):
    services.write_no_more(cast.ada)
    make_person(cast.organisation, name="No Address").addresses.all().delete()
    poll = make_poll(cast)

    page = text_of(as_person(cast.chidi).post(url("send", poll), {"unit": ""}))

    assert "2 people cannot be reached" in page
