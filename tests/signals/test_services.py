from datetime import timedelta

import pytest

from tests.factories import MONDAY, make_member, make_person
from tests.signals.factories import (
    check_on,
    make_agreement,
    make_meeting,
    make_pair,
    open_signals,
)
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.trust.models import AuditEntry
from turnabout.joining.matching.models import Bond
from turnabout.joining.matching.services import begin_bond
from turnabout.listening.signals import queries
from turnabout.listening.signals.models import Task
from turnabout.listening.signals.services import check_due, check_signals, finish_task
from turnabout.outcomes.figures.models import Release
from turnabout.together.meetings.models import Absence, DaysAway, Meeting, Move
from turnabout.together.meetings.services import mark_held
from turnabout.together.pairs.services import ask_for_mediation, pause_pair, settle_mediation

WEEK_PUBLISHED = [
    {
        "subject": "week",
        "name": "1",
        "parts": ["1"],
        "members": [1, 2, 3, 4, 5],
        "value": {"number": 1, "monday": "2026-03-02", "kept": 6, "moved": 2, "missed": 1},
    }
]


def test_a_coordinator_hears_of_a_pair_that_has_not_met_after_14_days(cast):
    make_pair(cast.programme, mentor=cast.ada, mentee=cast.bruno)

    assert check_on(cast.programme, 13) == 0
    assert check_on(cast.programme, 14) == 1

    task = Task.objects.get()
    assert (task.signal, task.facts, task.is_urgent) == ("not_started", {"days": 14}, False)
    assert task.due_on == (MONDAY + timedelta(days=16)).date()


def test_a_coordinator_reads_today_when_a_start_is_three_weeks_late(cast, outbox):
    pair = make_pair(cast.programme)
    check_on(cast.programme, 14)
    before = outbox()

    for hours in (0, 1):
        with clock(MONDAY + timedelta(days=22, hours=hours)):
            check_signals(cast.programme)
            at_once = outbox()

    task = Task.objects.get()
    assert (task.facts, task.is_urgent) == ({"days": 22}, True)
    assert len(at_once) == len(before)
    with clock(MONDAY + timedelta(days=23)):
        (letter,) = outbox()[len(before) :]
    assert letter.to_name == cast.chidi.name
    assert letter.subject == f"{cast.programme.name}: something needs you"
    assert not any(name.encode() in bytes(letter.message) for name in names_of(pair))


def test_an_urgent_task_of_a_programme_that_nobody_runs_reaches_who_can_take_it_up(cast, outbox):
    make_pair(cast.programme)
    cast.programme.memberships.filter(pk=cast.coordinator.pk).update(ended_at=MONDAY)

    check_on(cast.programme, 22)

    with clock(MONDAY + timedelta(days=23)):
        (letter,) = [copy for copy in outbox() if "needs you" in copy.subject]
    assert letter.to_name == cast.chidi.name
    assert b"/programmes/" in bytes(letter.message)


def names_of(pair):
    return pair.mentor.name, pair.mentee.name


def test_a_task_is_cleared_when_its_fact_is_gone(cast):
    pair = make_pair(cast.programme)
    check_on(cast.programme, 14)
    make_meeting(pair, 15, held=True)
    make_meeting(pair, 40)

    assert check_on(cast.programme, 16) == 1
    assert open_signals(cast.programme) == []
    assert Task.objects.get().cleared_at == MONDAY + timedelta(days=16)


def test_a_pair_with_all_its_sessions_behind_it_needs_no_next_date(cast):
    cast.programme.sessions = 1
    cast.programme.save()
    pair = make_pair(cast.programme)
    make_meeting(pair, 5, held=True)

    assert check_on(cast.programme, 30) == 0


def test_a_coordinator_hears_of_the_second_move_by_the_mentees_side(cast):
    pair = make_pair(cast.programme)
    make_meeting(pair, 5, held=True, moved_by=["mentee"])
    meeting = make_meeting(pair, 20, moved_by=["mentor"])

    assert check_on(cast.programme, 10) == 0

    meeting.delete()
    make_meeting(pair, 20, moved_by=["mentee"])
    assert check_on(cast.programme, 10) == 1
    task = Task.objects.get()
    assert (task.signal, task.facts, task.is_urgent) == ("moved_twice", {"count": 2}, True)


def test_moves_of_long_ago_are_forgotten(cast):
    pair = make_pair(cast.programme)
    make_meeting(pair, 1, held=True, moved_by=["mentee", "mentee"])
    for day in (3, 6, 9):
        make_meeting(pair, day, held=True)
    make_meeting(pair, 30)
    make_agreement(pair)

    assert check_on(cast.programme, 10) == 0


