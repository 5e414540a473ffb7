"""The first session waits for the training of both, and the guide goes with each session."""

import re
from datetime import timedelta

import pytest

from tests.factories import MONDAY
from tests.meetings.factories import make_booked_pair
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.frame.content.models import TrainingException
from turnabout.frame.content.services import (
    edit_page,
    finish_module,
    grant_exception,
    take_exception_back,
)
from turnabout.frame.content.training import modules_for
from turnabout.together.meetings import emails, services


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


@pytest.fixture
def waiting(cast):
    """A pair with its dates, in a programme where the first session waits."""
    cast.programme.settings = {"training_gate": True}
    cast.programme.save(update_fields=["settings"])
    return make_booked_pair(cast)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def finish(person, side, programme):
    for module in modules_for(side, "en", programme):
        finish_module(person, module.slug)


@pytest.mark.capability("S043")
def test_the_first_session_waits_until_both_have_finished(cast, as_person, waiting):
    page = f"/pairs/{waiting.public_id}/"
    first = waiting.meetings.first()
    held = f"/meetings/{first.public_id}/held/"

    at_first = {who: text_of(as_person(who).get(page)) for who in (cast.ada, cast.bruno)}
    finish(cast.ada, "mentor", cast.programme)
    ready = text_of(as_person(cast.ada).get(page))
    with clock(first.ends_at):
        asked = text_of(as_person(cast.ada).get(held))
        over = text_of(as_person(cast.bruno).get(page))
        refused = as_person(cast.ada).post(held, {"met": "yes"})
        finish(cast.bruno, "mentee", cast.programme)
        open_now = text_of(as_person(cast.bruno).get(page))
        noted = as_person(cast.ada).post(held, {"met": "yes"})

    for seen in at_first.values():
        assert "This session waits for the training" in seen
        assert "6 modules are left on your side." in seen
    assert "It begins as soon as Bruno has finished, too." in ready
    for seen in (asked, over):
        assert "Yes, we met" not in seen
    assert "ask your coordinator for an exception" in asked
    assert (refused.status_code, noted.status_code) == (409, 302)
    assert "waits for the training" not in open_now
    first.refresh_from_db()
    assert first.held_at is not None


def test_the_reminder_says_that_the_session_waits(cast, waiting, outbox):
    first, second = waiting.meetings.all()[:2]
    outbox()
    with clock(first.starts_at - timedelta(days=1)):
        emails.send_reminder(first)
        waiting_mails = outbox()[-2:]
        finish(cast.ada, "mentor", cast.programme)
        finish(cast.bruno, "mentee", cast.programme)
        emails.send_reminder(second)
        ready_mails = outbox()[-2:]

    said = [b"It waits until both of you" in bytes(mail.message) for mail in waiting_mails]
    later = [b"It waits until both of you" in bytes(mail.message) for mail in ready_mails]
    assert (said, later) == ([True, True], [False, False])


def test_a_first_session_that_was_missed_leaves_the_next_one_waiting(cast, waiting):
    first, second = waiting.meetings.all()[:2]
    with clock(second.ends_at):
        services.mark_missed(first, by=cast.bruno)
        with pytest.raises(Refusal, match="waits until both"):
            services.mark_held(second, by=cast.bruno)


def test_an_exception_opens_the_gate_and_the_partner_sees_only_that(cast, as_person, waiting):
    finish(cast.ada, "mentor", cast.programme)
    grant_exception(waiting.mentee_membership, reason="Knows it from before", by=cast.chidi)
    page = text_of(as_person(cast.ada).get(f"/pairs/{waiting.public_id}/"))
    first = waiting.meetings.first()

    assert "waits for the training" not in page
    assert "Knows it from before" not in page
    take_exception_back(TrainingException.objects.get(), by=cast.chidi)
    with clock(first.ends_at):
        with pytest.raises(Refusal):
            services.mark_held(first, by=cast.ada)
        grant_exception(waiting.mentee_membership, reason="They met", by=cast.chidi)
        services.mark_held(first, by=cast.ada)
    # Nothing waits once the two have met.
    take_exception_back(TrainingException.objects.first(), by=cast.chidi)
    second = waiting.meetings.get(number=2)
    with clock(second.ends_at):
        services.mark_held(second, by=cast.ada)


@pytest.mark.capability("S023", "S092")
def test_each_session_leads_to_its_guide_what_goes_with_it_and_questions_for_afterwards(
    cast, as_person
):
    """S023: the checklist comes with the hands-on session. S092: what one asks oneself."""
    pair = make_booked_pair(cast)
    page = f"/pairs/{pair.public_id}/"
    pair.meetings.filter(number__lt=3).update(held_at=MONDAY)
    third = pair.meetings.get(number=3)
    html = {who: as_person(who).get(page).content.decode() for who in (cast.ada, cast.bruno)}

    for seen in html.values():
        links = re.findall(r'href="/content/([^"]+)/"', seen)
        assert links[:4] == [
            "sessions/3",
            "sessions/3-skill",
            "privacy/device-checklist",
            "cards/listening",
        ]
    assert "then hand over the keyboard" in html[cast.ada]
    assert "Being a beginner is the point." in html[cast.bruno]
    checklist = as_person(cast.bruno).get("/content/privacy/device-checklist/")
    assert "Each of you holds your own device." in text_of(checklist)

    with clock(third.ends_at + timedelta(hours=1)):
        services.mark_held(third, by=cast.ada)
        for who in (cast.ada, cast.bruno):
            after = text_of(as_person(who).get(f"/meetings/{third.public_id}/held/"))
            assert "Where was I in a hurry?" in after
            assert "Nobody asks for the answers, and nothing is kept." in after


def test_a_guide_in_own_words_gives_its_card_and_one_without_cards_the_shipped_one(cast, as_person):
    pair = make_booked_pair(cast)
    page = f"/pairs/{pair.public_id}/"

    def say(body):
        edit_page(
            cast.organisation, "sessions/1", language="en", title="Tea", body=body, by=cast.chidi
        )
        return text_of(as_person(cast.ada).get(page))

    own = say("Ours.\n\n## M\n\nBring tea.\n\n- Which?\n\n## N\n\nDrink.\n\n## After\n\n- Warm?")
    bare = say("Only tea.")

    assert "Tea Bring tea. Which?" in own
    assert "Bring three hopes and two limits." in bare


def test_a_programme_longer_than_its_guides_has_nothing_to_ask_afterwards(cast, as_person):
    cast.programme.sessions = 10
    cast.programme.save(update_fields=["sessions"])
    ninth = make_booked_pair(cast).meetings.get(number=9)
    with clock(ninth.ends_at):
        services.mark_held(ninth, by=cast.ada)
        page = text_of(as_person(cast.ada).get(f"/meetings/{ninth.public_id}/held/"))

    assert "Two minutes for yourself" not in page
