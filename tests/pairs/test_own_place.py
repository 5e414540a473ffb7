"""The pair's own place: lines, contacts, notes of the two, and what each takes along."""

from datetime import timedelta

import pytest

from tests.factories import MONDAY
from tests.meetings.factories import make_booked_pair, make_held_meeting
from tests.pairs.dumps import dump
from tests.pairs.factories import make_pair
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.frame.content.services import say_in_own_words
from turnabout.together.pairs import services
from turnabout.together.pairs.models import Introduction, Message, PrivateNote, SharedNote
from turnabout.together.pairs.reflections import load_reflections, questions_now

CANARY = "canary-9f2e"


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def read(as_person, person, address):
    return as_person(person).get(address).content.decode()


@pytest.mark.capability("S048", "S050")
def test_lines_go_to_and_fro_and_nobody_is_told_whether_they_were_read(cast, as_person):
    pair = make_pair(cast)
    page = f"/pairs/{pair.public_id}/lines/"

    for words in ("Tuesday at ten?", "Tuesday at ten?", ""):
        as_person(cast.ada).post(page, {"words": words})
    before = dump()
    his = read(as_person, cast.bruno, page)
    as_person(cast.bruno).post(page, {"words": CANARY})
    hers = read(as_person, cast.ada, page)
    told = OutboxMessage.objects.filter(kind="pairs/line").order_by("pk")
    told = told.values_list("recipient", flat=True)
    services.pause_pair(pair, by=cast.ada)
    quiet = read(as_person, cast.bruno, page)

    assert (his.count("Tuesday at ten?"), CANARY in hers) == (1, True)
    assert b"Tuesday at ten?" not in before
    assert list(told) == [cast.bruno.public_id, cast.ada.public_id]
    assert "It is quiet here now" in quiet
    assert as_person(cast.bruno).post(page, {"words": "Now?"}).status_code == 409
    assert not [field for field in Message._meta.get_fields() if "read" in field.name]


@pytest.mark.capability("S086", "S114")
def test_a_contact_is_introduced_once_all_have_said_yes(cast, as_person):
    pair = make_pair(cast)
    page = f"/pairs/{pair.public_id}/introductions/"
    offer = {"whom": "Ines Prado, runs the port", "why": "She has solved what you ask about"}

    for _tap in range(2):
        as_person(cast.bruno).post(page, offer)
    offered = Introduction.objects.get()
    step = f"/pairs/introductions/{offered.public_id}/"
    too_early = as_person(cast.bruno).post(step, {"says": "made"})
    not_hers = as_person(cast.ada).post(step, {"says": "back"})
    unknown = as_person(cast.ada).post(step, {"says": "perhaps"})
    hers = read(as_person, cast.ada, page)
    as_person(cast.ada).post(step, {"says": "yes"})
    as_person(cast.bruno).post(step, {"says": "agreed"})
    as_person(cast.bruno).post(step, {"says": "made"})
    pages = [read(as_person, one, page) for one in (cast.ada, cast.bruno)]
    again = as_person(cast.bruno).post(step, {"says": "back"})

    assert [one.status_code for one in (too_early, not_hers, unknown, again)] == [409] * 4
    assert "Yes, please" in hers
    assert all("Made on 2 March." in one for one in pages)
    assert b"Ines Prado" not in dump()
    second = services.offer_introduction(pair, "Omar", "Port", contact_agrees=True, by=cast.ada)
    services.answer_introduction(second, wants=False, by=cast.bruno)
    with pytest.raises(Refusal):
        services.answer_introduction(second, wants=True, by=cast.ada)
    third = services.offer_introduction(pair, "Lena", "Quay", contact_agrees=True, by=cast.ada)
    services.withdraw_introduction(third, by=cast.ada)
    assert "Not now." in read(as_person, cast.ada, page)
    services.end_pair(pair, by=cast.ada)
    with pytest.raises(Refusal):
        services.offer_introduction(pair, "Omar", "Port", contact_agrees=True, by=cast.ada)


