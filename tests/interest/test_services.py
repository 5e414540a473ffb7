import pytest

from tests.factories import make_organisation, make_person, make_programme
from tests.interest.factories import answers, hear, make_poll
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.joining.interest import events, services
from turnabout.joining.interest.models import Poll, PollAnswer, PollBrowser, PollTicket
from turnabout.joining.interest.services import Words


def test_a_poll_opens_and_sends_nothing(cast):
    heard = []
    events.poll_opened.connect(lambda poll, **_: heard.append(poll), weak=False)

    poll = make_poll(cast, topics=["data", "ai", "no such topic"])

    assert heard == [poll]
    assert poll.topics == ["ai", "data"]
    assert poll.is_open
    assert OutboxMessage.objects.count() == 0


def test_a_poll_needs_a_name_and_the_right_organisation(cast):
    with pytest.raises(Refusal, match="Give the poll a name"):
        make_poll(cast, title=" ")
    with pytest.raises(Refusal, match="of the organisation that runs"):
        make_poll(cast, programme=make_programme(make_organisation(name="Elsewhere")))


def test_a_poll_closes_once_and_then_takes_no_answer(cast):
    poll = make_poll(cast)
    heard = []
    events.poll_closed.connect(lambda poll, **_: heard.append(poll), weak=False)

    services.close_poll(poll, by=cast.chidi)

    assert heard == [poll]
    assert not poll.is_open
    with pytest.raises(Refusal, match="closed already"):
        services.close_poll(poll, by=cast.chidi)
    with pytest.raises(Refusal, match="This poll is closed"):
        services.answer_poll(poll, Words(side="mentor"), browser="b")
    with pytest.raises(Refusal, match="This poll is closed"):
        hear(cast, poll)
    with pytest.raises(Refusal, match="This poll is closed"):
        services.send_poll(poll, [cast.ada], by=cast.chidi)


def test_each_person_gets_one_letter_however_often_it_is_sent(cast, outbox):
    poll = make_poll(cast)
    gone = make_person(cast.organisation, left_on=poll.created_at.date())
    silent = make_person(cast.organisation)
    silent.addresses.all().delete()

    first = services.send_poll(
        poll, [cast.ada, cast.bruno, cast.ada, gone, silent, cast.dana], by=cast.chidi
    )
    second = services.send_poll(poll, [cast.ada], by=cast.chidi)

    assert (first, second) == (2, 0)
    assert sorted((letter.to_address, letter.subject) for letter in outbox()) == [
        (f'"{person.name}" <{person.address}>', "Would this be for you? Thirty seconds")
        for person in (cast.ada, cast.bruno)
    ]


def test_a_letter_that_waits_until_the_poll_is_closed_is_not_sent(cast, outbox):
    poll = make_poll(cast)
    services.send_poll(poll, [cast.ada], by=cast.chidi)
    services.close_poll(poll, by=cast.chidi)

    assert outbox() == []


def test_a_personal_link_gives_one_answer_and_nothing_leads_from_it_to_a_person(cast):
    poll = make_poll(cast)
    services.send_poll(poll, [cast.ada, cast.bruno], by=cast.chidi)

    assert services.has_answered(poll, person=cast.ada) is False
    services.answer_poll(poll, Words(side="mentor"), person=cast.ada)
    services.answer_poll(poll, Words(side="no"), person=cast.ada)

    assert services.has_answered(poll, person=cast.ada) is True
    assert services.has_answered(poll, person=cast.bruno) is False
    assert answers(poll) == [("mentor", "personal")]
    names = {field.name for field in PollAnswer._meta.get_fields()}
    assert names == {
        "id", "poll", "side", "standing", "topics", "obstacles", "unit", "way", "answered_on"
    }  # fmt: skip
    ticket_fields = {field.name for field in PollTicket._meta.get_fields()}
    assert ticket_fields == {"id", "poll", "person", "is_spent"}


def test_somebody_without_a_ticket_is_sent_to_the_open_link(cast):
    with pytest.raises(Refusal, match="made for somebody else"):
        services.answer_poll(make_poll(cast), Words(side="mentor"), person=cast.ada)


def test_a_browser_gives_one_answer_to_each_poll(cast):
    poll, again, other = make_poll(cast), make_poll(cast), make_poll(cast, title="And this?")

    for _click in range(2):
        services.answer_poll(poll, Words(side="mentee"), browser="a browser")
    services.answer_poll(other, Words(side="mentee"), browser="a browser")

    assert answers(poll) == answers(other) == [("mentee", "open")]
    assert PollBrowser.objects.count() == 2
    assert poll == again
    assert len({row.digest for row in PollBrowser.objects.all()}) == 2
    assert services.has_answered(poll, browser="a browser") is True
    assert services.has_answered(poll, browser="another") is False
    assert services.has_answered(poll) is False
    with pytest.raises(Refusal, match="keeps no cookies"):
        services.answer_poll(poll, Words(side="mentee"))


def test_answers_heard_in_person_are_marked_so(cast):
    poll = make_poll(cast)

    hear(cast, poll, people=3, side="either", topics=["ai", "none"], obstacles=["no_time"])

    assert answers(poll) == [("either", "in_person")] * 3
    kept = PollAnswer.objects.first()
    assert (kept.topics, kept.obstacles) == (["ai"], ["no_time"])
    with pytest.raises(Refusal, match="at least one person"):
        hear(cast, poll, people=0)
    with pytest.raises(Refusal, match="Choose one of the answers"):
        hear(cast, poll, side="perhaps")


def test_an_answer_names_five_topics_at_most(cast):
    poll = make_poll(cast)

    hear(cast, poll, topics=poll.topics)

    assert len(PollAnswer.objects.get().topics) == 5


def test_a_closed_poll_is_not_among_the_open_ones(cast):
    poll = make_poll(cast)
    assert list(Poll.objects.open()) == [poll]
    services.close_poll(poll, by=cast.chidi)
    assert list(Poll.objects.open()) == []
