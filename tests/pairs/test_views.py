from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import MONDAY, make_member, make_person, make_user
from tests.meetings.factories import make_booked_pair, make_held_meeting
from tests.pairs.dumps import dump
from tests.pairs.factories import (
    make_asked_pair,
    make_pair,
    make_pairs,
    make_run,
    make_signed_pair,
)
from turnabout.foundation.accounts.links import LinkPurpose, make_link, make_token
from turnabout.foundation.common.time import clock
from turnabout.together.pairs import services
from turnabout.together.pairs.models import Pair, PrivateNote
from turnabout.together.pairs.paper import digest_of

CANARY = "canary-in-a-private-field"


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def text_of(answer):
    return answer.content.decode()


def by_link(client, purpose, person, about):
    return client.get(make_link(LinkPurpose(purpose, person.public_id, about)), follow=True)


def test_the_mentor_answers_from_the_mail_in_private(cast, client):
    pair = make_asked_pair(cast, parts=[{"part": "topics", "points": 40_123}])

    asked = text_of(by_link(client, "answer-pair", cast.ada, pair.public_id))
    page = f"/pairs/{pair.public_id}/answer/"
    before = Pair.objects.get().mentor_accepted_at
    client.post(page, {"says": "yes"})
    waiting = text_of(client.get(page))

    assert "Would you be a mentor to Bruno Keller?" in asked
    assert "What you know is what they asked to learn about." in asked
    assert "40" not in asked.split("Why you two")[1].split("Your answer")[0]
    assert before is None
    assert "Your yes is noted" in waiting


def test_the_mentee_sees_nothing_before_the_mentor_has_said_yes(cast, client, as_person):
    pair = make_asked_pair(cast)
    page = f"/pairs/{pair.public_id}/answer/"

    early = as_person(cast.bruno).get(page).status_code
    services.decline_proposal(pair, by=cast.ada)
    after = as_person(cast.bruno).get(page).status_code

    assert (early, after) == (404, 404)


def test_a_no_of_the_mentee_looks_like_waiting_and_then_like_silence(cast, as_person):
    """Twin worlds on the mentor's page: he said no, and he never answered."""
    pages = []
    for says_no in (True, False):
        pair = make_asked_pair(cast)
        services.accept_proposal(pair, by=cast.ada)
        if says_no:
            as_person(cast.bruno).post(f"/pairs/{pair.public_id}/answer/", {"says": "no"})
        seen = []
        for at in (MONDAY + timedelta(days=1), pair.answer_until):
            with clock(at):
                page = text_of(as_person(cast.ada).get(f"/pairs/{pair.public_id}/answer/"))
                seen.append(page.replace(pair.public_id, "").split("<main")[1].split("<footer")[0])
        pages.append(seen)

    assert pages[0] == pages[1]
    assert "Your yes is noted" in pages[0][0]
    assert "This pairing did not come about" in pages[0][1]


def test_both_go_from_yes_to_a_signed_agreement_on_pages(cast, as_person):
    pair = make_asked_pair(cast)
    for person in (cast.ada, cast.bruno):
        as_person(person).post(f"/pairs/{pair.public_id}/answer/", {"says": "yes"})
    write = f"/pairs/{pair.public_id}/agreement/write/"
    form = as_person(cast.ada).get(write).context["form"]
    words = {name: field.initial for name, field in form.fields.items() if name != "follows"}

    empty = as_person(cast.ada).post(write, {"follows": 0})
    written = as_person(cast.ada).post(write, {**words, "place": "The canteen", "follows": 0})
    own = {"mentee-goals": "Judge an answer", "mentee-brings": "Time"}
    changed = as_person(cast.bruno).post(
        write, {**words, **own, "place": "The canteen at noon", "follows": 1}
    )
    too_late = as_person(cast.ada).post(write, {**words, "place": "My typed words", "follows": 1})
    page = text_of(as_person(cast.ada).get(f"/pairs/{pair.public_id}/agreement/"))
    first = text_of(as_person(cast.ada).get(f"/pairs/{pair.public_id}/agreement/?version=1"))
    agreement = pair.agreements.first()
    signing = {
        "agreement": agreement.public_id,
        "shown": digest_of(agreement, pair),
        "steps_back": "yes",
    }
    for person in (cast.ada, cast.bruno):
        as_person(person).post(f"/pairs/{pair.public_id}/agreement/sign/", signing)
    signed = text_of(as_person(cast.ada).get(f"/pairs/{pair.public_id}/agreement/"))

    assert [empty.status_code, written.status_code, changed.status_code] == [200, 302, 302]
    assert too_late.status_code == 409
    assert "My typed words" in text_of(too_late)
    assert "<ins> at noon</ins>" in page
    assert "<del>" not in first
    assert "Signed by both of you" in signed