@pytest.mark.capability("S022")
def test_notes_of_the_two_are_off_until_both_say_yes_and_go_unless_both_keep_them(cast, as_person):
    pair = make_pair(cast)
    page = f"/pairs/{pair.public_id}/shared-notes/"

    off = as_person(cast.ada).post(page, {"words": "Too early"})
    for person in (cast.ada, cast.bruno):
        as_person(person).post(f"{page}switch/", {"notes": "on"})
    for words in ("We keep this", "We keep this", "This may go"):
        as_person(cast.ada).post(page, {"words": words})
    his = read(as_person, cast.bruno, page)
    keep = next(note for note in SharedNote.objects.order_by("written_at", "pk"))
    for person in (cast.ada, cast.bruno):
        as_person(person).post(f"/pairs/shared-notes/{keep.public_id}/keep/")
    own = services.write_private_note(pair, "Mine to keep", by=cast.bruno)
    services.write_private_note(pair, "Mine to go", by=cast.bruno)
    as_person(cast.bruno).post(f"/pairs/notes/{own.public_id}/keep/")
    services.write_message(pair, "Tuesday?", by=cast.ada)
    with pytest.raises(Refusal):
        services.keep_private_note(own, by=cast.ada)
    as_person(cast.bruno).post(f"{page}switch/", {"notes": "off"})
    no_longer = as_person(cast.ada).post(page, {"words": "Too late"})
    services.end_pair(pair, by=cast.ada)
    with clock(MONDAY + timedelta(days=29)):
        assert services.let_notes_go() == 0
    with clock(MONDAY + timedelta(days=30)):
        assert services.let_notes_go() == 3

    assert (off.status_code, no_longer.status_code) == (409, 409)
    assert "This may go" in his
    assert (SharedNote.objects.get(), PrivateNote.objects.get()) == (keep, own)
    assert not Message.objects.exists()
    with pytest.raises(Refusal):
        services.erase_shared_note(keep, by=cast.bruno)
    services.erase_shared_note(keep, by=cast.ada)


@pytest.mark.capability("S078", "S088", "S092", "S097")
def test_each_answers_questions_of_the_stage_and_takes_a_document_along(cast, as_person):
    pair = make_booked_pair(cast)
    notes = f"/pairs/{pair.public_id}/notes/"
    meeting = make_held_meeting(cast, pair)
    services.write_goal(pair, "Be asked again", by=cast.ada)
    services.write_goal(pair, CANARY, by=cast.bruno)

    held = read(as_person, cast.ada, f"/meetings/{meeting.public_id}/held/")
    asked = read(as_person, cast.ada, f"{notes}?session=1")
    prompted = read(as_person, cast.ada, f"{notes}?prompt=assumed")
    as_person(cast.ada).post(notes, {"words": "Ask first", "session": "1", "prompt": ""})
    as_person(cast.ada).post(notes, {"words": "More maps", "prompt": "assumed"})
    hers = as_person(cast.ada).get(f"/pairs/{pair.public_id}/summary/?as=file")
    bare = read(as_person, cast.ada, f"/pairs/{pair.public_id}/summary/?notes=no")
    his = read(as_person, cast.bruno, f"/pairs/{pair.public_id}/summary/")

    assert f"{notes}?session=1" in held
    assert "What do you take away from session 1?" in asked
    assert "What did I take for granted" in prompted
    document = hers.content.decode()
    assert hers["Content-Disposition"].startswith("attachment")
    for words in ("Be asked again", "Ask first", "after session 1", "More maps"):
        assert words in document
        assert words not in his
    assert (CANARY in document, CANARY in his, "Ask first" in bare) == (False, True, False)


def test_sentences_of_the_two_are_taken_along_as_they_were_written(cast, as_person):
    pair = make_pair(cast)
    said = services.note_commitment(pair, "New starters wait nine days.", by=cast.ada)
    services.finish_commitment(said, "They wait one.", by=cast.bruno)

    document = read(as_person, cast.ada, f"/pairs/{pair.public_id}/summary/")

    assert "New starters wait nine days.<br>They wait one.</li>" in document


@pytest.mark.parametrize("words", ["https://room.example/ada-and-bruno", "Tuesday?"])
def test_what_comes_too_late_is_given_back_and_said_once(cast, as_person, words):
    pair = make_pair(cast)

    refused = as_person(cast.ada).post(f"/pairs/{pair.public_id}/shared-notes/", {"words": words})

    page = refused.content.decode()
    assert refused.status_code == 409
    assert (page.count(f"{words}</textarea>"), page.count("Nothing")) == (1, 1)


def test_the_questions_follow_the_two_from_start_to_end(cast, monkeypatch):
    pair = make_pair(cast)
    held = {0: "hope", 1: "assumed", 4: "noticed", 7: "changed"}

    for number, first in held.items():
        counted = type("Facts", (), {"held": number})
        monkeypatch.setattr(
            "turnabout.together.pairs.reflections.session_facts",
            lambda pairs, facts=counted: {pairs[0].pk: facts},
        )
        assert questions_now(pair, "es")[0][0] == first
    pair.ended_at = MONDAY
    own = {"carry-on": "What do we keep?"}
    say_in_own_words(cast.organisation, "reflections", language="en", words=own, by=cast.chidi)
    assert questions_now(pair, "en") == [("carry-on", "What do we keep?")]
    assert len(load_reflections()) == 11
