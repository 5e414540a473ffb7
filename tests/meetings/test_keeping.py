"""Sessions that move by agreement, that one side cannot keep, and what both hear of it."""

import re
from datetime import datetime, timedelta

import pytest

from tests.factories import MONDAY
from tests.meetings.factories import make_booked_pair
from tests.pairs.factories import make_pairs, make_signed_pair
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.together.meetings import (
    jobs,
    keeping,
    moving,
    places,
    promised,
    queries,
    rounds,
    services,
    weeks,
)
from turnabout.together.meetings.models import Absence, BookingRound, Meeting, Move, OtherTimes
from turnabout.together.pairs.services import pause_pair, write_goal


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def kinds(person=None):
    rows = OutboxMessage.objects.filter(kind__startswith="meetings/").order_by("pk")
    rows = rows.filter(recipient=person.public_id) if person else rows
    rows = rows.exclude(kind="meetings/invitation")
    return [kind.removeprefix("meetings/") for kind in rows.values_list("kind", flat=True)]


def two_slots(meeting):
    return queries.slots_to_move_to(meeting)[:2]


@pytest.mark.capability("S024")
def test_three_times_are_offered_and_one_tap_from_the_mail_takes_one(cast, client, as_person):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()
    page = f"/meetings/{meeting.public_id}/times/"

    offering = as_person(cast.bruno).get(page)
    choices = [value for value, _words in offering.context["form"].fields["times"].choices]
    none, four = (as_person(cast.bruno).post(page, {"times": times}) for times in ([], choices[:4]))
    offered = as_person(cast.bruno).post(page, {"times": choices[:3]})
    waiting = text_of(client.get(page))
    again = client.post(page, {"times": choices[:1]})
    link = make_link(LinkPurpose("times", cast.ada.public_id, meeting.public_id))
    opened = client.get(link, follow=True)
    on_page = text_of(as_person(cast.ada).get(f"/pairs/{pair.public_id}/"))
    client.get(link, follow=True)
    taken = client.post(page, {"take": choices[1]})
    settled = text_of(client.get(taken["Location"]))
    over = client.post(page, {"take": choices[1]})

    meeting.refresh_from_db()
    move = Move.objects.get()
    assert (none.status_code, four.status_code, offered.status_code) == (200, 200, 302)
    assert "Offer one, two or three different times." in text_of(none)
    assert "Your times wait for an answer" in waiting
    assert "Take this one" not in waiting
    assert again.status_code == 302
    assert "Other times are offered for session 1" in on_page
    assert text_of(opened).count("Take this one") == 3
    assert (taken.status_code, over.status_code) == (302, 409)
    assert (move.side, move.moved_by, move.to_at) == ("mentee", cast.bruno, meeting.starts_at)
    assert meeting.starts_at.isoformat() == choices[1]
    assert meeting.sequence == 1
    assert "This is the hour now." in settled
    assert kinds() == ["booked", "booked", "times", "moved", "moved"]
    assert queries.moves_by_side(pair, "mentee") == 1


def test_times_that_nobody_takes_lapse_kindly_and_change_nothing(cast, outbox):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()
    before = meeting.starts_at
    offer = moving.offer_times(meeting, two_slots(meeting), by=cast.ada)
    outbox()

    early = jobs.let_times_lapse()
    with clock(offer.until):
        done = [jobs.let_times_lapse(), jobs.let_times_lapse()]
        subjects = [copy.subject for copy in outbox()]
        with pytest.raises(Refusal):
            moving.take_time(offer, two_slots(meeting)[0], by=cast.bruno)

    meeting.refresh_from_db()
    assert (early, done, meeting.starts_at) == (0, [1, 0], before)
    assert sum("stays on" in subject for subject in subjects) == 1
    assert moving.let_times_lapse(offer) == 0


def test_times_are_not_taken_once_they_stood_for_their_days_though_no_worker_ran(cast, outbox):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()
    times = two_slots(meeting)
    offer = moving.offer_times(meeting, times, by=cast.ada)
    outbox()

    too_late = clock(offer.until + timedelta(minutes=1))
    with too_late, pytest.raises(Refusal, match="This time is over"):
        moving.take_time(offer, times[-1], by=cast.bruno)
    with clock(meeting.starts_at + timedelta(minutes=1)):
        assert jobs.let_times_lapse() == 1
        subjects = [copy.subject for copy in outbox()]

    assert not [subject for subject in subjects if "stays on" in subject]


