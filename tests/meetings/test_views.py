import re
from datetime import timedelta

import pytest

from tests.factories import MONDAY
from tests.meetings.factories import make_booked_pair
from tests.pairs.factories import make_signed_pair
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.frame.content.services import finish_module
from turnabout.together.meetings import hands_on, queries, services
from turnabout.together.meetings.forms import BookForm
from turnabout.together.meetings.models import Move
from turnabout.together.meetings.queries import Proposed
from turnabout.together.pairs.services import end_pair


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def text_of(answer):
    return answer.content.decode()


def by_link(client, purpose, person, about):
    return client.get(make_link(LinkPurpose(purpose, person.public_id, about)), follow=True)


@pytest.mark.capability("S024", "S063")
def test_all_dates_are_booked_on_one_screen_from_the_mail(cast, client):
    pair = make_signed_pair(cast)

    screen = by_link(client, "book", cast.bruno, pair.public_id)
    form = screen.context["form"]
    choices = {name: field.initial for name, field in form.fields.items() if name != "place"}
    page = f"/meetings/of/{pair.public_id}/book/"
    same_day = client.post(page, dict.fromkeys(choices, choices["session_1"]))
    backwards = client.post(
        page, {**choices, "session_2": form.fields["session_2"].choices[0][0], "place": "x" * 200}
    )
    booked = client.post(page, {**choices, "place": "The canteen"})
    after = text_of(client.get(page))

    assert "8 dates that suit you both" in text_of(screen)
    assert (same_day.status_code, backwards.status_code, booked.status_code) == (200, 200, 302)
    assert pair.meetings.filter(place="The canteen").count() == 8
    assert "Your dates are booked" in after


def test_dates_that_do_not_follow_each_other_are_put_right():
    first, second = MONDAY, MONDAY + timedelta(days=1)
    proposed = [Proposed(1, first, (first, second)), Proposed(2, second, (first, second))]
    backwards = {"session_1": second.isoformat(), "session_2": first.isoformat()}

    form = BookForm(backwards, proposed=proposed)

    assert form.non_field_errors() == ["The sessions have to follow each other."]


def test_a_pair_without_a_common_hour_is_told_what_to_do(cast, as_person):
    pair = make_signed_pair(cast)
    pair.programme.session_minutes = 60 * 30
    pair.programme.save(update_fields=["session_minutes"])

    page = text_of(as_person(cast.ada).get(f"/meetings/of/{pair.public_id}/book/"))

    assert "We found no hour that suits you both" in page


@pytest.mark.capability("S024")
def test_the_assistant_sees_times_and_places_and_moves(cast, as_person, jana):
    pair = make_booked_pair(cast)
    client = as_person(jana)
    meeting = pair.meetings.first()
    move = f"/meetings/{meeting.public_id}/move/"

    listed = text_of(client.get("/meetings/to-arrange/"))
    asked = client.get(move)
    moved = client.post(move, {"to": asked.context["form"].fields["to"].choices[0][0]})
    seen_by_ada = text_of(as_person(cast.ada).get(f"/pairs/{pair.public_id}/"))
    client = as_person(jana)
    others = [
        client.get(f"/pairs/{pair.public_id}/{page}").status_code
        for page in ("", "agreement/", "goals/", "notes/", "leave/", "answer/")
    ]

    assert listed.count("Fresh Eyes, session") >= 8
    for page in (listed, text_of(asked)):
        assert cast.ada.name not in page
    assert moved.status_code == 302
    assert Move.objects.get().by_delegate
    assert "by an assistant" in seen_by_ada
    assert "Jana Roth may move sessions" in seen_by_ada
    assert others == [404] * 6
    assert client.get(f"/meetings/{meeting.public_id}/held/").status_code == 404


