"""A poll answer becomes an application without retyping, by a receipt that only its holder has."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.applications.factories import furnish_organisation
from tests.interest.factories import make_poll


def receipt_after_answering(poll, **said):
    browser = Client()
    address = reverse("interest:answer", args=[poll.public_id])
    browser.get(address)
    page = browser.post(address, said, follow=True).content.decode()
    return re.search(r"readonly>([^<]+)<", page).group(1)


@pytest.mark.parametrize(("who", "side"), [("ada", "mentor"), ("bruno", "mentee")])
def test_a_respondent_turns_the_answer_into_an_application(cast, as_person, who, side):
    furnish_organisation(cast.organisation)
    poll = make_poll(cast, topics=["ai", "data"])
    code = receipt_after_answering(poll, interest=side, topics=["data"])
    membership = cast.mentor if side == "mentor" else cast.mentee
    client = as_person(getattr(cast, who))

    done = client.post(
        reverse("applications:receipt", args=[membership.public_id]), {"receipt": code}, follow=True
    )

    assert "Your topics from the poll are filled in." in done.content.decode()
    application = membership.application
    chosen = application.offers if side == "mentor" else application.wants
    assert [row.topic.group for row in chosen.all()] == ["data"]


def test_a_receipt_that_was_cut_changes_nothing_and_says_so(cast, as_person):
    furnish_organisation(cast.organisation)

    answer = as_person(cast.ada).post(
        reverse("applications:receipt", args=[cast.mentor.public_id]), {"receipt": "half"}
    )

    assert answer.status_code == 409
    assert "This receipt is not complete." in answer.content.decode()
