import random
import time
from dataclasses import replace

import pytest

from tests.factories import make_person
from tests.interest.factories import hear, make_poll
from turnabout.frame.questions.models import Question
from turnabout.joining.interest import advice, queries, services
from turnabout.joining.interest.advice import Heard, Verdict, advise, range_of_share
from turnabout.joining.interest.models import PollAnswer


def closed(cast, poll):
    services.close_poll(poll, by=cast.chidi)
    return queries.readout(poll)


def test_an_open_poll_tells_only_how_many_answered(cast):
    poll = make_poll(cast)
    hear(cast, poll, people=30)
    services.send_poll(poll, [cast.ada], by=cast.chidi)

    found = queries.readout(poll)

    assert (found.is_final, found.answers, found.asked, found.people) == (False, 30, 1, 3)
    assert (found.mentors, found.topics, found.units, found.advice) == (None, (), (), None)
    assert found.share is None


def test_supply_and_demand_are_drawn_by_topic_and_a_small_topic_is_not_shown(cast):
    poll = make_poll(cast, topics=["ai", "data", "culture"])
    hear(cast, poll, people=16, side="mentor", topics=["ai"])
    hear(cast, poll, people=27, side="mentee", topics=["ai", "data"])
    hear(cast, poll, people=6, side="mentor", topics=["data"])
    hear(cast, poll, people=2, side="mentor", topics=["culture"])
    hear(cast, poll, people=10, side="mentor")

    found = closed(cast, poll)

    assert [(row.label, row.offered, row.wanted) for row in found.topics] == [
        ("AI tools and judgement", 16, 27),
        ("Data and automation", 6, 27),
    ]
    assert found.hidden_topics == 1
    assert found.short == (
        ("AI tools and judgement", 16, 27),
        ("Data and automation", 6, 27),
    )
    assert (found.mentors, found.mentees, found.heard_in_person) == (34, 27, 61)


def test_small_units_are_counted_as_one_and_too_small_ones_not_at_all(cast):
    poll = make_poll(cast)
    hear(cast, poll, people=10, unit="Operations")
    hear(cast, poll, people=3, unit="Finance")
    hear(cast, poll, people=2, unit="Legal")

    found = closed(cast, poll)

    assert [(row.label, row.answers) for row in found.units] == [
        ("Operations", 10),
        ("Finance and Legal", 5),
    ]
    assert found.merged_units == ("Finance", "Legal")
    assert [row.length for row in found.unit_bars] == ["100", "50"]


def test_a_single_small_unit_is_counted_with_the_next_larger_one(cast):
    poll = make_poll(cast)
    hear(cast, poll, people=10, unit="Operations")
    hear(cast, poll, people=3, unit="Finance")

    found = closed(cast, poll)

    # 13 answers in all: with Operations shown alone, Finance would follow.
    assert [(row.label, row.answers) for row in found.units] == [("Finance and Operations", 13)]


def test_when_all_units_together_are_too_few_none_is_told(cast):
    poll = make_poll(cast)
    hear(cast, poll, people=2, unit="Finance")
    hear(cast, poll, people=20)

    found = closed(cast, poll)

    assert [(row.label, row.answers) for row in found.units] == [("Finance", None)]
    assert [row.is_hidden for row in found.unit_bars] == [True]


def test_reasons_are_told_by_side_from_five_people(cast):
    poll = make_poll(cast)
    hear(cast, poll, people=8, side="mentor", obstacles=["held_against_me"])
    hear(cast, poll, people=9, side="mentee", obstacles=["no_time"])
    hear(cast, poll, people=2, side="mentee", obstacles=["look_foolish"])
    hear(cast, poll, people=20, side="mentee")

    found = closed(cast, poll)

    assert [(row.label, row.mentors, row.mentees) for row in found.obstacles] == [
        ("No time, or it would be moved again and again", None, 9),
        ("It could be held against me", 8, None),
    ]
    assert found.advice.first[0] == (
        "Answer the fear of reprisal: name the guardian in the invitation"
    )


def test_a_handful_of_answers_says_nothing(cast):
    poll = make_poll(cast)
    hear(cast, poll, people=3)

    found = closed(cast, poll)

    assert (found.answers, found.mentors, found.mentees) == (3, None, None)
    assert found.advice.verdict == Verdict.TOO_FEW