def test_the_coordinator_sees_states_and_counts_and_no_word(cast, as_person):
    pair = make_booked_pair(cast)
    make_held_meeting(cast, pair)
    services.draft_agreement(pair, {"place": CANARY}, by=cast.ada)
    services.write_goal(pair, CANARY, by=cast.ada)
    services.note_commitment(pair, CANARY, by=cast.ada)
    services.write_private_note(pair, CANARY, by=cast.ada)
    client = as_person(cast.chidi)

    page = text_of(client.get(f"/pairs/of/{cast.programme.public_id}/"))
    inside = [
        client.get(f"/pairs/{pair.public_id}/{page}").status_code
        for page in ("", "agreement/", "goals/", "heard/", "notes/", "leave/", "answer/")
    ]

    assert "Ada Nowak with Bruno Keller" in page
    assert "signed by both" in page
    assert CANARY not in page
    assert inside == [403] * 7


@pytest.mark.capability("S048", "S097")
def test_a_private_note_is_found_nowhere_but_on_its_authors_page(cast, as_person, client):
    pair = make_signed_pair(cast)
    page = f"/pairs/{pair.public_id}/notes/"
    guardian = make_person(cast.organisation, name="Maren Lindqvist")
    sponsor = make_person(cast.organisation, name="Sena Oduya")
    for person, role in ((guardian, "guardian"), (sponsor, "sponsor")):
        make_user(person)
        make_member(cast.programme, person, role)

    kept = as_person(cast.ada).post(page, {"words": CANARY})
    own = text_of(as_person(cast.ada).get(page))
    note = PrivateNote.objects.get()
    erase = f"/pairs/notes/{note.public_id}/erase/"

    assert kept.status_code == 302
    assert CANARY in own
    assert CANARY not in text_of(as_person(cast.bruno).get(page))
    assert as_person(cast.bruno).post(erase).status_code == 404
    for person in (guardian, sponsor, cast.dana):
        assert as_person(person).get(page).status_code == 404
        assert as_person(person).post(erase).status_code == 404
    assert as_person(cast.chidi).post(erase).status_code == 404
    assert CANARY.encode() not in dump()
    client.logout()
    by_link(client, "pair", cast.ada, pair.public_id)
    assert client.get(page).status_code == 403
    as_person(cast.ada).post(erase)
    assert PrivateNote.objects.count() == 0


def test_what_the_two_write_lies_sealed_in_the_database(cast, outbox):
    pair = make_pair(cast)
    services.draft_agreement(pair, {"place": CANARY}, by=cast.ada)
    services.write_goal(pair, CANARY, by=cast.bruno)
    thing = services.note_commitment(pair, CANARY, by=cast.ada)
    services.plan_commitment(thing, CANARY, MONDAY.date(), by=cast.bruno)
    services.finish_commitment(thing, CANARY, by=cast.bruno)

    letters = [bytes(copy.message) for copy in outbox()]

    assert len(letters) > 2
    assert not any(CANARY.encode() in letter for letter in letters)
    assert CANARY.encode() not in dump()


@pytest.mark.capability("S062", "S083")
def test_both_write_goals_and_promises_and_read_the_same(cast, as_person):
    pair = make_signed_pair(cast)
    root = f"/pairs/{pair.public_id}"
    ada, bruno = cast.ada, cast.bruno

    as_person(ada).post(f"{root}/goals/", {"words": "Be asked again"})
    assert as_person(ada).post(f"{root}/goals/", {"words": ""}).status_code == 200
    as_person(bruno).post(f"{root}/goals/", {"words": "Judge an answer myself"})
    as_person(bruno).post(f"{root}/heard/", {"heard": "Nobody answers reports"})
    assert as_person(bruno).post(f"{root}/heard/", {"heard": ""}).status_code == 200
    thing = pair.commitments.get()
    page = f"/pairs/heard/{thing.public_id}/"
    as_person(bruno).get(page)
    as_person(bruno).post(page, {"will_do": "Answer in two days", "due_on": "2026-03-20"})
    with clock(MONDAY + timedelta(days=30)):
        late = text_of(as_person(bruno).get(f"{root}/"))
    as_person(bruno).post(page, {"words": "All answered", "ends": "done"})
    as_person(ada).post(f"{page}mattered/", {"mattered": "yes"})
    mentor_reads = text_of(as_person(ada).get(f"{root}/"))
    mentee_reads = text_of(as_person(bruno).get(f"{root}/"))

    assert "Was due 20 March" in late
    for page in (mentor_reads, mentee_reads):
        for words in (
            "Be asked again",
            "Judge an answer myself",
            "Nobody answers reports",
            "Answer in two days",
            "All answered",
            "this one matters",
        ):
            assert page.count(words) == 1


