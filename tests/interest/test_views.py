import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_person
from tests.interest.factories import answers, hear, make_poll
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.joining.interest import services
from turnabout.joining.interest.models import Poll, PollAnswer


def url(name, poll):
    return reverse(f"interest:{name}", args=[poll.public_id])


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.capability("S001", "S002")
def test_the_coordinator_opens_a_poll_and_shares_its_link(cast, as_person):
    client = as_person(cast.chidi)
    assert "Is anyone interested?" in text_of(client.get(reverse("interest:new")))
    refused = client.post(reverse("interest:new"), {"title": ""})
    assert refused.status_code == 422

    done = client.post(
        reverse("interest:new"),
        {
            "title": "Would this be for you?",
            "topics": ["ai", "data"],
            "programme": cast.programme.public_id,
        },
    )

    poll = Poll.objects.get()
    assert (poll.topics, poll.programme) == (["ai", "data"], cast.programme)
    page = text_of(client.get(done.url))
    assert "Open, and waiting for the first answer" in page
    assert f"http://testserver{url('answer', poll)}" in page
    poster = client.get(url("poster", poll))
    assert re.search(r'<path d="M\d', poster.content.decode())
    assert OutboxMessage.objects.count() == 0


@pytest.mark.capability("S002")
def test_a_respondent_answers_by_the_open_link_once_for_each_browser(cast, client):
    poll = make_poll(cast)
    page = client.get(url("answer", poll))
    assert "Your answer carries no name." in text_of(page)

    for _click in range(2):
        client.post(url("answer", poll), {"interest": "mentee", "topics": ["ai"], "place": "Data"})
    other = Client()
    other.get(url("answer", poll))
    done = other.post(url("answer", poll), {"interest": "no"}, follow=True)

    assert "Counted. Thank you" in text_of(done)
    assert "You have answered already" in text_of(client.get(url("answer", poll)))
    assert answers(poll) == [("mentee", "open"), ("no", "open")]
    kept = PollAnswer.objects.get(side="mentee")
    assert (kept.topics, kept.unit) == (["ai"], "Data")


def test_a_respondent_without_cookies_is_told_why_it_is_not_counted(cast, client):
    answer = client.post(url("answer", make_poll(cast)), {"interest": "mentor"})

    assert answer.status_code == 409
    assert "Your browser keeps no cookies" in text_of(answer)


def test_a_respondent_who_leaves_the_first_question_out_is_asked_again(cast, client):
    poll = make_poll(cast)
    client.get(url("answer", poll))

    page = client.post(url("answer", poll), {"topics": ["ai"]})

    assert page.status_code == 422
    assert answers(poll) == []


def test_a_personal_link_counts_once_and_opens_nothing_else(cast, client):
    poll = make_poll(cast)
    services.send_poll(poll, [cast.ada], by=cast.chidi)
    link = make_link(LinkPurpose("poll", cast.ada.public_id, poll.public_id))

    page = client.get(link, follow=True)
    assert "Your link works for one answer." in text_of(page)
    assert answers(poll) == []
    for _click in range(2):
        client.post(url("answer", poll), {"interest": "mentor"})

    assert answers(poll) == [("mentor", "personal")]
    assert "You have answered already" in text_of(client.get(link, follow=True))
    assert client.get(url("readout", poll)).status_code == 404
    assert client.get(reverse("interest:list")).status_code == 404


def test_a_closed_poll_says_so(cast, client):
    poll = make_poll(cast)
    services.close_poll(poll, by=cast.chidi)

    assert "This poll is closed" in text_of(client.get(url("answer", poll)))


def test_the_coordinator_reads_how_many_letters_before_they_leave(cast, as_person, outbox):
    poll = make_poll(cast)
    services.send_poll(poll, [cast.bruno], by=cast.chidi)
    outbox()
    client = as_person(cast.chidi)
    choice = {"pasted": f"{cast.ada.hr_id} {cast.bruno.address} nobody@example.org"}
    assert "Whom do you want to ask?" in text_of(client.get(url("send", poll)))

    page = text_of(client.post(url("send", poll), choice))
    assert "One letter would go out" in page
    assert "One person was asked before and gets no second letter." in page
    assert "nobody@example.org" in page
    assert "Answer in 30 seconds" in page
    assert len(outbox()) == 1
    client.post(url("send", poll), {**choice, "send": "1"})

    assert [letter.to_address for letter in outbox()][1:] == [f'"Ada Nowak" <{cast.ada.address}>']


def test_a_whole_unit_is_asked(cast, as_person):
    poll = make_poll(cast)
    page = as_person(cast.chidi).post(url("send", poll), {"unit": "Operations"})

    assert "One letter would go out" in text_of(page)


def test_a_list_that_fits_nobody_sends_nothing(cast, as_person):
    poll = make_poll(cast)

    page = as_person(cast.chidi).post(url("send", poll), {"pasted": "nobody@example.org"})

    assert "0 letters would go out" in text_of(page)


@pytest.mark.capability("S002")
def test_what_was_heard_in_person_is_typed_in_and_marked(cast, as_person):
    poll = make_poll(cast)
    client = as_person(cast.chidi)
    assert "What did people say?" in text_of(client.get(url("heard", poll)))

    refused = client.post(url("heard", poll), {"people": "0", "interest": "mentor"})
    client.post(url("heard", poll), {"people": "4", "interest": "mentor"})

    assert refused.status_code == 422
    assert answers(poll) == [("mentor", "in_person")] * 4


@pytest.mark.capability("S001")
def test_the_coordinator_closes_the_poll_and_reads_what_to_do(cast, as_person):
    poll = make_poll(cast)
    hear(cast, poll, people=25, side="mentor", topics=["ai"], unit="Data")
    hear(cast, poll, people=22, side="mentee", topics=["ai"], obstacles=["no_time"])
    client = as_person(cast.chidi)
    page = text_of(client.get(url("readout", poll)))
    assert "47 answers so far" in page
    assert "would mentor" not in page

    done = client.post(url("close", poll), follow=True)

    page = text_of(done)
    assert "Go, with 13 to 18 pairs" in page
    assert "22 people would learn; a trial needs 5, a programme 20" in page
    assert "47 were heard in person and typed in." in page
    assert "Book all dates at the start, with assistants" in page


def test_a_poll_for_a_programme_belongs_to_its_coordinators(cast, as_person):
    cast.chidi.appointments.all().delete()
    mine = make_poll(cast, programme=cast.programme)
    other = make_poll(cast)

    assert as_person(cast.chidi).get(url("readout", mine)).status_code == 200
    assert as_person(cast.chidi).get(url("readout", other)).status_code == 404
    assert as_person(cast.ada).get(url("readout", mine)).status_code == 404
    assert as_person(cast.dana).get(url("readout", mine)).status_code == 404
    assert as_person(cast.ada).get(reverse("interest:new")).status_code == 404


def test_an_organisation_with_too_many_units_is_not_asked_about_them(cast, client):
    for number in range(31):
        make_person(cast.organisation, name=f"Eva {number}", unit=f"Unit {number}")

    page = client.get(url("answer", make_poll(cast)))

    assert "Where do you work?" not in text_of(page)