def test_the_assistant_comes_by_a_link_from_the_mail(cast, client, jana):
    pair = make_booked_pair(cast)
    delegation = cast.programme.memberships.get(role="delegate")

    listed = by_link(client, "delegate", jana, delegation.public_id)

    assert "8 sessions to look after" in text_of(listed)
    meeting = pair.meetings.first()
    assert client.get(f"/meetings/{meeting.public_id}/move/").status_code == 200
    end_pair(pair, by=cast.ada)
    assert client.get(f"/meetings/{meeting.public_id}/move/").status_code == 404
    assert "Nothing to arrange now" in text_of(client.get("/meetings/to-arrange/"))


def test_a_session_is_moved_from_the_mail_to_an_hour_that_suits_both(cast, client):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()

    asked = by_link(client, "move", cast.ada, meeting.public_id)
    wrong = client.post(f"/meetings/{meeting.public_id}/move/", {"to": "never"})
    to = asked.context["form"].fields["to"].choices[-1][0]
    moved = client.post(f"/meetings/{meeting.public_id}/move/", {"to": to})
    settled = text_of(client.get(moved.url))
    other = client.get(f"/meetings/{pair.meetings.last().public_id}/move/")

    meeting.refresh_from_db()
    assert "You have 2 moves left." in text_of(asked)
    assert "It is fixed. Both calendars are told at once." in settled
    assert (wrong.status_code, moved.status_code, other.status_code) == (200, 302, 404)
    assert meeting.starts_at.isoformat() == to


def test_used_moves_leave_the_session_where_it_is(cast, as_person):
    pair = make_booked_pair(cast)
    for meeting in pair.meetings.all()[:2]:
        services.move_meeting(meeting, queries.slots_to_move_to(meeting)[0], by=cast.ada)
    last = pair.meetings.last()
    page = f"/meetings/{last.public_id}/move/"
    client = as_person(cast.ada)
    to = queries.slots_to_move_to(last)[0].isoformat()

    asked, answer = client.get(page), client.post(page, {"to": to})

    for told in (asked, answer):
        assert "The coordinator can help." in text_of(told)
        assert "Move it there" not in text_of(told)
    assert not last.moves.exists()


def test_one_tap_from_the_mail_says_whether_they_met(cast, client):
    pair = make_booked_pair(cast)
    first, second = pair.meetings.all()[:2]
    page = f"/meetings/{first.public_id}/held/"

    early = text_of(by_link(client, "held", cast.ada, first.public_id))
    with clock(first.ends_at):
        asked = text_of(by_link(client, "held", cast.ada, first.public_id))
        unclear = client.post(page, {"met": "perhaps"})
        missed = client.post(page, {"met": "no"})
        after = text_of(client.get(page))
        held = client.post(page, {"met": "yes"})
        thanked = text_of(client.get(page))
        pulse = client.get(f"/check-ins/{first.public_id}/pulse/")

    first.refresh_from_db()
    assert "This session lies ahead" in early
    assert "Did you meet on" in asked
    assert "Tap one of the answers." in text_of(unclear)
    assert "That is noted, without a reason." in after
    assert "You met. Thank you for saying so." in thanked
    assert [missed.status_code, held.status_code, pulse.status_code] == [302, 302, 200]
    assert first.held_at is not None
    assert second.held_at is None


def test_a_session_is_carried_into_a_calendar(cast, as_person):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()

    answer = as_person(cast.ada).get(f"/meetings/{meeting.public_id}/session.ics")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"METHOD:PUBLISH" in answer.content
    assert b"ATTENDEE" not in answer.content


def test_the_pairs_page_follows_the_sessions(cast, as_person):
    pair = make_booked_pair(cast)
    client = as_person(cast.bruno)
    root = f"/pairs/{pair.public_id}/"
    first = pair.meetings.first()
    seen = {}
    seen["ahead"] = text_of(client.get(root))
    with clock(first.starts_at):
        seen["begun"] = text_of(client.get(root))
    with clock(first.ends_at):
        seen["over"] = text_of(client.get(root))
        services.mark_missed(first, by=cast.ada)
        seen["missed"] = text_of(client.get(root))
    for meeting in pair.meetings.all():
        with clock(meeting.starts_at + timedelta(hours=2)):
            services.mark_held(meeting, by=cast.ada)
    seen["done"] = text_of(client.get(root))

    assert "Contract and trust" in seen["ahead"]
    assert "You have 2 moves left" in seen["ahead"]
    assert "Did you meet?" in seen["begun"]
    assert "Yes, we met" in seen["over"]
    assert "Session 2 of 8" in seen["missed"]
    assert "All your sessions have taken place" in seen["done"]