def test_a_promise_is_declined_on_its_page(cast, as_person):
    pair = make_signed_pair(cast)
    thing = services.note_commitment(pair, "a thing", by=cast.ada)
    services.plan_commitment(thing, "try", MONDAY.date(), by=cast.bruno)

    answer = as_person(cast.bruno).post(
        f"/pairs/heard/{thing.public_id}/", {"words": "no money", "ends": "declined"}
    )

    page = text_of(as_person(cast.ada).get(f"/pairs/{pair.public_id}/"))
    assert answer.status_code == 302
    assert page.count("no money") == 1


def test_a_goal_is_reached_or_let_go_by_its_owner(cast, as_person):
    pair = make_signed_pair(cast)
    first, second, third = (
        services.write_goal(pair, f"goal {count}", by=cast.ada) for count in range(3)
    )
    root = "/pairs/goals"

    full = text_of(as_person(cast.ada).get(f"/pairs/{pair.public_id}/goals/"))
    as_person(cast.ada).post(f"{root}/{first.public_id}/met/")
    as_person(cast.ada).post(f"{root}/{second.public_id}/drop/")
    refused = as_person(cast.bruno).post(f"{root}/{third.public_id}/drop/")

    page = text_of(as_person(cast.ada).get(f"/pairs/{pair.public_id}/goals/"))
    assert "Keep this goal" not in full
    assert refused.status_code == 409
    assert ("reached 2 March" in page, "goal 1" in page) == (True, False)


def test_leaving_takes_two_clicks_and_tells_the_other_no_name(cast, as_person):
    pair = make_booked_pair(cast)
    root = f"/pairs/{pair.public_id}"

    asked = text_of(as_person(cast.ada).get(f"{root}/leave/"))
    ended = as_person(cast.ada).post(f"{root}/end/")
    pages = [text_of(as_person(person).get(f"{root}/")) for person in (cast.ada, cast.bruno)]

    assert "Nobody asks why" in asked
    assert ended.status_code == 302
    for page in pages:
        assert "It ended so that both of you can be placed well." in page
    assert as_person(cast.ada).post(f"{root}/end/").status_code == 403


def test_a_pair_pauses_until_a_day_and_goes_on(cast, as_person):
    pair = make_booked_pair(cast)
    root = f"/pairs/{pair.public_id}"

    as_person(cast.bruno).post(f"{root}/pause/", {"back_on": "2026-04-01"})
    paused = text_of(as_person(cast.ada).get(f"{root}/"))
    leave = text_of(as_person(cast.ada).get(f"{root}/leave/"))
    as_person(cast.bruno).post(f"{root}/ready/")
    waits = text_of(as_person(cast.bruno).get(f"{root}/"))
    unpressed = text_of(as_person(cast.ada).get(f"{root}/"))
    as_person(cast.ada).post(f"{root}/ready/")
    again = text_of(as_person(cast.ada).get(f"{root}/"))
    asked_again = [
        as_person(cast.bruno).post(f"{root}/pause/", {"back_on": day})
        for day in ("no day", "2026-03-01")
    ]

    pair.refresh_from_db()
    assert "You have said that you are ready." in waits
    assert "I am ready to go on" in unpressed
    assert "You have said" not in unpressed
    assert [answer.status_code for answer in asked_again] == [200, 200]
    assert "Choose a later day" in text_of(asked_again[1])
    assert "A pause until Wednesday 1 April" in paused
    assert "Pause this pairing" not in leave
    assert "Now the dates, all at once" in again
    assert (pair.paused_at, pair.back_on) == (None, None)


def test_the_mentees_words_wait_for_his_own_sign_in_where_others_open_his_mail(cast, client):
    pair = make_signed_pair(cast)
    services.write_goal(pair, CANARY, by=cast.ada)
    shown = text_of(by_link(client, "pair", cast.bruno, pair.public_id))
    jana = make_person(cast.organisation, name="Jana Roth")
    make_member(cast.programme, jana, "delegate", principal=cast.bruno)

    page = text_of(client.get(f"/pairs/{pair.public_id}/"))

    assert CANARY in shown
    assert CANARY not in page
    assert client.get(f"/pairs/{pair.public_id}/goals/").status_code == 403