def test_a_coordinator_hears_of_an_unsigned_agreement_after_two_sessions(cast):
    pair = make_pair(cast.programme)
    make_meeting(pair, 2, held=True)
    make_meeting(pair, 30)
    make_agreement(pair, is_signed=False)

    assert check_on(cast.programme, 8) == 0

    make_meeting(pair, 7, held=True)
    assert check_on(cast.programme, 8) == 1
    assert open_signals(cast.programme) == ["agreement_unsigned"]


@pytest.mark.parametrize("mentor_said_yes", [False, True])
def test_a_question_that_waits_opens_no_task_because_its_absence_would_tell_of_a_no(
    cast, mentor_said_yes
):
    accepted = MONDAY + timedelta(days=3) if mentor_said_yes else None
    make_pair(cast.programme, is_formed=False, mentor_accepted_at=accepted)

    assert [check_on(cast.programme, day) for day in (3, 6, 9)] == [0, 0, 0]
    assert not Task.objects.exists()


def test_a_coordinator_hears_of_a_session_that_nobody_confirmed(cast):
    pair = make_pair(cast.programme)
    make_meeting(pair, 5)
    make_meeting(pair, 30)

    assert check_on(cast.programme, 8) == 0
    assert check_on(cast.programme, 9) == 1
    assert open_signals(cast.programme) == ["unanswered"]


@pytest.mark.parametrize("who", ["pair", "mentor", "mentee", "membership"])
def test_planned_leave_suspends_every_rule(cast, who):
    pair = make_pair(cast.programme)
    check_on(cast.programme, 14)
    row = {
        "pair": pair,
        "mentor": pair.mentor,
        "mentee": pair.mentee,
        "membership": pair.mentee_membership,
    }[who]
    if who in ("mentor", "mentee"):
        row.away_until = (MONDAY + timedelta(days=40)).date()
    else:
        row.paused_at = MONDAY
    row.save()

    check_on(cast.programme, 20)

    assert open_signals(cast.programme) == []


def test_a_pair_has_one_open_task_however_much_is_found(cast):
    pair = make_pair(cast.programme)
    make_meeting(pair, 2, held=True, moved_by=["mentee"])
    make_meeting(pair, 3, held=True, moved_by=["mentee"])

    check_on(cast.programme, 9)
    check_on(cast.programme, 9)

    assert open_signals(cast.programme) == ["moved_twice"]


def test_the_task_of_an_ended_pair_is_cleared(cast):
    pair = make_pair(cast.programme)
    check_on(cast.programme, 14)
    pair.ended_at = MONDAY + timedelta(days=15)
    pair.save()

    assert check_on(cast.programme, 15) == 2
    assert open_signals(cast.programme) == ["cared_for"]
    assert check_on(cast.programme, 44) == 1
    assert open_signals(cast.programme) == []


@pytest.mark.capability("S021", "S112")
def test_a_wish_for_a_third_person_does_not_wait_behind_another_task(cast):
    pair = make_pair(cast.programme)
    check_on(cast.programme, 14)
    asked = ask_for_mediation(pair, by=pair.mentor)

    check_on(cast.programme, 14)
    first = open_signals(cast.programme)
    settle_mediation(asked, by=cast.chidi)
    with clock(MONDAY + timedelta(days=15)):
        pause_pair(pair, by=pair.mentee, back_on=(MONDAY + timedelta(days=20)).date())
    check_on(cast.programme, 26)
    at_rest = open_signals(cast.programme)
    check_on(cast.programme, 27)

    assert (first, at_rest) == (["mediation_asked"], [])
    assert open_signals(cast.programme) == ["resting_long"]


@pytest.mark.parametrize(("outcome", "quiet_days"), [("done", 7), ("not-reached", 1)])
def test_a_coordinator_finishes_a_task_and_has_quiet_for_a_while(cast, outcome, quiet_days):
    make_pair(cast.programme)
    check_on(cast.programme, 14)
    with clock(MONDAY + timedelta(days=14)):
        finish_task(Task.objects.get(), outcome, by=cast.chidi)

    assert check_on(cast.programme, 14 + quiet_days - 1) == 0
    assert check_on(cast.programme, 14 + quiet_days) == 1
    told = AuditEntry.objects.get(event="task_finished")
    assert (told.by, told.facts) == (
        cast.chidi.public_id,
        {"signal": "not_started", "outcome": outcome},
    )