def test_only_the_side_that_is_asked_answers_and_only_what_was_offered(cast, jana):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()
    first, second = two_slots(meeting)
    offer = moving.offer_times(meeting, [first, second], by=jana)

    for by in (cast.bruno, jana, cast.chidi):
        with pytest.raises(Refusal, match="other side"):
            moving.take_time(offer, first, by=by)
    with pytest.raises(Refusal, match="was not offered"):
        moving.take_time(offer, first + timedelta(minutes=5), by=cast.ada)
    with pytest.raises(Refusal, match="are offered already"):
        moving.offer_times(meeting, [first], by=cast.ada)
    with pytest.raises(Refusal, match="Only the side"):
        moving.take_times_back(offer, by=cast.ada)
    moving.decline_times(offer, by=cast.ada)
    with pytest.raises(Refusal, match="answered or taken back"):
        moving.decline_times(offer, by=cast.ada)
    with pytest.raises(Refusal, match="answered or taken back"):
        moving.take_time(offer, first, by=cast.ada)
    again = moving.offer_times(meeting, [second], by=cast.bruno)
    moving.take_times_back(again, by=jana)
    with pytest.raises(Refusal, match="answered or taken back"):
        moving.take_times_back(again, by=jana)
    from_ada = moving.offer_times(meeting, [second], by=cast.ada)
    with clock(second + timedelta(days=1)), pytest.raises(Refusal):
        moving.take_time(from_ada, second, by=jana)
    moving.take_time(from_ada, second, by=jana)

    assert Move.objects.get().side == "mentor"
    assert kinds(jana) == ["arrange", "stays", "times"]


def test_what_is_offered_keeps_the_rules_and_a_settled_session_stays(cast):
    pair = make_booked_pair(cast)
    meeting, second = pair.meetings.all()[:2]
    slot = two_slots(meeting)[0]

    for times in (
        [],
        [slot, slot],
        [MONDAY + timedelta(hours=3)],
        [second.starts_at + timedelta(hours=2)],
        [meeting.starts_at],
    ):
        with pytest.raises(Refusal):
            moving.offer_times(meeting, times, by=cast.ada)
    offer = moving.offer_times(meeting, [slot], by=cast.ada)
    services.move_meeting(meeting, two_slots(meeting)[1], by=cast.ada)
    offer.refresh_from_db()
    assert offer.withdrawn_at is not None
    stale = moving.offer_times(second, two_slots(second)[:1], by=cast.ada)
    Meeting.objects.filter(pk=second.pk).update(starts_at=second.starts_at + timedelta(hours=1))
    with pytest.raises(Refusal, match="changed meanwhile"):
        moving.take_time(stale, datetime.fromisoformat(stale.times[0]), by=cast.bruno)
    with clock(second.ends_at + timedelta(hours=2)):
        services.mark_missed(second, by=cast.ada)
        with pytest.raises(Refusal, match="settled already"):
            moving.offer_times(second, [second.ends_at + timedelta(days=5)], by=cast.ada)
        assert moving.offer_times_of_programme(second) is not None
    pause_pair(pair, by=cast.ada)
    assert moving.offer_times_of_programme(second) is None
    for act in (moving.take_time, moving.decline_times):
        with pytest.raises(Refusal):
            act(stale, *([MONDAY] if act is moving.take_time else []), by=cast.bruno)


def test_times_are_offered_for_no_more_sessions_than_there_are_moves_left(cast):
    pair = make_booked_pair(cast)
    first, second, third = pair.meetings.all()[:3]

    taken, waits = (
        moving.offer_times(one, two_slots(one)[:1], by=cast.bruno) for one in (first, second)
    )
    for act in (moving.offer_times, services.move_meeting):
        told = two_slots(third)[0]
        with pytest.raises(Refusal, match="take some back"):
            act(third, [told] if act is moving.offer_times else told, by=cast.bruno)
    moving.take_time(taken, datetime.fromisoformat(taken.times[0]), by=cast.ada)
    with pytest.raises(Refusal, match="take some back"):
        services.move_meeting(third, two_slots(third)[0], by=cast.bruno)
    services.move_meeting(second, two_slots(second)[0], by=cast.bruno)
    waits.refresh_from_db()

    assert waits.withdrawn_at is not None
    assert queries.moves_by_side(pair, "mentee") == pair.programme.moves_allowed == 2
    # What Bruno offers takes nothing from Ada.
    assert moving.offer_times(third, two_slots(third)[:1], by=cast.ada).side == "mentor"


