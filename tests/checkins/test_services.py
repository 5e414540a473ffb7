import pytest

from tests.factories import make_member, make_person, make_user
from tests.meetings.factories import make_booked_pair, make_held_meeting
from tests.pairs.dumps import dump
from turnabout.foundation.common.actors import Actor
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.frame.questions.queries import answers_for
from turnabout.listening.checkins.models import Pulse
from turnabout.listening.checkins.services import give_pulse

CANARY = "canary-of-a-pulse"
ANSWERS = {"worth": 4, "could_say": 2, "one_word": CANARY, "tell": "guardian"}


def actor_of(person):
    return Actor(person_id=person.pk, person=person)


def test_a_pulse_is_sealed_and_read_by_its_author_alone(cast):
    meeting = make_held_meeting(cast)

    pulse = give_pulse(meeting, ANSWERS, by=cast.ada)

    assert answers_for(pulse.response, actor_of(cast.ada)) == ANSWERS
    for person in (cast.bruno, cast.chidi, cast.dana):
        assert answers_for(pulse.response, actor_of(person)) == {}
        assert not Pulse.objects.visible_to(actor_of(person)).exists()
    kept = [
        str(answer.value) + str(bytes(answer.sealed)) for answer in pulse.response.answers.all()
    ]
    assert not any(CANARY in text for text in kept)


def test_a_pulse_is_given_once_by_the_two_after_the_session(cast):
    pair = make_booked_pair(cast)
    with pytest.raises(Refusal):
        give_pulse(pair.meetings.last(), ANSWERS, by=cast.ada)
    meeting = make_held_meeting(cast, pair)
    meeting.refresh_from_db()
    with pytest.raises(Refusal):
        give_pulse(meeting, ANSWERS, by=cast.dana)
    give_pulse(meeting, ANSWERS, by=cast.ada)
    with pytest.raises(Refusal):
        give_pulse(meeting, ANSWERS, by=cast.ada)

    assert Pulse.objects.count() == 1


def test_both_are_asked_after_a_session_and_not_once_they_have_answered(cast, outbox):
    meeting = make_held_meeting(cast)
    asked = OutboxMessage.objects.filter(kind="checkins/pulse").values_list("recipient", flat=True)
    assert sorted(asked) == sorted([cast.ada.public_id, cast.bruno.public_id])
    meeting.refresh_from_db()
    give_pulse(meeting, {"worth": 4, "could_say": 2}, by=cast.ada)
    OutboxMessage.objects.filter(kind="checkins/pulse").update(stale_at=None)

    copies = [copy for copy in outbox() if copy.subject == "Twenty seconds for you"]

    assert [copy.to_address for copy in copies] == [f'"Bruno Keller" <{cast.bruno.address}>']


def test_nothing_of_a_pulse_is_on_anybody_elses_page(cast, as_person):
    meeting = make_held_meeting(cast)
    page = f"/check-ins/{meeting.public_id}/pulse/"
    sponsor = make_person(cast.organisation, name="Sena Oduya")
    make_user(sponsor)
    make_member(cast.programme, sponsor, "sponsor")

    asked = as_person(cast.ada).get(page)
    wrong = as_person(cast.ada).post(page, {"worth": "9"})
    given = as_person(cast.ada).post(page, {**ANSWERS, "who_led": "", "wish_not": ""})
    after = as_person(cast.ada).get(page).content.decode()

    assert (asked.status_code, wrong.status_code, given.status_code) == (200, 200, 302)
    assert "Write to the guardian" in after
    assert CANARY not in after
    assert as_person(sponsor).get(page).status_code == 404
    assert as_person(cast.chidi).get(page).status_code == 403
    for reader in (cast.bruno, cast.chidi):
        for address in (
            f"/pairs/{meeting.pair.public_id}/",
            f"/pairs/of/{cast.programme.public_id}/",
            page,
        ):
            assert CANARY not in as_person(reader).get(address).content.decode()


def test_whoever_would_tell_the_coordinator_is_shown_the_way(cast, as_person):
    meeting = make_held_meeting(cast)
    meeting.refresh_from_db()
    give_pulse(meeting, {"worth": 1, "learnt": 1, "tell": "coordinator"}, by=cast.bruno)

    page = as_person(cast.bruno).get(f"/check-ins/{meeting.public_id}/pulse/").content.decode()

    assert f"mailto:{cast.chidi.address}" in page
    assert not OutboxMessage.objects.filter(recipient=cast.chidi.public_id).exists()


def test_the_database_holds_no_word_of_a_pulse(cast):
    meeting = make_held_meeting(cast)
    meeting.refresh_from_db()
    give_pulse(meeting, ANSWERS, by=cast.ada)

    assert CANARY.encode() not in dump()
