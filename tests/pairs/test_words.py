import pytest

from tests.pairs.factories import make_run
from turnabout.foundation.common.differences import Stretch, differences
from turnabout.together.pairs.reasons import SENTENCES, plain_reasons
from turnabout.together.pairs.templatetags.days import day, hour, moment


def test_a_reader_sees_which_words_came_and_went():
    assert differences("the old canteen", "the new canteen at noon") == (
        Stretch("same", "the "),
        Stretch("removed", "old"),
        Stretch("added", "new"),
        Stretch("same", " canteen"),
        Stretch("added", " at noon"),
    )
    assert differences("one two", "one") == (
        Stretch("same", "one"),
        Stretch("removed", " two"),
    )


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_three_plain_reasons_without_a_number(cast, side):
    detail = {"topics": ["budgets"]}
    parts = [{"part": part, "points": 1, "detail": detail} for part in SENTENCES]
    run = make_run(cast.programme, (cast.mentor, cast.mentee), parts=parts)

    told = plain_reasons(run.proposals.get(), side)

    assert len(told) == 3
    assert not any(sign.isdigit() for sentence in told for sign in sentence)
    for sentence in SENTENCES.values():
        assert not any(sign.isdigit() for sign in str(sentence(side)))


def test_a_wish_without_a_topic_is_not_told(cast):
    parts = [{"part": "wishes", "points": 9, "detail": {}}, {"part": "style", "points": 9}]
    run = make_run(cast.programme, (cast.mentor, cast.mentee), parts=parts)

    assert plain_reasons(run.proposals.get(), "mentor") == plain_reasons(None, "mentor")


def test_there_are_reasons_even_where_the_run_has_none():
    assert len(plain_reasons(None, "mentor")) == 3


def test_a_day_is_said_in_words():
    at = moment("2026-03-26T14:00:00+00:00")

    assert (day(at), hour(at), day(None)) == ("Thursday 26 March", "14:00", "")