def test_a_typed_time_is_offered_unless_it_is_quiet_or_no_time_at_all(cast, as_person):
    cast.bruno.zone = "America/New_York"
    cast.bruno.save(update_fields=["zone"])
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()
    page = f"/meetings/{meeting.public_id}/times/"
    day = meeting.starts_at.date() + timedelta(days=1)

    def offer(own):
        return as_person(cast.ada).post(page, {"own": own})

    quiet, wrong = offer(f"{day}T04:00"), offer("soon")
    far_away = offer("9999-12-31 23:59")
    fits = offer(f"{day} 15:00")

    assert "Look at the year again." in text_of(far_away)
    assert "That is in the quiet hours of Bruno." in text_of(quiet)
    assert "for you is" in text_of(quiet)
    assert "Type a day and an hour" in text_of(wrong)
    assert fits.status_code == 302
    assert OtherTimes.objects.get().times == [f"{day}T15:00:00+00:00"]


@pytest.mark.capability("S024", "S037")
def test_whoever_cannot_come_too_late_to_move_says_so_and_both_get_three_times(
    cast, as_person, outbox
):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()
    page = f"/meetings/{meeting.public_id}/cannot-come/"
    early = as_person(cast.bruno).post(page)
    outbox()
    with clock(meeting.starts_at - timedelta(hours=20)):
        on_page = text_of(as_person(cast.bruno).get(f"/pairs/{pair.public_id}/"))
        asked = text_of(as_person(cast.bruno).get(page))
        move_page = text_of(as_person(cast.bruno).get(page.replace("cannot-come", "move")))
        given_up = as_person(cast.bruno).post(page)
        again = as_person(cast.bruno).post(page)
        held_page = page.replace("cannot-come", "held")
        with clock(meeting.ends_at):
            on_held = text_of(as_person(cast.ada).get(held_page))
            held = as_person(cast.ada).post(held_page, {"met": "yes"})
        for_ada = text_of(as_person(cast.ada).get(f"/pairs/{pair.public_id}/"))
        copies = [bytes(copy.message) for copy in outbox() if "does not take" in copy.subject]
        facts = queries.session_facts([pair])[pair.pk]
        offer = OtherTimes.objects.get()
        take = as_person(cast.ada).get(f"/meetings/{meeting.public_id}/times/")
        moving.take_time(offer, datetime.fromisoformat(offer.times[0]), by=cast.ada)

    meeting.refresh_from_db()
    assert (early.status_code, given_up.status_code, again.status_code) == (409, 302, 409)
    assert "I cannot come" in on_page
    assert "We did meet" not in on_held
    assert "is in no calendar any more" in text_of(held)
    assert "it uses one of your moves" in asked
    assert "It is less than 48 hours away, so this one stays where it is." in move_page
    assert "Session 1 needs a new hour." in for_ada
    assert "Which hour suits you?" in text_of(take)
    assert len(copies) == 2
    assert all(b'method="CANCEL"' in copy for copy in copies)
    assert all(
        b"Bruno" not in copy.split(b"BEGIN:VCALENDAR")[0] or b"cannot" not in copy
        for copy in copies
    )
    assert (facts.missed, facts.to_come) == (1, 7)
    assert (meeting.cancelled_at, meeting.missed_at, meeting.sequence) == (None, None, 2)
    assert (Absence.objects.get().kind, Absence.objects.get().side) == ("late", "mentee")
    # The programme's own time counts for nobody; giving it up late has counted.
    assert Move.objects.get().side == "programme"
    assert queries.moves_by_side(pair, "mentee") == 1


def test_nobody_else_and_at_no_other_time_gives_a_session_up(cast, jana):
    pair = make_booked_pair(cast)
    meeting, second = pair.meetings.all()[:2]
    with clock(meeting.starts_at - timedelta(hours=2)):
        for by in (jana, cast.chidi):
            with pytest.raises(Refusal):
                keeping.give_up_late(meeting, by=by)
        stale = Meeting.objects.get(pk=meeting.pk)
        keeping.give_up_late(meeting, by=cast.ada)
        with pytest.raises(Refusal):
            keeping.give_up_late(stale, by=cast.ada)
    with clock(second.starts_at), pytest.raises(Refusal, match="has begun"):
        keeping.give_up_late(second, by=cast.ada)
    # It is booked again like any session without a date, with its old calendar entry.
    again = services.book_meetings(pair, queries.propose_dates(pair), by=cast.ada)
    pause_pair(pair, by=cast.ada)
    with pytest.raises(Refusal, match="does not meet now"):
        keeping.give_up_late(second, by=cast.ada)

    assert [(one.number, one.missed_at, one.sequence) for one in again] == [(1, None, 2)]


