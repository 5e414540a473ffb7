from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tests.factories import MONDAY, make_member, make_person
from tests.meetings.calendar_client import entry_in
from tests.meetings.factories import make_booked_pair, make_held_meeting
from tests.pairs.factories import make_pairs, make_signed_pair
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.joining.applications.models import Application
from turnabout.together.meetings import jobs, queries, services
from turnabout.together.meetings.models import Meeting, Move
from turnabout.together.meetings.slots import TwoWeeks, Week
from turnabout.together.pairs.services import end_pair, pause_pair, say_ready


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def apply_with(membership, hours):
    return Application.objects.create(
        membership=membership, hours=hours, begun_at=MONDAY, saved_at=MONDAY, sent_at=MONDAY
    )


def live_in(person, zone):
    person.zone = zone
    person.save(update_fields=["zone"])


def test_all_dates_are_proposed_from_both_weeks(cast):
    apply_with(cast.mentor, ["tue-09", "thu-14"])
    apply_with(cast.mentee, ["thu-14", "fri-10"])
    pair = make_signed_pair(cast)

    dates = queries.propose_dates(pair)

    first = datetime(2026, 3, 12, 14, tzinfo=UTC)
    assert len(dates) == 8
    assert dates[0] == first
    local = [date.astimezone(ZoneInfo("Europe/London")) for date in dates]
    assert {(date.weekday(), date.hour) for date in local} == {(3, 14)}
    assert {(later - date).days for date, later in pairwise(local)} == {21}


def test_two_zones_meet_where_their_days_overlap(cast):
    live_in(cast.ada, "Europe/Berlin")
    live_in(cast.bruno, "America/New_York")
    pair = make_signed_pair(cast)

    dates = queries.propose_dates(pair)

    berlin = {date.astimezone(ZoneInfo("Europe/Berlin")).hour for date in dates}
    new_york = {date.astimezone(ZoneInfo("America/New_York")).hour for date in dates}
    assert berlin <= set(range(9, 17))
    assert new_york <= set(range(9, 17))


def test_weeks_without_a_common_hour_fall_back_to_usual_hours_then_to_the_mentors():
    first, last = MONDAY, MONDAY + timedelta(days=6)
    apart = TwoWeeks(Week(("mon-09",), "UTC"), Week(("tue-09",), "UTC"), 60)
    far = TwoWeeks(Week(("tue-09",), "UTC"), Week(("tue-09",), "Pacific/Auckland"), 60)
    full = TwoWeeks(
        Week(("tue-09",), "UTC"), Week(("tue-09",), "Pacific/Auckland"), 60, ((first, last),)
    )

    assert apart.free_between(first, last)[0] == MONDAY
    awake = [MONDAY + timedelta(days=day, hours=hour) for day in range(5) for hour in (9, 10)]
    assert far.free_between(first, last) == awake[:8]
    assert full.free_between(first, last) == []


def test_a_pair_with_no_free_hour_gets_no_dates(cast):
    pair = make_signed_pair(cast)
    programme = pair.programme
    programme.session_minutes = 60 * 30
    programme.save(update_fields=["session_minutes"])

    assert queries.propose_dates(pair) == []


def test_a_programme_that_begins_later_has_its_dates_later(cast):
    pair = make_signed_pair(cast)
    pair.programme.starts_on = (MONDAY + timedelta(days=60)).date()
    pair.programme.save(update_fields=["starts_on"])

    assert queries.propose_dates(pair)[0] > MONDAY + timedelta(days=59)


def test_one_of_the_two_books_for_both(cast):
    pair = make_booked_pair(cast)

    kinds = OutboxMessage.objects.filter(kind__startswith="meetings/").values_list(
        "kind", "recipient"
    )
    assert pair.meetings.count() == 8
    assert Counter(kinds) == {
        ("meetings/booked", cast.ada.public_id): 1,
        ("meetings/booked", cast.bruno.public_id): 1,
        ("meetings/invitation", cast.ada.public_id): 8,
        ("meetings/invitation", cast.bruno.public_id): 8,
    }
    assert pair.meetings.last().kind == Meeting.Kind.CLOSING
    assert queries.propose_dates(pair) == []


def test_nobody_books_twice_out_of_order_or_for_others(cast):
    pair = make_signed_pair(cast)
    dates = queries.propose_dates(pair)

    with pytest.raises(Refusal):
        services.book_meetings(pair, dates, by=cast.dana)
    with pytest.raises(Refusal):
        services.book_meetings(pair, dates[::-1], by=cast.ada)
    with pytest.raises(Refusal):
        services.book_meetings(pair, [MONDAY - timedelta(days=1)], by=cast.ada)
    services.book_meetings(pair, dates, by=cast.ada)
    with pytest.raises(Refusal):
        services.book_meetings(pair, dates, by=cast.bruno)


