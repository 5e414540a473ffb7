import pytest

from turnabout.joining.matching.engine import Person, Problem, ProblemError, Rules, solve
from turnabout.joining.matching.engine.hard.columns import Different, Same
from turnabout.joining.matching.engine.hard.lines import NoCommonManager, NotInLine
from turnabout.joining.matching.engine.hard.meeting import SharedHours, SharedLanguage, SomeWish
from turnabout.joining.matching.engine.hard.seniority import LevelGap
from turnabout.joining.matching.engine.judge import BLOCK, judge
from turnabout.joining.matching.engine.score.wishes import Rankings


def permits(rule, mentor, mentee):
    """Whether a rule lets these two through, asked through the whole engine."""
    problem = Problem(
        (Person(id="mentor", **mentor),), (Person(id="mentee", **mentee),), Rules(hard=(rule,))
    )
    return bool(judge(problem).permitted[0, 0])


@pytest.mark.parametrize(
    ("rule", "mentor", "mentee", "passes"),
    [
        (LevelGap(), {"level": 2}, {"level": 3}, True),
        (LevelGap(), {"level": 3}, {"level": 3}, False),
        (LevelGap(least=1, most=2), {"level": 1}, {"level": 4}, False),
        (LevelGap(least=-2, most=-1), {"level": 4}, {"level": 2}, True),
        (LevelGap(least=-2, most=-1), {"level": 4}, {"level": 5}, False),
        (LevelGap(missing="allow"), {}, {"level": 3}, True),
        (LevelGap(missing="forbid"), {}, {"level": 3}, False),
        (LevelGap(missing="allow"), {"level": 4}, {"level": 3}, False),
        (NotInLine(), {"managers": ("x", "mentee")}, {}, False),
        (NotInLine(), {}, {"managers": ("x", "mentor")}, False),
        (NotInLine(), {"managers": ("x",)}, {"managers": ("y",)}, True),
        (NotInLine(), {}, {"managers": ("y",)}, True),
        (NotInLine(missing="forbid"), {}, {"managers": ("y",)}, False),
        (NotInLine(missing="forbid"), {"managers": ()}, {"managers": ("y",)}, True),
        (NoCommonManager(), {"managers": ("x", "z")}, {"managers": ("x", "z")}, False),
        (NoCommonManager(), {"managers": ("x", "z")}, {"managers": ("y", "z")}, True),
        (NoCommonManager(within=2), {"managers": ("x", "z")}, {"managers": ("y", "z")}, False),
        (NoCommonManager(missing="forbid"), {"managers": ("x",)}, {}, False),
        (NoCommonManager(), {"managers": ("x",)}, {}, True),
        (Different("unit"), {"unit": "Legal"}, {"unit": " legal "}, False),
        (Different("unit"), {"unit": "Legal"}, {"unit": "Finance"}, True),
        (Different("unit"), {"unit": ""}, {"unit": "Finance"}, True),
        (Different("unit", missing="forbid"), {"unit": ""}, {"unit": "Finance"}, False),
        (Different("unit", missing="forbid"), {"unit": "Legal"}, {"unit": "Finance"}, True),
        (Same("place"), {"place": "Holm"}, {"place": "HOLM"}, True),
        (Same("place"), {"place": "Holm"}, {"place": "Skarn"}, False),
        (Same("place"), {"place": "Holm"}, {}, False),
        (Same("place", missing="allow"), {"place": "Holm"}, {}, True),
        (
            Same("club"),
            {"attributes": {"club": frozenset({"Chess", "Go"})}},
            {"attributes": {"club": "go"}},
            True,
        ),
        (SharedLanguage(), {"languages": frozenset({"en"})}, {"languages": frozenset("x")}, False),
        (SharedLanguage(), {"languages": frozenset({"en"})}, {}, True),
        (SharedLanguage(missing="forbid"), {"languages": frozenset({"en"})}, {}, False),
        (SharedHours(), {"hours": 0b0110}, {"hours": 0b0100}, True),
        (SharedHours(least=2), {"hours": 0b0110}, {"hours": 0b0100}, False),
        (SharedHours(), {"hours": 0b0110}, {}, True),
        (SharedHours(missing="forbid"), {"hours": 0b0110}, {}, False),
        (SomeWish(), {"offers": {"ai": 1}}, {"wants": {"ai": 1}}, True),
        (SomeWish(), {"offers": {"ai": 1}}, {"wants": {"law": 1}}, False),
        (SomeWish(), {}, {"wants": {"law": 1}}, True),
        (SomeWish(missing="forbid"), {}, {"wants": {"law": 1}}, False),
    ],
)
def test_a_rule_permits_and_forbids(rule, mentor, mentee, passes):
    assert permits(rule, mentor, mentee) == passes


