"""Dates that are missing, and hours that do not suit: whom the rules tell, and when."""

from datetime import timedelta

import pytest

from tests.factories import MONDAY
from tests.pairs.factories import make_signed_pair
from tests.signals.factories import (
    check_on,
    make_agreement,
    make_meeting,
    make_pair,
    open_signals,
)
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.actors import Actor
from turnabout.foundation.common.time import clock
from turnabout.listening.signals import queries
from turnabout.listening.signals.models import Round, Task
from turnabout.listening.signals.services import check_due, check_signals
from turnabout.together.meetings.events import meeting_declined
from turnabout.together.meetings.jobs import ask_for_next_dates
from turnabout.together.meetings.models import Answer


@pytest.mark.capability("S024", "S118")
def test_a_missing_next_date_is_told_to_the_two_and_only_then_to_the_coordinator(
    cast, client, outbox
):
    pair = make_signed_pair(cast)
    met = make_meeting(pair, 5, held=True)
    outbox()

    def live(day):
        with clock(MONDAY + timedelta(days=day, hours=1)):
            return ask_for_next_dates(), check_signals(cast.programme), outbox()

    early, asked, again, before, late = (live(day) for day in (7, 8, 9, 11, 12))
    mails = [copy for copy in late[2] if copy.subject == "When do you meet for session 2?"]
    one, other = (" ".join(bytes(copy.message).decode().split()) for copy in mails)

    assert [early[:2], asked[:2], again[:2], before[:2], late[:2]] == [
        (0, 0), (1, 0), (0, 0), (0, 0), (0, 1),
    ]  # fmt: skip
    assert open_signals(cast.programme) == ["no_next_date"]
    assert {copy.to_mailbox for copy in mails} == {cast.ada.address, cast.bruno.address}
    assert "Both of you get this. Whoever is first books it for both" in one
    assert one.count(" March, ") == other.count(" March, ") == 2 * 3
    with clock(MONDAY + timedelta(days=12, hours=2)):
        client.get(make_link(LinkPurpose("book", cast.ada.public_id, pair.public_id)), follow=True)
        page = f"/meetings/of/{pair.public_id}/book/"
        form = client.get(page).context["form"]
        booked = client.post(page, {name: form[name].value() or "" for name in form.fields})
        check_signals(cast.programme)
    met.refresh_from_db()
    assert booked.status_code == 302
    assert open_signals(cast.programme) == []
    assert met.next_date_asked_at is None


def says_no(meeting, person, day, *, sequence=0):
    return Answer.objects.create(
        meeting=meeting,
        person=person,
        answer="declined",
        sequence=sequence,
        stamped_at=MONDAY + timedelta(days=day),
        answered_at=MONDAY + timedelta(days=day),
    )


@pytest.mark.capability("S024", "S045")
def test_nos_of_one_calendar_that_nobody_acts_on_reach_the_coordinator_without_a_side(
    cast, as_person
):
    pair = make_pair(cast.programme, mentor=cast.ada, mentee=cast.bruno)
    make_agreement(pair)
    first, second, third = (make_meeting(pair, day) for day in (8, 12, 16))
    says_no(first, cast.ada, 1)
    says_no(second, cast.bruno, 1)
    says_no(third, cast.ada, 1, sequence=7)  # to an hour that has moved since
    assert check_on(cast.programme, 4) == 0

    last = says_no(second, cast.ada, 4)
    assert check_on(cast.programme, 5) == 0
    assert check_on(cast.programme, 6) == 1

    [words] = queries.tasks_in_words(queries.open_tasks(cast.programme))
    assert words.title == "Hours of Ada Nowak and Bruno Keller that do not suit"
    assert "said no to 2 sessions" in words.text
    assert words.task.facts == {"count": 2}
    with clock(MONDAY + timedelta(days=6)):
        seen = as_person(cast.bruno).get(f"/pairs/{pair.public_id}/").content.decode()
        own = Task.objects.visible_to(Actor(person_id=cast.bruno.pk, person=cast.bruno))
    assert "that do not suit" not in seen
    assert not own.exists()
    Answer.objects.filter(pk=last.pk).update(answer="accepted")
    assert check_on(cast.programme, 6) == 1
    assert open_signals(cast.programme) == []


def test_a_calendar_that_says_no_has_the_rules_asked_again(cast):
    pair = make_pair(cast.programme)
    meeting = make_meeting(pair, 20)
    with clock(MONDAY):
        check_due()
        meeting_declined.send(sender=None, meeting=meeting, person=pair.mentor, proposed_at=None)

        assert Round.objects.get().asked_at < MONDAY