def test_a_second_tap_on_a_slow_booking_writes_no_second_mail(cast):
    pair = make_booked_pair(cast)
    letters = OutboxMessage.objects.count()

    with pytest.raises(Refusal, match="These dates are booked already"):
        services.book_meetings(pair, queries.propose_dates(pair), by=cast.bruno)

    assert OutboxMessage.objects.count() == letters


def test_a_session_moves_by_either_side_with_the_same_entry(cast):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()
    before = meeting.starts_at
    to = queries.slots_to_move_to(meeting)[-1]

    services.move_meeting(meeting, to, by=cast.bruno)

    move = Move.objects.get()
    assert (move.side, move.by_delegate, move.from_at, move.to_at) == ("mentee", False, before, to)
    assert (meeting.starts_at, meeting.sequence, meeting.first_booked_for) == (to, 1, before)
    told = OutboxMessage.objects.filter(kind="meetings/moved").values_list("recipient", flat=True)
    assert sorted(told) == sorted([cast.ada.public_id, cast.bruno.public_id])


def test_a_session_moves_within_the_rules_only(cast):
    pair = make_booked_pair(cast)
    first, second, third = pair.meetings.all()[:3]

    with pytest.raises(Refusal):
        services.move_meeting(first, first.starts_at + timedelta(minutes=7), by=cast.ada)
    with pytest.raises(Refusal):
        services.move_meeting(first, queries.slots_to_move_to(first)[0], by=cast.dana)
    for meeting in (first, second):
        services.move_meeting(meeting, queries.slots_to_move_to(meeting)[-1], by=cast.ada)
    with pytest.raises(Refusal):
        services.move_meeting(third, queries.slots_to_move_to(third)[-1], by=cast.ada)
    services.move_meeting(third, queries.slots_to_move_to(third)[-1], by=cast.chidi)

    assert queries.moves_by_side(pair, "mentor") == 2
    assert queries.moves_by_side(pair, "coordinator") == 1


def test_a_session_that_is_too_near_stays(cast):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()

    with clock(meeting.starts_at - timedelta(hours=47)), pytest.raises(Refusal) as error:
        services.move_meeting(meeting, meeting.starts_at + timedelta(days=1), by=cast.ada)

    assert str(error.value) == "This one stays where it is. It is less than 48 hours away."


def test_a_session_changed_meanwhile_is_not_moved_over(cast):
    pair = make_booked_pair(cast)
    stale = pair.meetings.first()
    services.move_meeting(pair.meetings.first(), queries.slots_to_move_to(stale)[-1], by=cast.ada)
    to = queries.slots_to_move_to(stale)[0]

    with pytest.raises(Refusal):
        services.move_meeting(stale, to, by=cast.bruno)


def test_the_assistant_moves_for_the_mentee_and_counts_for_him(cast):
    pair = make_booked_pair(cast)
    jana = make_person(cast.organisation, name="Jana Roth")
    make_member(cast.programme, jana, "delegate", principal=cast.bruno)
    meeting = pair.meetings.first()

    services.move_meeting(meeting, queries.slots_to_move_to(meeting)[0], by=jana)

    move = Move.objects.get()
    assert (move.side, move.by_delegate, move.moved_by) == ("mentee", True, jana)


def test_the_assistant_is_told_the_dates_and_nothing_else(cast):
    jana = make_person(cast.organisation, name="Jana Roth")
    make_member(cast.programme, jana, "delegate", principal=cast.bruno)
    make_booked_pair(cast)

    told = OutboxMessage.objects.get(recipient=jana.public_id)

    assert told.kind == "meetings/arrange"
    assert sorted(told.context) == [
        "dates",
        "organisation_name",
        "principal_name",
        "programme_name",
    ]


def test_a_session_is_held_once_and_a_miss_can_be_put_right(cast):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()
    with pytest.raises(Refusal):
        services.mark_held(meeting, by=cast.ada)
    with clock(meeting.starts_at):
        with pytest.raises(Refusal):
            services.mark_held(meeting, by=cast.dana)
        services.mark_missed(meeting, by=cast.ada)
        with pytest.raises(Refusal):
            services.mark_missed(meeting, by=cast.bruno)
        services.mark_held(meeting, by=cast.bruno)
        with pytest.raises(Refusal):
            services.mark_held(meeting, by=cast.ada)

    meeting.refresh_from_db()
    assert (meeting.held_at is not None, meeting.missed_at) == (True, None)


def test_an_ending_takes_the_sessions_out_of_both_calendars(cast):
    pair = make_booked_pair(cast)

    end_pair(pair, by=cast.ada)

    assert pair.meetings.standing().count() == 0
    due = OutboxMessage.objects.filter(kind="meetings/cancelled").values_list("recipient", "due_at")
    assert {at for who, at in due if who == cast.ada.public_id} == {MONDAY}
    tomorrow = datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert {at for who, at in due if who == cast.bruno.public_id} == {tomorrow}


