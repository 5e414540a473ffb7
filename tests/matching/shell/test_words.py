import pytest

from turnabout.joining.matching import words
from turnabout.joining.matching.engine import ProblemError, Unmatched, WhyNot
from turnabout.joining.matching.engine.hard.choices import NotAgain, NotBanned, NotHerself
from turnabout.joining.matching.engine.hard.columns import Different, Same
from turnabout.joining.matching.engine.hard.lines import NoCommonManager, NotInLine
from turnabout.joining.matching.engine.hard.meeting import SharedHours, SharedLanguage, SomeWish
from turnabout.joining.matching.engine.hard.seniority import LevelGap
from turnabout.joining.matching.engine.plan import Blocked, Reason


class House:
    """A rule that the words do not know."""

    kind = "house"


NOBODY = frozenset()


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (LevelGap(2), "The mentee does not stand 2 or more levels above the mentor"),
        (LevelGap(2, 4), "The mentee does not stand 2 to 4 levels above the mentor"),
        (LevelGap(-2, -1), "The mentor does not stand 1 to 2 levels above the mentee"),
        (NotInLine(), "In one reporting line"),
        (NoCommonManager(), "The same manager within 1 level"),
        (NoCommonManager(2), "The same manager within 2 levels"),
        (Different("unit"), "The same department or team"),
        (Same("club"), "Not the same club"),
        (SharedLanguage(), "No language in common"),
        (SharedHours(2), "Fewer than 2 hours in common"),
        (SomeWish(), "None of the wanted topics is offered"),
        (NotBanned(NOBODY), "The coordinator said never"),
        (NotAgain(NOBODY), "Partners before"),
        (NotHerself(), "The same person"),
        (House(), "The rule “house”"),
    ],
)
def test_a_rule_says_what_stood_in_the_way(rule, sentence):
    assert words.rule_sentence(rule) == sentence


@pytest.mark.parametrize(
    ("rule", "detail", "sentence"),
    [
        ("wishes", {"topics": ["ai", "law"]}, "Offers what is wanted: AI, LAW."),
        ("wishes", {"topics": []}, "Offers what is wanted: related topics."),
        ("returns", {"topics": ["law"]}, "Can give in return: LAW."),
        ("in_common", {"column": "club", "shared": ["Go"]}, "The same club: Go."),
        ("in_common", {"column": "club", "shared": []}, "In common: club."),
        ("likeness", {"alike": ["pace"]}, "They are alike in this: pace."),
        (
            "distance",
            {"apart": [{"column": "unit"}, {"column": "place"}]},
            "They look from different places: department or team, place.",
        ),
        ("gap_points", {"gap": 1}, "The mentee stands 1 level above the mentor."),
        ("gap_points", {"gap": -2}, "The mentor stands 2 levels above the mentee."),
        ("hours_in_common", {"hours": 3}, "3 hours of the week in common."),
        ("rankings", {}, "At least one of the two asked for the other."),
        ("again", {}, "They were partners before."),
    ],
)
def test_a_reason_says_what_speaks_for_a_pair(rule, detail, sentence):
    reason = Reason(rule, 10_000, 5_000, detail)

    assert words.reason_sentence(reason, str.upper) == sentence


def test_a_part_without_points_says_nothing():
    assert words.reason_sentence(Reason("wishes", 10_000, 0, {"topics": []})) == ""


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (Unmatched("a", "mentor", "no_places", (), 3), "Takes nobody at the moment: no places."),
        (Unmatched("a", "mentor", "nobody_there", (), 0), "There is nobody on the other side."),
        (Unmatched("a", "mentor", "others_fit_better", (), 3), "Others fit better for everyone."),
        (
            Unmatched("a", "mentee", "nobody_permitted", (Blocked(Different("place"), 4),), 0),
            "None of the 4 mentors is possible. The same place: 4.",
        ),
        (
            Unmatched("a", "mentor", "nobody_permitted", (Blocked(NotInLine(), 1),), 0),
            "The only mentee is not possible. In one reporting line: 1.",
        ),
    ],
)
def test_somebody_without_a_partner_hears_why(one, sentence):
    assert words.unmatched_sentence(one) == sentence


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (WhyNot("in_plan"), "They are a pair in this plan."),
        (WhyNot("rule", rule=NotInLine()), "A rule forbids it: In one reporting line."),
        (WhyNot("no_places"), "One of the two has no places."),
        (WhyNot("lane", lane="pins"), "A pair that you keep in every run would break."),
        (
            WhyNot("lane", lane="served", difference=1),
            "1 person fewer would have a partner.",
        ),
        (
            WhyNot("lane", lane="places", difference=2),
            "2 wanted places fewer would be filled.",
        ),
        (
            WhyNot("lane", lane="total", difference=37_500),
            "All pairs together would have 37.5 points fewer.",
        ),
        (
            WhyNot("lane", lane="tie"),
            "Both plans are equally good, and the draw chose the other.",
        ),
        (WhyNot("others_fit_better"), "Others fit better for everyone."),
    ],
)
def test_why_not_has_an_answer_in_words(answer, sentence):
    assert words.why_not_sentence(answer) == sentence


def test_parts_are_called_by_their_column_or_their_name():
    assert [
        words.part_word(*given)
        for given in [("wishes",), ("in_common",), ("in_common", "place"), ("house",)]
    ] == ["Topics", "In common", "place", "house"]


def test_a_problem_is_said_in_words():
    assert [
        words.problem_sentence(ProblemError(*given))
        for given in [("id_twice", "ada"), ("no_id",), ("nobody_called", "x y")]
    ] == [
        "Two people on one side have the same id: ada.",
        "Somebody has no id.",
        "Nobody is called so here: x y.",
    ]