def test_a_task_is_finished_once(cast):
    make_pair(cast.programme)
    check_on(cast.programme, 14)
    task = Task.objects.get()
    finish_task(task, "done", by=cast.chidi)

    with pytest.raises(Refusal) as refusal:
        finish_task(task, "done", by=cast.chidi)

    assert str(refusal.value) == "This task is closed already."


def test_a_task_ends_in_one_of_three_ways(cast):
    make_pair(cast.programme)
    check_on(cast.programme, 14)

    with pytest.raises(Refusal) as refusal:
        finish_task(Task.objects.get(), "whatever", by=cast.chidi)

    assert str(refusal.value) == "A task ends as done, not reached or not needed."


def test_the_rules_are_asked_once_an_hour(cast):
    make_pair(cast.programme)
    asked = []
    for minutes in (0, 30, 60):
        with clock(MONDAY + timedelta(days=14, minutes=minutes)):
            asked.append(check_due())
            Task.objects.all().delete()

    assert asked == [1, 0, 1]


def test_a_session_that_is_held_makes_the_rules_be_asked_again(cast):
    pair = make_pair(cast.programme, mentor=cast.ada, mentee=cast.bruno)
    with clock(MONDAY + timedelta(days=14)):
        assert check_due() == 1
        meeting = make_meeting(pair, 13)
        make_meeting(pair, 40)
        assert check_due() == 0

        mark_held(meeting, by=cast.ada)

        assert check_due() == 1
    assert open_signals(cast.programme) == []


@pytest.mark.parametrize("pairs", [1, 3])
def test_many_pairs_are_checked_in_the_same_number_of_queries(
    cast, pairs, django_assert_max_num_queries
):
    for _number in range(pairs):
        pair = make_pair(cast.programme)
        make_meeting(pair, 2, held=True)
        make_meeting(pair, 30)

    with clock(MONDAY + timedelta(days=8)), django_assert_max_num_queries(15):
        check_signals(cast.programme)


def test_a_coordinator_hears_of_a_pair_that_has_come_to_break_a_rule(cast):
    make_pair(cast.programme, mentor=cast.ada, mentee=cast.bruno)
    begin_bond(cast.programme, cast.ada, cast.bruno)
    Bond.objects.update(broken_rules=[{"rule": "not_in_line", "given": {}}])
    with clock(MONDAY + timedelta(days=1)):
        check_signals(cast.programme)

    [words] = queries.tasks_in_words(queries.open_tasks(cast.programme))
    Bond.objects.update(broken_rules=[])
    with clock(MONDAY + timedelta(days=2)):
        check_signals(cast.programme)

    assert words.title == "Ada Nowak and Bruno Keller have come to break a rule"
    assert words.text.startswith("Something changed around them: In one reporting line. You can")
    assert queries.open_tasks(cast.programme) == []


def test_a_coordinator_hears_that_two_were_to_part_once_the_new_pair_is_there(cast):
    make_pair(cast.programme, mentor=cast.ada, mentee=cast.bruno)
    with clock(MONDAY):
        begin_bond(cast.programme, cast.ada, cast.bruno)
    Bond.objects.update(to_part_at=MONDAY + timedelta(days=1))
    with clock(MONDAY + timedelta(days=2)):
        check_signals(cast.programme)
        before = queries.open_tasks(cast.programme)
        begin_bond(cast.programme, cast.ada, cast.chidi)
        check_signals(cast.programme)

    [task] = queries.open_tasks(cast.programme)

    assert before == []
    assert task.signal == "to_part"


def sides(pair, number, *, late="", alone=""):
    """Session `number` was given up late by one side, or one waited in it in vain."""
    meeting = pair.meetings.get(number=number)
    for kind, side in (("late", late), ("alone", alone)):
        if side:
            Absence.objects.create(meeting=meeting, kind=kind, side=side, said_at=meeting.starts_at)
    meeting.missed_at = meeting.starts_at
    meeting.cancelled_at = meeting.starts_at if late else None
    meeting.save()


def test_late_absences_count_with_the_moves_of_the_senior_and_not_those_of_the_junior(cast):
    pair, other = make_pair(cast.programme), make_pair(cast.programme, mentor=cast.ada)
    for one, moved_by, late in ((pair, ["mentee"], "mentee"), (other, ["mentor"], "mentor")):
        make_meeting(one, 5, held=True, moved_by=moved_by)
        make_meeting(one, 8)
        sides(one, 2, late=late)
        make_meeting(one, 12)

    check_on(cast.programme, 9)

    [task] = Task.objects.open()
    assert (task.pair, task.signal, task.facts) == (pair, "moved_twice", {"count": 2})