def test_who_waited_in_vain_says_so_in_private_and_it_can_be_put_right(cast, as_person):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()
    page = f"/meetings/{meeting.public_id}/held/"
    with pytest.raises(Refusal):
        keeping.say_one_was_alone(meeting, by=cast.ada)
    with clock(meeting.ends_at):
        with pytest.raises(Refusal):
            keeping.say_one_was_alone(meeting, by=cast.chidi)
        said = as_person(cast.ada).post(page, {"met": "alone"})
        for_ada = text_of(as_person(cast.ada).get(page))
        for_bruno = text_of(as_person(cast.bruno).get(page))
        with pytest.raises(Refusal, match="noted already"):
            keeping.say_one_was_alone(meeting, by=cast.ada)
        row = promised.rows_of([pair])[0]
        services.mark_held(meeting, by=cast.bruno)
        with pytest.raises(Refusal, match="settled already"):
            keeping.say_one_was_alone(meeting, by=cast.ada)

    assert said.status_code == 302
    assert "That you waited is noted." in for_ada
    assert "waited is noted" not in for_bruno
    assert "You did not meet. That is noted, without a reason." in for_bruno
    assert (row.missed, row.alone) == (1, 1)
    assert not Absence.objects.exists()


@pytest.mark.capability("S037", "S079")
def test_after_the_second_move_of_the_senior_both_get_times_and_the_mentor_a_neutral_line(
    cast, outbox
):
    pair = make_booked_pair(cast)
    for meeting in pair.meetings.all()[:2]:
        services.move_meeting(meeting, two_slots(meeting)[0], by=cast.bruno)
    mails = {
        copy.to_mailbox: bytes(copy.message).decode()
        for copy in outbox()
        if copy.subject.startswith("Three times")
    }

    assert OtherTimes.objects.get().side == "programme"
    assert "You have nothing to do and nobody to chase" in re.sub(
        r"\s+", " ", mails[cast.ada.address]
    )
    assert "Two of your sessions have moved." in re.sub(r"\s+", " ", mails[cast.bruno.address])
    assert (
        "Bruno" not in mails[cast.ada.address].split("BEGIN:VCALENDAR")[0].split("Dates of", 1)[-1]
    )
    # The mentor's own moves never lead there, and neither does a pair in which none is senior.
    third = pair.meetings.all()[2]
    services.move_meeting(third, two_slots(third)[0], by=cast.ada)
    assert OtherTimes.objects.count() == 1


@pytest.mark.capability("S045", "S063")
def test_dates_for_all_pairs_are_put_in_by_the_worker_and_move_freely_at_first(cast, as_person):
    pairs = make_pairs(cast, 3)
    own = make_signed_pair(cast)
    services.book_meetings(own, queries.propose_dates(own), by=cast.ada)
    page = f"/meetings/in/{cast.programme.public_id}/dates/"
    before = text_of(as_person(cast.chidi).get(page))

    asked = as_person(cast.chidi).post(page)
    twice = as_person(cast.chidi).post(page)
    under_way = text_of(as_person(cast.chidi).get(page, headers={"HX-Request": "true"}))
    done = jobs.book_all(), jobs.book_all()
    after = text_of(as_person(cast.chidi).get(page))
    none_left = as_person(cast.chidi).post(page)

    pair = pairs[0]
    meeting = pair.meetings.first()
    assert "Put dates in for 3 pairs" in before
    assert (asked.status_code, twice.status_code, none_left.status_code) == (302, 409, 409)
    assert "0 of 3 pairs have been looked at." in under_way
    assert done == (3, 0)
    assert "Dates are in for 3 pairs." in after
    assert {one.meetings.count() for one in (*pairs, own)} == {8}
    assert meeting.is_from_programme
    assert OutboxMessage.objects.filter(kind="meetings/dates-put-in").count() == 6
    for one in pair.meetings.all()[:3]:
        services.move_meeting(one, two_slots(one)[0], by=pair.mentee)
    assert queries.moves_by_side(pair, "mentee") == 0
    assert promised.total_of(cast.programme).moves_by_mentee == 0
    # From the first notice period on, moves count.
    first, *_between, last = pair.meetings.all()
    with clock(first.first_booked_for - timedelta(hours=47)):
        services.move_meeting(last, queries.slots_to_move_to(last)[0], by=pair.mentee)
    assert queries.moves_by_side(pair, "mentee") == 1