def test_the_other_hears_in_time_not_to_wait_in_vain(cast):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()

    with clock(meeting.starts_at - timedelta(hours=4)):
        end_pair(pair, by=cast.ada)

    told = OutboxMessage.objects.get(
        kind="meetings/cancelled", recipient=cast.bruno.public_id, about=meeting.public_id
    )
    assert told.due_at == meeting.starts_at - timedelta(hours=3)


def test_a_pause_is_followed_by_booking_the_rest(cast):
    pair = make_booked_pair(cast)
    held = make_held_meeting(cast, pair)
    with clock(held.starts_at + timedelta(days=1)):
        pause_pair(pair, by=cast.bruno)
        with pytest.raises(Refusal):
            services.book_meetings(pair, [held.starts_at + timedelta(days=9)], by=cast.ada)
        with pytest.raises(Refusal):
            services.move_meeting(pair.meetings.last(), MONDAY, by=cast.ada)
        say_ready(pair, by=cast.bruno)
        say_ready(pair, by=cast.ada)
        dates = queries.propose_dates(pair)
        booked = services.book_meetings(pair, dates, by=cast.bruno, place="The canteen")

    assert [meeting.number for meeting in booked] == [2, 3, 4, 5, 6, 7, 8]
    assert {meeting.sequence for meeting in booked} == {2}
    assert {meeting.place for meeting in booked} == {"The canteen"}
    assert pair.meetings.count() == 8


def test_both_are_reminded_once_two_days_before(cast):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()

    early = jobs.remind()
    with clock(meeting.starts_at - timedelta(days=2)):
        done = [jobs.remind(), jobs.remind()]

    assert (early, done) == (0, [1, 0])
    assert OutboxMessage.objects.filter(kind="meetings/reminder").count() == 2


def test_both_are_asked_once_whether_they_met(cast):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()

    with clock(meeting.ends_at - timedelta(minutes=1)):
        early = jobs.ask_whether_held()
    with clock(meeting.ends_at):
        done = [jobs.ask_whether_held(), jobs.ask_whether_held()]

    assert (early, done) == (0, [1, 0])
    assert OutboxMessage.objects.filter(kind="meetings/did-you-meet").count() == 2


def test_two_workers_remind_and_ask_once(cast):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()

    done = [job(meeting) for job in (jobs._remind, jobs._remind, jobs._ask, jobs._ask)]

    assert done == [1, 0, 1, 0]


def test_nobody_arranges_for_whoever_is_nobody():
    assert not queries.delegations_of(None).exists()


def test_nobody_is_reminded_during_a_pause(cast):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()
    pair.paused_at = MONDAY
    pair.save(update_fields=["paused_at"])

    with clock(meeting.starts_at - timedelta(days=1)):
        assert jobs.remind() == 0


def test_mails_about_an_older_time_are_dropped(cast, outbox):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()
    services.move_meeting(meeting, queries.slots_to_move_to(meeting)[0], by=cast.ada)

    copies = outbox()

    subjects = [copy.subject for copy in copies]
    assert sum(subject.startswith("Session 1,") for subject in subjects) == 0
    assert sum(subject.startswith("Session 1 is on") for subject in subjects) == 2
    moved = next(copy for copy in copies if copy.subject.startswith("Session 1 is on"))
    assert b'method="REQUEST"' in bytes(moved.message)


def test_a_question_that_was_answered_is_not_asked(cast, outbox):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()
    with clock(meeting.ends_at):
        jobs.ask_whether_held()
        services.mark_held(meeting, by=cast.ada)
        subjects = [copy.subject for copy in outbox()]

    assert sum(subject.startswith("Did you meet") for subject in subjects) == 0


def test_cancelled_sessions_leave_the_calendar_by_mail(cast, outbox):
    pair = make_booked_pair(cast)
    end_pair(pair, by=cast.ada)
    with clock(MONDAY + timedelta(days=2)):
        copies = outbox()

    cancelled = [copy for copy in copies if "out of your calendar" in copy.subject]
    assert len(cancelled) == 16
    assert all(b'method="CANCEL"' in bytes(copy.message) for copy in cancelled)
    # Ada stopped at nine; that Bruno hears in the morning must not tell at what time she did.
    to_bruno = [copy for copy in cancelled if cast.bruno.address in copy.to_address]
    assert {entry_in(bytes(copy.message)).stamped_at for copy in to_bruno} == {
        MONDAY.replace(hour=9) + timedelta(days=1)
    }
    assert not any(b":20260302T090000Z" in bytes(copy.message) for copy in to_bruno)


def test_the_facts_of_many_pairs_cost_two_queries(cast, django_assert_num_queries):
    booked = make_booked_pair(cast)
    make_held_meeting(cast, booked)
    others = make_pairs(cast, 3)

    with django_assert_num_queries(2):
        facts = queries.session_facts([booked, *others])

    assert (facts[booked.pk].held, facts[booked.pk].to_come, len(facts)) == (1, 7, 1)
