from datetime import timedelta

from django.urls import reverse

from tests.factories import MONDAY, make_person
from tests.signals.factories import make_agreement, make_meeting, make_pair
from turnabout.foundation.common.time import clock
from turnabout.listening.signals.models import Task
from turnabout.listening.signals.services import check_signals


def open_task(cast):
    make_pair(cast.programme, mentor=cast.ada, mentee=cast.bruno)
    with clock(MONDAY + timedelta(days=14)):
        check_signals(cast.programme)
    return Task.objects.get()


def finish(client, task, outcome="done"):
    return client.post(reverse("signals:finish", args=[task.public_id, outcome]))


def test_a_coordinator_says_that_she_reached_nobody(as_person, cast):
    task = open_task(cast)

    answer = finish(as_person(cast.chidi), task, "not-reached")

    task.refresh_from_db()
    assert (answer.status_code, task.outcome) == (302, "not-reached")
    assert answer.url == reverse("home:today", args=[cast.programme.public_id])


def test_a_coordinator_who_clicks_twice_reads_why_nothing_happened(as_person, cast):
    task = open_task(cast)
    finish(as_person(cast.chidi), task)

    assert finish(as_person(cast.chidi), task).status_code == 409


def test_neither_of_the_two_sees_the_task_about_them(as_person, cast):
    task = open_task(cast)

    seen = [finish(as_person(person), task).status_code for person in (cast.ada, cast.dana)]

    assert seen == [404, 404]


def test_a_coordinator_finds_first_in_the_list_who_needs_a_look(as_person, cast):
    calm, _unmet, moved = (
        make_pair(cast.programme, mentee=make_person(cast.organisation, name=name))
        for name in ("Anna Calm", "Bea Unmet", "Cleo Moved")
    )
    make_meeting(calm, 2, held=True)
    make_meeting(calm, 30)
    make_agreement(calm)
    make_meeting(moved, 2, held=True)
    make_meeting(moved, 30, moved_by=("mentee", "mentee"))
    with clock(MONDAY + timedelta(days=15)):
        check_signals(cast.programme)
        page = as_person(cast.chidi).get(reverse("pairs:list", args=[cast.programme.public_id]))

    told = [(row.pair.mentee.name, row.how) for row in page.context["rows"]]
    assert told == [
        ("Cleo Moved", "needs_person"),
        ("Bea Unmet", "watch"),
        ("Anna Calm", "on_course"),
    ]
    assert "glyph--needs_person" in page.content.decode()