def test_a_pair_without_a_common_hour_is_named_when_dates_are_put_in(cast, as_person):
    pair = make_signed_pair(cast)
    cast.programme.session_minutes = 60 * 30
    cast.programme.save(update_fields=["session_minutes"])
    rounds.ask_to_book_all(cast.programme, by=cast.chidi)

    done = jobs.book_all()
    page = text_of(as_person(cast.chidi).get(f"/meetings/in/{cast.programme.public_id}/dates/"))

    round_ = BookingRound.objects.get()
    assert (done, round_.booked, round_.without) == (1, 0, [pair.public_id])
    assert "No hour was found for these." in page
    assert rounds.book_for(make_booked_pair_again(pair)) is True


def make_booked_pair_again(pair):
    """Somebody booked in between, so the round leaves the pair as it is."""
    Meeting.objects.create(
        pair=pair, number=1, starts_at=MONDAY, first_booked_for=MONDAY, booked_at=MONDAY
    )
    return pair


@pytest.mark.capability("S118")
def test_a_session_has_its_place_its_goals_and_no_note_taker_unless_both_say_yes(cast, as_person):
    cast.programme.settings = {"video_link": "https://meet.example.org/{room}"}
    cast.programme.save(update_fields=["settings"])
    pair = make_signed_pair(cast)
    goal = write_goal(pair, "Read a dashboard alone", by=cast.bruno)
    services.book_meetings(pair, queries.propose_dates(pair), by=cast.bruno, way="video")
    meeting = pair.meetings.first()
    root = f"/pairs/{pair.public_id}/"
    url = f"/meetings/{meeting.public_id}"
    where = f"/meetings/of/{pair.public_id}/where/"
    name = pair.video_room.name

    at_first = as_person(cast.ada).get(root).content.decode()
    as_person(cast.ada).post(f"{url}/goals/", {"goal": goal.public_id})
    as_person(cast.ada).post(f"{url}/notes-taken/", {"let": "yes"})
    alone = text_of(as_person(cast.bruno).get(f"{url}/notes-taken/"))
    one_yes = text_of(as_person(cast.bruno).get(root))
    as_person(cast.bruno).post(f"{url}/notes-taken/", {"let": "yes"})
    both = text_of(as_person(cast.ada).get(root))
    as_person(cast.bruno).post(f"{url}/notes-taken/", {"let": "no"})
    bad = as_person(cast.bruno).post(where, {"way": "video", "place": "http://x"})
    own = as_person(cast.bruno).post(where, {"way": "video", "place": "https://call.example/us"})
    same = as_person(cast.bruno).post(where, {"way": "video", "place": "https://call.example/us"})
    as_person(cast.bruno).post(where, {"way": "on-site", "place": "Canteen"})

    assert f"https://meet.example.org/{name}" in at_first
    assert pair.public_id not in name
    assert "Nothing is recorded, and no program takes notes." in one_yes
    assert "Whether somebody else said yes is not shown" in alone
    assert "Read a dashboard alone" in both
    assert "Both of you let a program take notes this once." in both
    assert not places.may_notes_be_taken(meeting)
    assert "A link begins with https://" in text_of(bad)
    assert (own.status_code, same.status_code) == (302, 302)
    assert {(one.way, one.place, one.sequence) for one in pair.meetings.all()} == {
        ("on-site", "Canteen", 2)
    }
    assert OutboxMessage.objects.filter(kind="meetings/place").count() == 32
    assert weeks.two_weeks(pair, way="on-site").travel_minutes == 15


def test_where_and_what_for_are_said_by_the_two_alone(cast):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()

    for act in (
        lambda: places.settle_where(pair, way="open", place="", by=cast.chidi),
        lambda: places.settle_where(pair, way="video", place="", by=cast.ada),
        lambda: places.let_notes_be_taken(meeting, True, by=cast.chidi),
        lambda: places.tie_to_goals(meeting, [], by=cast.chidi),
    ):
        with pytest.raises(Refusal):
            act()
    with clock(meeting.ends_at):
        services.mark_held(meeting, by=cast.ada)
        with pytest.raises(Refusal, match="is over"):
            places.let_notes_be_taken(meeting, True, by=cast.ada)
