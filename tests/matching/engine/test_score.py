import pytest

from turnabout.joining.matching.engine import Person, Problem, Rules, solve
from turnabout.joining.matching.engine.score.columns import Distance, InCommon, Likeness
from turnabout.joining.matching.engine.score.meeting import HoursInCommon
from turnabout.joining.matching.engine.score.seniority import GapPoints
from turnabout.joining.matching.engine.score.topics import Returns, Wishes
from turnabout.joining.matching.engine.score.wishes import Rankings


def told(part, mentor, mentee):
    """The only part of the only pair."""
    people = (Person(id="mentor", **mentor),), (Person(id="mentee", **mentee),)
    plan = solve(Problem(*people, Rules(parts=(part,), raw_points=True)))
    assert plan.total == plan.pairs[0].score == plan.pairs[0].parts[0].points
    return plan.pairs[0].parts[0]


WANTS = {"wants": {"ai": 1, "law": 2, "art": 3}}


@pytest.mark.parametrize(
    ("part", "mentor", "mentee", "points", "detail"),
    [
        (Wishes(60), {"offers": {"ai": 1}}, WANTS, 30000, {"topics": ["ai"]}),
        (Wishes(60), {"offers": {"art": 3}}, WANTS, 10000, {"topics": ["art"]}),
        (
            Wishes(60),
            {"offers": {"art": 1, "law": 1, "ai": 1}},
            WANTS,
            60000,
            {"topics": ["ai", "law", "art"]},
        ),
        (Wishes(60, enough=3), {"offers": {"ai": 1}}, WANTS, 10000, {"topics": ["ai"]}),
        (
            Wishes(60, keywords={"ai": frozenset({"data"}), "sql": frozenset({"data"})}),
            {"offers": {"sql": 1}},
            WANTS,
            15000,
            {"topics": []},
        ),
        (Wishes(60), {"offers": {"ai": 1}}, {}, 0, {"topics": []}),
        (Returns(60), WANTS, {"offers": {"law": 2}}, 20000, {"topics": ["law"]}),
        (
            InCommon(6, "club"),
            {"attributes": {"club": "Go"}},
            {"attributes": {"club": "go"}},
            6000,
            {"column": "club", "shared": ["Go"]},
        ),
        (
            InCommon(6, "club", "wished club", tell=False),
            {"attributes": {"club": frozenset({"Go", "Chess"})}},
            {"attributes": {"wished club": "go"}},
            6000,
            {"column": "club", "shared": []},
        ),
        (
            Likeness(20, ("pace", "values", "plan")),
            {"attributes": {"pace": "Slow", "values": frozenset({"Care", "Craft"})}},
            {"attributes": {"pace": "fast", "values": frozenset({"craft"})}},
            6667,
            {"alike": ["values"]},
        ),
        (
            Distance(15, ("unit", "place", "club")),
            {"unit": "Legal", "place": "Holm", "attributes": {"club": frozenset({"Go"})}},
            {"unit": "Sales", "place": "holm", "attributes": {"club": "Chess"}},
            10000,
            {
                "apart": [
                    {"column": "unit", "mentor": "Legal", "mentee": "Sales"},
                    {"column": "club", "mentor": "Go", "mentee": "Chess"},
                ]
            },
        ),
        (Distance(15, ("unit",)), {"unit": "Legal"}, {}, 0, {"apart": []}),
        (GapPoints({1: 9, 2: 12}), {"level": 1}, {"level": 3}, 12000, {"gap": 2}),
        (GapPoints({1: 9, 2: 12}), {"level": 1}, {"level": 4}, 0, {"gap": 3}),
        (GapPoints({0: 9}), {}, {"level": 4}, 0, {"gap": None}),
        (HoursInCommon(15), {"hours": 0b111}, {"hours": 0b110}, 7500, {"hours": 2}),
        (HoursInCommon(15, enough=1), {"hours": 0b111}, {"hours": 0b110}, 15000, {"hours": 2}),
        (HoursInCommon(15), {}, {"hours": 0b110}, 0, {"hours": 0}),
        (
            Rankings(10),
            {"rankings": ("nobody", "mentee")},
            {"rankings": ("mentor", "nobody")},
            7500,
            {"by_mentor": True, "by_mentee": True},
        ),
    ],
)
def test_a_part_gives_points_and_says_why(part, mentor, mentee, points, detail):
    reason = told(part, mentor, mentee)

    assert (reason.rule, reason.points, reason.detail) == (part.kind, points, detail)
    assert reason.weight == part.weight * 1000


def test_the_parts_of_a_score_add_up_to_it():
    rules = Rules(parts=(Wishes(60), HoursInCommon(33.3), Rankings(6.7)))
    people = (
        (Person(id="a", offers={"ai": 1}, hours=1, rankings=("x",)),),
        (Person(id="x", hours=3, **WANTS),),
    )

    pair = solve(Problem(*people, rules)).pairs[0]

    assert [part.points for part in pair.parts] == [30000, 8325, 3350]
    assert pair.score == 41675


def test_a_gap_rule_without_points_weighs_nothing():
    assert GapPoints({}).weight == 0