@pytest.mark.parametrize(
    ("mentor", "mentee"),
    [
        ({"rather_not": frozenset({"mentee"})}, {}),
        ({}, {"rather_not": frozenset({"mentor"})}),
        ({"declined": frozenset({"mentee"})}, {}),
        ({}, {"rather_not_units": frozenset({"Legal"})}),
        ({"off_limits": frozenset({"ai"})}, {"wants": {"ai": 1}}),
    ],
)
def test_what_somebody_said_in_private_forbids_and_is_neither_named_nor_counted(mentor, mentee):
    problem = Problem(
        (Person(id="mentor", unit="legal", **mentor),), (Person(id="mentee", **mentee),), Rules()
    )

    plan = solve(problem)

    assert plan.pairs == ()
    assert [(one.reason, one.blocked_by, one.possible) for one in plan.unmatched] == [
        ("others_fit_better", (), 1),
        ("others_fit_better", (), 1),
    ]


def test_a_boundary_that_leaves_one_wish_open_permits():
    problem = Problem(
        (Person(id="mentor", off_limits=frozenset({"ai"})),),
        (Person(id="mentee", wants={"ai": 1, "law": 2}, off_limits=frozenset({"x"})),),
        Rules(),
    )

    assert solve(problem).places == 1


def test_a_pin_does_not_reach_past_what_is_private():
    problem = Problem(
        (Person(id="mentor"),),
        (Person(id="mentee", rather_not=frozenset({"mentor"})),),
        Rules(pins=frozenset({("mentor", "mentee")})),
    )

    plan = solve(problem)

    assert (plan.pairs, plan.pins_not_kept) == ((), (("mentor", "mentee"),))


def test_nobody_is_her_own_partner_even_when_pinned():
    both = Person(id="ada")
    problem = Problem((both,), (both,), Rules(pins=frozenset({("ada", "ada")})))

    plan = solve(problem)

    assert [one.blocked_by[0].rule.kind for one in plan.unmatched] == ["not_herself"] * 2


def test_the_first_failing_rule_is_counted_in_the_order_of_the_rules():
    mentees = tuple(
        Person(id=f"s{number}", level=level, unit=unit)
        for number, (level, unit) in enumerate([(1, "Legal"), (1, "Sales"), (3, "Legal")])
    )
    rules = Rules(hard=(LevelGap(), Different("unit")), bans=frozenset({("ada", "s2"), ("x", "y")}))

    alone = solve(Problem((Person(id="ada", level=2, unit="Legal"),), mentees, rules)).unmatched[0]

    assert [(found.rule.kind, found.count) for found in alone.blocked_by] == [
        ("banned", 1),
        ("level_gap", 2),
    ]
    assert (alone.reason, alone.possible) == ("nobody_permitted", 0)


def test_partners_of_the_past_are_favoured_allowed_or_forbidden():
    people = (Person(id="a"), Person(id="b")), (Person(id="x"), Person(id="y"))
    before = frozenset({("a", "y"), ("b", "x")})

    favoured = solve(
        Problem(
            *people,
            Rules(previous=before, repeats="favour", favour_weight=100, raw_points=True),
        )
    )
    forbidden = solve(Problem(*people, Rules(previous=before, repeats="forbid")))

    assert {(pair.mentor, pair.mentee) for pair in favoured.pairs} == before
    assert [part.detail for pair in favoured.pairs for part in pair.parts] == [{"again": True}] * 2
    assert {(pair.mentor, pair.mentee) for pair in forbidden.pairs} == {("a", "x"), ("b", "y")}


def test_somebody_without_places_and_somebody_with_nobody_there_hear_why():
    resting = solve(Problem((Person(id="a", wanted=0),), (Person(id="x"),), Rules()))
    lonely = solve(Problem((Person(id="a"),), (), Rules()))

    assert [one.reason for one in resting.unmatched] == ["no_places", "others_fit_better"]
    assert [one.reason for one in lonely.unmatched] == ["nobody_there"]


def test_rules_are_asked_block_by_block_with_the_same_answer():
    mentors = tuple(Person(id=f"m{number:04}", level=number % 5) for number in range(BLOCK + 44))
    mentees = (Person(id="x", level=4), Person(id="y", level=2))

    judged = judge(Problem(mentors, mentees, Rules(hard=(LevelGap(least=1, most=2),))))

    assert judged.permitted[:, 0].tolist() == [one.level in (2, 3) for one in mentors]
    assert judged.permitted[:, 1].tolist() == [one.level in (0, 1) for one in mentors]


def test_a_weight_below_zero_is_refused():
    with pytest.raises(ProblemError, match="weight_below_zero: rankings"):
        Rules(parts=(Rankings(-1),))
