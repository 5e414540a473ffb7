import pytest

from turnabout.foundation.common.errors import Refusal
from turnabout.joining.matching.engine import Rules
from turnabout.joining.matching.engine.hard.lines import NoCommonManager
from turnabout.joining.matching.engine.hard.seniority import LevelGap
from turnabout.joining.matching.engine.score.columns import Distance, InCommon
from turnabout.joining.matching.engine.score.seniority import GapPoints
from turnabout.joining.matching.engine.score.topics import Wishes
from turnabout.joining.matching.rulebook import HARD, PARTS, read_rules


def test_rules_say_the_same_in_data_and_in_the_engine():
    read = read_rules(
        {
            "forbid": [
                {"rule": "level_gap", "least": -2, "most": -1, "missing": "allow"},
                {"rule": "no_common_manager", "within": 2},
            ],
            "score": [
                {"rule": "wishes", "weight": 50, "enough": 2, "keywords": {"AI": ["Data"]}},
                {"rule": "in_common", "weight": 10.5, "column": " Club ", "tell": False},
                {"rule": "distance", "weight": 27.5, "columns": ["unit", "Club"]},
                {"rule": "gap_points", "points": {"1": 9, "2": 12}},
            ],
            "fill_places": False,
            "fairest": True,
            "salt": "spring",
            "count_in": "hundred",
            "pins": [["a", "x"]],
            "bans": [["a", "y"]],
            "previous": [["b", "y"]],
            "repeats": "forbid",
            "favour_weight": 3,
            "kept": [["a", "y"]],
            "keep_weight": 10,
        }
    )

    assert read == Rules(
        hard=(LevelGap(-2, -1, "allow"), NoCommonManager(2)),
        parts=(
            Wishes(50, 2, {"ai": frozenset({"data"})}),
            InCommon(10.5, "club", tell=False),
            Distance(27.5, ("unit", "club")),
            GapPoints({1: 9, 2: 12}),
        ),
        fill_places=False,
        fairest=True,
        salt="spring",
        pins=frozenset({("a", "x")}),
        bans=frozenset({("a", "y")}),
        previous=frozenset({("b", "y")}),
        repeats="forbid",
        favour_weight=3,
        kept=frozenset({("a", "y")}),
        keep_weight=10,
    )


def test_no_rules_are_rules_too():
    assert read_rules({}) == Rules()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            {"sort": "up"},
            "The rules say “sort”, which means nothing here. Known: fill_places, fairest, salt, "
            "count_in, repeats, favour_weight, "
            "keep_weight, first_weight, pins, bans, previous, kept, first, forbid, score.",
        ),
        ({"forbid": "all"}, "“forbid” is a list of rules, each under its own [[forbid]]."),
        (
            {"forbid": [{"rule": "taller"}]},
            "forbid 1: there is no rule called “taller”. There are: " + ", ".join(HARD) + ".",
        ),
        (
            {"score": [{"rule": "rankings", "weight": 100}, {"weight": 3}]},
            "score 2: there is no rule called “None”. There are: " + ", ".join(PARTS) + ".",
        ),
        (
            {"score": [{"rule": "rankings", "points": 3}]},
            "score 1: “rankings” does not know “points”. It knows: weight.",
        ),
        (
            {"score": [{"rule": "in_common", "weight": 100}]},
            "score 1: “in_common” also needs some of: weight, column, mentee_column, tell.",
        ),
        ({"fairest": "yes"}, "“yes” is neither true nor false."),
        ({"salt": 3}, "“3” is not a text in quotes."),
        ({"count_in": "stars"}, "“stars” is not one of: hundred, points."),
        ({"favour_weight": -1}, "“-1” is not a number from 0 to 1000."),
        ({"pins": ["ada"]}, "Write pairs as [[“mentor”, “mentee”], …], by id."),
        (
            {"forbid": [{"rule": "level_gap", "least": 1.5}]},
            "forbid 1, least: “1.5” is not a whole number.",
        ),
        (
            {"forbid": [{"rule": "no_common_manager", "within": 0}]},
            "forbid 1, within: “0” is less than 1.",
        ),
        (
            {"forbid": [{"rule": "different", "column": "a", "missing": "maybe"}]},
            "forbid 1, missing: “maybe” is not one of: allow, forbid.",
        ),
        (
            {"score": [{"rule": "distance", "weight": 100, "columns": []}]},
            "score 1, columns: “[]” is not a list of columns.",
        ),
        (
            {"score": [{"rule": "gap_points", "points": [1]}]},
            "score 1, points: Write points for gaps as { 1 = 9, 2 = 12 }.",
        ),
        (
            {"score": [{"rule": "gap_points", "points": {"x": 1}}]},
            "score 1, points: A gap is a whole number of levels.",
        ),
        (
            {"score": [{"rule": "gap_points", "points": {"1": "x"}}]},
            "score 1, points: “x” is not a number from 0 to 1000.",
        ),
        (
            {"score": [{"rule": "wishes", "weight": 100, "keywords": []}]},
            "score 1, keywords: Write keywords as { topic = [“word”, “word”] }.",
        ),
        (
            {"score": [{"rule": "rankings", "weight": 60}]},
            "The weights share out 100 points; they add up to 60.",
        ),
        (
            {"pins": [["a", "x"]], "bans": [["a", "x"]]},
            "A pair is both kept in every run and banned: a x.",
        ),
    ],
)
def test_rules_that_make_no_sense_are_refused_with_their_place(data, sentence):
    with pytest.raises(Refusal) as refused:
        read_rules(data)

    assert str(refused.value) == sentence