def test_a_poll_whose_question_was_taken_away_is_still_read(cast):
    poll = make_poll(cast)
    Question.objects.filter(key="put_off").delete()
    hear(cast, poll, people=9)

    assert closed(cast, poll).obstacles == ()


def test_the_share_of_answers_is_told_where_the_staff_list_is_long_enough(cast):
    poll = make_poll(cast)
    hear(cast, poll)
    found = queries.readout(poll)

    assert found.share == 33
    assert replace(found, people=0).share is None


def test_four_hundred_answers_are_read_out_in_time(cast):
    poll = make_poll(cast)
    dice = random.Random(1)
    PollAnswer.objects.bulk_create(
        PollAnswer(
            poll=poll,
            side=dice.choice(PollAnswer.Side.values),
            topics=dice.sample(poll.topics, 3),
            obstacles=dice.sample(["no_time", "held_against_me", "nothing_changes"], 1),
            unit=dice.choice(["A", "B", "C", "D", "E"]),
            way="open",
            answered_on=poll.created_at.date(),
        )
        for _number in range(400)
    )

    services.close_poll(poll, by=cast.chidi)

    begun = time.perf_counter()
    found = queries.readout(poll)

    assert time.perf_counter() - begun < 1
    assert len(found.topics) == len(poll.topics)
    assert found.had_open_link
    assert found.advice.verdict == Verdict.GO


@pytest.mark.parametrize(
    ("heard", "verdict", "heading"),
    [
        (Heard(412, 168, 54, 8, 6, 4), Verdict.GO, "Go, with 32 to 43 pairs"),
        (Heard(60, 30, 12, 4, 4, 3), Verdict.PILOT, "Try it small, with up to 12 pairs"),
        (Heard(60, 30, None, 0, 0, 0), Verdict.EXPLAIN, "Explain it first, then ask again"),
        (
            Heard(60, 30, 25, 4, 4, 3, unclear=30),
            Verdict.EXPLAIN,
            "Explain it first, then ask again",
        ),
        (Heard(None, None, None, 0, 0, 0), Verdict.TOO_FEW, "Not enough people to say"),
    ],
)
def test_advice_follows_from_the_figures(heard, verdict, heading):
    found = advise(heard)

    assert (found.verdict, found.heading) == (verdict, heading)
    assert all((found.lead, found.why, found.first, found.would_change))


def test_advice_names_the_figures_behind_it():
    found = advise(Heard(412, 168, 54, 8, 6, 4, fearing=79, pressed=28))

    assert found.lead.endswith("because many fear for their time.")
    assert found.why == (
        "54 people would learn; a trial needs 5, a programme 20",
        "168 people would mentor",
        "For 6 of 8 topics, at least as many mentors as learners",
        "4 units take part",
    )
    assert found.first == (
        "Answer the fear of reprisal: name the guardian in the invitation",
        "Book all dates at the start, with assistants",
    )
    assert found.would_change == (
        "Fewer than 20 people on one side. Of those who answered, 13 % would learn; "
        "the 95 % range is 10 to 17 %."
    )


def test_ranges_stay_between_nothing_and_everything():
    assert [round(end, 3) for end in range_of_share(5, 5)] == [0.566, 1.0]
    assert [round(end, 3) for end in range_of_share(0, 5)] == [0.0, 0.434]


def test_when_all_is_well_the_advice_is_to_invite():
    assert advise(Heard(100, 30, 30, 5, 5, 3)).first == (
        "Invite people while they remember saying yes",
    )
    assert advice.possible_pairs(Heard(100, None, 30, 5, 5, 3)) == 0


def test_what_may_be_told_is_settled_once_and_is_the_same_without_the_note(cast):
    poll = make_poll(cast)
    hear(cast, poll, people=12, side="mentor", unit="Operations")
    first = closed(cast, poll)

    poll.told = None

    assert queries.readout(poll) == first


def test_people_who_left_are_not_counted(cast):
    make_person(cast.organisation, left_on=cast.programme.created_at.date())

    assert queries.readout(make_poll(cast)).people == 3