def test_free_moves_of_dates_that_the_programme_put_in_are_no_reason_to_call(cast):
    pair = make_pair(cast.programme)
    make_meeting(pair, 5, held=True, moved_by=["mentee"])
    make_meeting(pair, 12, moved_by=["mentee"])
    Move.objects.update(is_free=True)

    assert check_on(cast.programme, 6) == 0


@pytest.mark.parametrize("direction", ["mentor_senior", "any"])
def test_where_the_mentor_may_be_the_senior_one_her_moves_count(cast, direction):
    cast.programme.settings = {"direction": direction}
    cast.programme.save()
    pair = make_pair(cast.programme)
    make_meeting(pair, 5, held=True, moved_by=["mentor"])
    make_meeting(pair, 12, moved_by=["mentor"])

    check_on(cast.programme, 6)

    assert open_signals(cast.programme) == ["moved_twice"]


def test_each_new_fact_opens_its_task_and_clears_with_it(cast):
    pair = make_pair(cast.programme)
    for day in (1, 4, 8, 60):
        make_meeting(pair, day)
    sides(pair, 1, alone="mentor")
    check_on(cast.programme, 2)
    waited = open_signals(cast.programme)
    sides(pair, 2, late="mentor")
    sides(pair, 3, late="mentee")
    Absence.objects.filter(kind="alone").update(said_at=MONDAY - timedelta(days=40))
    check_on(cast.programme, 9)
    check_on(cast.programme, 9)
    late = open_signals(cast.programme)
    Absence.objects.all().delete()
    check_on(cast.programme, 10)
    check_on(cast.programme, 10)
    missed = open_signals(cast.programme)
    pair.meetings.filter(number=3).update(held_at=MONDAY, missed_at=None, cancelled_at=None)
    check_on(cast.programme, 10)
    cleared = open_signals(cast.programme)
    check_on(cast.programme, 8 + 37)
    stalled = Task.objects.open().get()
    check_on(cast.programme, 8 + 53)

    assert (waited, late, missed, cleared) == (
        ["waited_in_vain"],
        ["late_twice"],
        ["missed_in_a_row"],
        [],
    )
    stalled.refresh_from_db()
    assert (stalled.signal, stalled.facts, stalled.is_urgent) == ("stalled", {"days": 53}, True)


@pytest.mark.capability("S037")
def test_planned_days_away_stop_every_clock(cast):
    pair = make_pair(cast.programme)
    days = (MONDAY + timedelta(days=10)).date(), (MONDAY + timedelta(days=20)).date()
    DaysAway.objects.create(person=pair.mentee, first_on=days[0], last_on=days[1])

    assert check_on(cast.programme, 15) == 0
    assert check_on(cast.programme, 21) == 1


@pytest.mark.capability("S037", "S079")
def test_after_three_slips_the_sponsors_office_reads_totals_and_no_pair(cast, outbox):
    sponsor = make_person(cast.organisation, name="Sofia Sponsor")
    make_member(cast.programme, sponsor, "sponsor")
    pair = make_pair(cast.programme, mentor=cast.ada, mentee=cast.bruno)
    for day in (5, 12, 19):
        make_meeting(pair, day, held=day < 12, moved_by=["mentee"])
    outbox()

    for day in (13, 13, 14):
        with clock(MONDAY + timedelta(days=day)):
            check_signals(cast.programme)
            copies = outbox()
    mine = [copy for copy in copies if "help to keep the dates" in copy.subject]
    text = bytes(mine[0].message).decode()
    helper = make_person(cast.organisation, name="Hal Office")
    make_member(cast.programme, sponsor, "mentee")
    make_member(cast.programme, helper, "delegate", principal=sponsor)
    Release.objects.create(programme=cast.programme, released_at=MONDAY, cells=WEEK_PUBLISHED)
    with clock(MONDAY + timedelta(days=28)):
        Meeting.objects.filter(number=3).update(starts_at=MONDAY + timedelta(days=30))
        check_signals(cast.programme)
        later = [copy for copy in outbox() if "help to keep" in copy.subject][1:]

    assert [copy.to_mailbox for copy in mine] == [sponsor.address]
    assert "There are too few of them yet for a number." in " ".join(text.split())
    for name in ("Ada", "Bruno", pair.public_id):
        assert name not in text
    assert [copy.to_mailbox for copy in later] == [helper.address]
    told = " ".join(bytes(later[0].message).decode().replace("=\n", "").split())
    assert "Of 9 sessions that were due, 6 were kept as booked, 2 moved and 1 missed." in told
    assert "because you arrange for the sponsor" in told