def test_a_programme_longer_than_its_guides_still_has_a_page(cast, as_person):
    cast.programme.sessions = 10
    cast.programme.save(update_fields=["sessions"])
    pair = make_booked_pair(cast)
    pair.meetings.filter(number__lt=9).update(held_at=MONDAY)

    page = text_of(as_person(cast.ada).get(f"/pairs/{pair.public_id}/"))

    assert "Session 9 of 10" in page


def test_each_side_is_led_to_its_module_before_each_session(cast, as_person):
    pair = make_booked_pair(cast)
    page = f"/pairs/{pair.public_id}/"

    def module_of(person):
        return re.findall(r"/content/training/([a-z]+-\d)/", text_of(as_person(person).get(page)))

    first = [module_of(person) for person in (cast.ada, cast.bruno)]
    finish_module(cast.ada, "training/mentor-1")
    finished = module_of(cast.ada)
    pair.meetings.filter(number__lte=3).update(held_at=MONDAY)
    later = [module_of(person) for person in (cast.ada, cast.bruno)]
    pair.meetings.update(held_at=MONDAY)
    done = module_of(cast.ada)

    assert first == [["mentor-1"], ["mentee-1"]]
    assert finished == ["mentor-2"]
    assert later == [["mentor-4"], ["mentee-4"]]
    assert done == []


def test_a_programme_that_is_not_reverse_has_modules_and_guides_of_its_own(cast, as_person):
    pair = make_booked_pair(cast)
    pair.programme.settings = {"direction": "mentor_senior"}
    pair.programme.save(update_fields=["settings"])

    page = text_of(as_person(cast.ada).get(f"/pairs/{pair.public_id}/"))

    assert re.findall(r"/content/((?:training|sessions)/[^/]+)/", page) == [
        "sessions/growth-1",
        "training/growth-mentor-1",
    ]
    assert "Say early that the hour belongs to the mentee" in page


@pytest.mark.capability("S022", "S023")
def test_before_a_hands_on_session_each_goes_through_the_checklist_for_her_own_device(
    cast, as_person
):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()
    root, page = f"/pairs/{pair.public_id}/", f"/meetings/{meeting.public_id}/devices/"

    talk = as_person(cast.ada).get(root).content.decode()
    asked = as_person(cast.bruno).get(page).content.decode()
    as_person(cast.bruno).post(page, {"kind": "hands-on"})
    warned = as_person(cast.ada).get(root).content.decode()
    for _tap in range(2):
        as_person(cast.ada).post(page)
    ready = as_person(cast.ada).get(root).content.decode()
    partner = as_person(cast.bruno).get(page).content.decode()
    as_person(cast.bruno).post(page, {"kind": "talk"})

    assert "Will you use a phone, a screen or an account together?" in talk
    assert "Close what is private." in asked
    assert "has not said so yet" in asked
    assert "You will look at a phone or a screen together" in warned
    assert "You have gone through the checklist for your own device." in ready
    assert "Ada Nowak has gone through it, too." in partner
    assert "Your word for moving on to something else: “Pass”." in talk
    meeting.refresh_from_db()
    assert (meeting.kind, meeting.device_checks.count()) == ("talk", 1)
    for act in (hands_on.plan_hands_on, hands_on.say_device_is_ready):
        with pytest.raises(Refusal):
            act(meeting, *([True] if act is hands_on.plan_hands_on else []), by=cast.chidi)