def test_a_link_opens_its_own_pair_and_no_other(cast, client):
    pair, other = make_signed_pair(cast), make_pair(cast)

    by_link(client, "pair", cast.ada, pair.public_id)

    assert client.get(f"/pairs/{pair.public_id}/").status_code == 200
    assert client.get(f"/pairs/{other.public_id}/").status_code == 404
    by_link(client, "answer-pair", cast.ada, other.public_id)
    assert client.get(f"/pairs/{other.public_id}/answer/").status_code == 200
    assert client.get(f"/pairs/{other.public_id}/goals/").status_code == 403


def test_a_pair_that_is_not_formed_leads_to_the_question(cast, as_person):
    pair = make_asked_pair(cast)

    answer = as_person(cast.ada).get(f"/pairs/{pair.public_id}/")

    assert (answer.status_code, answer["Location"]) == (302, f"/pairs/{pair.public_id}/answer/")


def test_the_page_of_a_new_pair_begins_with_the_agreement(cast, as_person):
    pair = make_pair(cast)
    root = f"/pairs/{pair.public_id}/"

    mentor, mentee = (text_of(as_person(person).get(root)) for person in (cast.ada, cast.bruno))
    empty = text_of(as_person(cast.bruno).get(f"{root}agreement/"))
    services.draft_agreement(pair, {}, by=cast.ada)
    waiting = text_of(as_person(cast.bruno).get(root))

    assert "You write the agreement first" in mentor
    assert "Ada writes the agreement first" in mentee
    assert "Your mentor writes the agreement first" in empty
    assert "Read your agreement and sign it" in waiting


def test_the_page_says_after_which_session_the_agreement_is_looked_at_again(cast, as_person):
    pair = make_booked_pair(cast)
    services.draft_agreement(pair, {}, by=cast.ada)
    told = []

    for held in range(5):
        page = text_of(as_person(cast.ada).get(f"/pairs/{pair.public_id}/"))
        told.append(page.split("again together after session ")[1][0])
        pair.meetings.filter(number=held + 1).update(held_at=MONDAY)

    assert told == ["2", "2", "4", "4", "8"]


def test_the_list_says_how_each_pair_stands(cast, as_person):
    unformed = make_asked_pair(cast)
    services.decline_proposal(unformed, by=cast.ada)
    states = []
    page = f"/pairs/of/{cast.programme.public_id}/"
    for at in (MONDAY, unformed.answer_until):
        with clock(at):
            states.append(text_of(as_person(cast.chidi).get(page)))

    make_pairs(cast, 1)
    client, shown = as_person(cast.chidi), {}
    for which in ("", "look", "together", "asked", "ended"):
        with clock(MONDAY):
            shown[which] = len(client.get(f"{page}?show={which}").context["rows"])

    assert "One more is being asked." in states[0]
    assert "did not come about" in states[1]
    assert shown == {"": 2, "look": 0, "together": 1, "asked": 1, "ended": 0}
    assert "No pairs yet" in empty_list(as_person, cast)


def empty_list(as_person, cast):
    Pair.objects.all().delete()
    return text_of(as_person(cast.chidi).get(f"/pairs/of/{cast.programme.public_id}/"))


def test_a_mentor_who_came_by_a_link_asks_for_a_way_in_to_write_private_notes(client, cast, outbox):
    pair = make_pair(cast)
    cast.ada.user.delete()
    cast.ada.refresh_from_db()
    link = make_token(LinkPurpose("pair", cast.ada.public_id, pair.public_id), days=1)
    client.get(reverse("accounts:open_link", kwargs={"token": link}))
    detail = reverse("pairs:detail", kwargs={"public_id": pair.public_id})

    notes = client.get(reverse("pairs:notes", kwargs={"public_id": pair.public_id}))
    page = client.get(detail).content.decode()
    asked = client.post(reverse("pairs:way_in", kwargs={"public_id": pair.public_id}))

    cast.ada.refresh_from_db()
    assert notes.status_code == 403
    assert "Write to me how" in page
    assert (asked.status_code, asked.url) == (302, detail)
    assert cast.ada.user.email == cast.ada.address
    assert [copy.to_address for copy in outbox() if "way in" in copy.subject] == [
        f'"Ada Nowak" <{cast.ada.address}>'
    ]


def test_somebody_with_a_partner_reads_that_a_yes_ends_nothing(cast, as_person):
    make_pair(cast)
    carla = make_person(cast.organisation, name="Carla Reyes", rank=7)
    run = make_run(cast.programme, (cast.mentor, make_member(cast.programme, carla, "mentee")))
    [asked] = services.open_pairs(run)

    page = as_person(cast.ada).get(reverse("pairs:answer", args=[asked.public_id]))

    assert "You have a partner already. A yes here does not end that" in page.content.decode()
