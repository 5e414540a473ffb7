from datetime import timedelta

from django.utils import translation

from tests.factories import MONDAY
from tests.signals.factories import make_pair
from turnabout.foundation.common.time import clock
from turnabout.frame.content.services import say_in_own_words
from turnabout.listening.signals import packs, rules
from turnabout.listening.signals.queries import open_tasks, tasks_in_words
from turnabout.listening.signals.services import check_signals


def test_a_coordinator_reads_a_task_in_words(cast):
    make_pair(cast.programme, mentor=cast.ada, mentee=cast.bruno)
    with clock(MONDAY + timedelta(days=14)):
        check_signals(cast.programme)

    [words] = tasks_in_words(open_tasks(cast.programme))

    assert words.title == "Ada Nowak and Bruno Keller have not met yet"
    assert words.text == "14 days have passed since the start and no session has been held."
    assert words.action == "Call Bruno Keller"
    assert words.told == (
        "Rule: 14 days after both said yes, no session was held. It closes by itself with the "
        "first session."
    )

    said = {"not_started_title": "Start: {mentor}, {mentee}", "not_started_why": "{days} days."}
    say_in_own_words(cast.organisation, "signals", language="en", words=said, by=cast.chidi)
    [own] = tasks_in_words(open_tasks(cast.programme))
    assert (own.title, own.text) == ("Start: Ada Nowak, Bruno Keller", "14 days.")
    assert own.action == words.action


def test_a_coordinator_reads_a_task_in_her_language(cast):
    make_pair(cast.programme, mentor=cast.ada, mentee=cast.bruno)
    with clock(MONDAY + timedelta(days=14)):
        check_signals(cast.programme)

    with translation.override("es"):
        [words] = tasks_in_words(open_tasks(cast.programme))

    assert words.title == "Ada Nowak y Bruno Keller aún no se han reunido"


def test_every_rule_has_its_words():
    shipped = {signal.slug for signal in packs.load_signals()}

    assert {rule.signal for rule in rules.RULES} - shipped == set()
    assert rules.told("nothing") == ""
