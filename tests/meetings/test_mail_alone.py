"""A whole programme of six sessions, by both sides, from nothing but their mail."""

from datetime import timedelta

import pytest

from tests.factories import MONDAY
from tests.meetings.by_mail import Reader, let_time_pass, mail_server
from tests.pairs.factories import make_run
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.services import deliver_due
from turnabout.frame.programmes.models import Programme
from turnabout.listening.checkins.models import Pulse
from turnabout.together.pairs import services
from turnabout.together.pairs.models import Commitment, Pair

YES = "Yes, I would like to"
HEARD = "Nobody reads the weekly report"


@pytest.mark.capability("S024", "S025", "S050", "S072", "S110")
def test_both_sides_complete_a_programme_from_their_mail_alone(cast, settings):
    Programme.objects.update(sessions=6)
    cast.programme.refresh_from_db()
    run = make_run(cast.programme, (cast.mentor, cast.mentee))
    with mail_server(settings) as inbox:
        ada, bruno = Reader(cast.ada, inbox), Reader(cast.bruno, inbox)
        with clock(MONDAY):
            services.open_pairs(run)
            deliver_due()
            _become_a_pair(ada, bruno)
            _sign(ada, bruno)
            _book(bruno)
            _move_the_second(ada)
        for reader in (ada, bruno):
            assert len(reader.take_entries()) == 6
        for number in range(1, 7):
            _meet(number, ada, bruno)
        _close(ada, bruno)

    pair = Pair.objects.get()
    held = list(pair.meetings.values_list("starts_at", flat=True))
    assert pair.completed_at is not None
    assert pair.meetings.exclude(held_at=None).count() == 6
    for reader in (ada, bruno):
        assert [entry.starts_at for entry in reader.take_entries()] == held
    assert Pulse.objects.count() == 4
    assert Commitment.objects.get().done_at is not None
    assert not any("Somebody" in str(mail["Subject"]) for mail in ada.mails)


def _become_a_pair(ada, bruno):
    ada.open_mail("A question for you, in private").press(YES)
    deliver_due()
    bruno.open_mail("A mentor for you").press(YES)
    deliver_due()


def _sign(ada, bruno):
    ada.open_mail("You and Bruno Keller are a pair").tap("Write it").press("Keep this version")
    ada.press("Sign version 1")
    deliver_due()
    bruno.open_mail("Your agreement waits for you").tap("Read it")
    bruno.press("Sign version 1", steps_back="yes")
    deliver_due()


def _book(bruno):
    bruno.open_mail("Signed: now the dates", tap="Book the dates").press("Book these 6 dates")
    deliver_due()


def _move_the_second(ada):
    ada.open_mail("Session 2,")
    ada.press("Move it there", to=ada.page.choices["to"][-1])
    deliver_due()
    ada.open_mail("Session 2 is on")


def _meet(number, ada, bruno):
    """Reminded, met, said so by one tap of either, and twenty seconds for each."""
    meeting = Pair.objects.get().meetings.get(number=number)
    with clock(meeting.starts_at - timedelta(days=2)):
        let_time_pass()
        if number == 1:
            bruno.open_mail("Session 1,")
            assert "Session 1 of 6" in bruno.text
    with clock(meeting.ends_at):
        let_time_pass()
        (ada if number % 2 else bruno).open_mail("Did you meet on").press("Yes, we met")
        deliver_due()
        for reader in (ada, bruno) if number in (1, 6) else ():
            reader.open_mail("Twenty seconds for you")
            reader.press("Keep it", **_answers(reader))
        if number == 1:
            _promise(bruno)
        if number == 2:
            for reader in (ada, bruno):
                reader.open_mail("Does your agreement still fit?").press("It still fits")
        if number == 5:
            _keep_the_promise(ada, bruno)


def _answers(reader):
    return {name: values[0] for name, values in reader.page.choices.items()}


def _promise(bruno):
    bruno.open_mail("Your dates with").tap("Note something that was heard")
    bruno.press("Note it", heard=HEARD)


def _keep_the_promise(ada, bruno):
    bruno.open_mail("Session 5,").tap(f"Choose a step and a date: {HEARD}")
    bruno.press("I will do this", will_do="One page a month", due_on="2026-07-01")
    bruno.open_mail("Session 5,").tap(f"Say where it stands: {HEARD}")
    bruno.press("It is done", words="The first page was read by all")
    deliver_due()
    ada.open_mail("An answer to something you said").press("This one matters")


def _close(ada, bruno):
    last = Pair.objects.get().meetings.last()
    with clock(last.ends_at + timedelta(hours=1)):
        deliver_due()
        bruno.open_mail("Does your agreement still fit?").tap("Open the closing guide")
        bruno.press("We have closed")
    with clock(last.ends_at + timedelta(days=7)):
        let_time_pass()
        for reader in (ada, bruno):
            reader.open_mail("Your pairing has come to its planned end")
            assert "This pairing has come to its planned end" in reader.text
