"""Place, and columns that the organisation keeps: as rules, as points, in words."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import MONDAY
from tests.matching.factories import make_mentee, make_mentor
from tests.matching.test_previews import RULES, WEIGHTS
from turnabout.foundation.common.time import clock
from turnabout.frame.directory.models import Criterion as Kept
from turnabout.frame.questions.services import record_answers
from turnabout.joining.applications.queries import question_set_of
from turnabout.joining.matching import queries, services
from turnabout.joining.matching.criteria import Criterion, columns_to_ask
from turnabout.joining.matching.engine.judge import judge
from turnabout.joining.matching.forms import RunForm
from turnabout.joining.matching.problem import load_problem
from turnabout.joining.matching.rules import RunRules

LINE = "kept:business line"
LINES = {"Ada": "Wind", "Priya": "Grid", "Bruno": "Wind", "Greg": "Grid; Sun"}


@pytest.fixture
def line(cast):
    """Two of each side, one of each in either business line, and the column that says so."""
    people = [make_mentor(cast.programme, "Ada"), make_mentor(cast.programme, "Priya")]
    people += [make_mentee(cast.programme, "Bruno"), make_mentee(cast.programme, "Greg")]
    for member in people:
        keep(member, LINES[member.person.name])
    return Kept.objects.create(
        organisation=cast.organisation,
        key="business line",
        name="Line <of> business",
        kept_since=MONDAY,
    )


def keep(member, value):
    member.person.kept = {"business line": value} if value else {}
    member.person.save()


def rules_with(programme, *, asks, column=LINE, called="Line <of> business", points=30):
    rules = RunRules.of(programme)
    weights = dict.fromkeys(rules.weights, 14) | {column: points}
    return RunRules.from_data(
        {
            **rules.as_data(),
            "weights": weights if asks in ("differ", "agree") else rules.weights,
            "criteria": [{"column": column, "called": called, "asks": asks}],
        }
    )


def pairs(run):
    rows = run.proposals.values_list("mentor__person__name", "mentee__person__name")
    return sorted(rows)


@pytest.mark.parametrize(
    ("asks", "found"),
    [
        ("must_agree", [("Ada", "Bruno"), ("Priya", "Greg")]),
        ("must_differ", [("Ada", "Greg"), ("Priya", "Bruno")]),
        ("agree", [("Ada", "Bruno"), ("Priya", "Greg")]),
        ("differ", [("Ada", "Greg"), ("Priya", "Bruno")]),
    ],
)
def test_pairs_agree_or_differ_as_the_coordinator_asked(cast, line, asks, found):
    run = services.request_run(
        cast.programme, rules=rules_with(cast.programme, asks=asks), by=cast.chidi
    )

    assert pairs(run) == found


def test_what_is_not_known_is_never_held_against_a_pair_and_gives_no_points(cast, line):
    keep(cast.programme.memberships.get(person__name="Ada"), "")

    must = judge(load_problem(cast.programme, rules=rules_with(cast.programme, asks="must_agree")))
    counts = judge(load_problem(cast.programme, rules=rules_with(cast.programme, asks="differ")))

    known = {one.id: bool(one.value(LINE)) for one in must.cohort.mentors}
    assert [int((row < 0).sum()) for row in must.blocked] == [
        1 if known[one.id] else 2 for one in must.cohort.mentors
    ]
    worth = [sorted(row.tolist()) for row in counts.scores]
    gained = [most - least for least, most in worth]
    assert gained == [30_000 if known[one.id] else 0 for one in counts.cohort.mentors]


def test_a_reason_names_the_column_in_the_coordinators_words_and_tells_no_value(
    cast, as_person, line
):
    rules = rules_with(cast.programme, asks="differ")
    run = services.request_run(cast.programme, rules=rules, by=cast.chidi)

    page = as_person(cast.chidi).get(reverse("matching:run", args=[run.public_id]))

    text = page.content.decode()
    assert "They differ in what you asked about: Line &lt;of&gt; business." in text
    assert "<dt>Line &lt;of&gt; business</dt>" in text
    assert all(value not in str(run.proposals.values_list("parts")) for value in ("Wind", "Grid"))


def test_whoever_a_criterion_leaves_without_a_partner_reads_so_and_what_would_help(cast, line):
    make_mentee(cast.programme, "Nils", wants=("customer-voice",))
    keep(cast.programme.memberships.get(person__name="Bruno"), "Sea")
    rules = rules_with(cast.programme, asks="must_agree")

    run = services.request_run(cast.programme, rules=rules, by=cast.chidi)

    without = {one.membership.person.name: one for one in queries.left_out(run)}
    assert ("Not the same Line <of> business", 2) in [
        (row.sentence, row.count) for row in without["Bruno"].funnel
    ]
    offered = {change.title: change.number for change in queries.changes_of(run)}
    number = offered["Leave out a rule: “Not the same Line <of> business”"]
    after = services.run_with_change(run, number, by=cast.chidi)
    assert RunRules.from_data(after.rules).criteria == ()
    assert ("Ada", "Bruno") in pairs(after) or ("Priya", "Bruno") in pairs(after)


def test_a_criterion_that_counts_can_be_let_count_for_nothing(cast, line):
    rules = rules_with(cast.programme, asks="agree")
    run = services.request_run(cast.programme, rules=rules, by=cast.chidi)
    run.relaxations = [
        {
            "kind": "weight",
            "rule": None,
            "loosened": None,
            "side": "",
            "person": "",
            "part": LINE,
            "served": 1,
            "places": 1,
            "total": 0,
            "helped": [],
            "dropped": [],
        }
    ]
    run.save()

    (offered,) = queries.changes_of(run)
    after = RunRules.from_data(services.run_with_change(run, 0, by=cast.chidi).rules)

    assert offered.title == "Let “Line <of> business” count for nothing"
    assert (after.criteria, sum(after.weights.values()), LINE in after.weights) == ((), 100, False)


def test_the_same_place_is_a_rule_like_any_and_its_own_words(cast, as_person, line):
    preview = reverse("matching:preview", args=[cast.programme.public_id])

    page = as_person(cast.chidi).post(
        preview, {**WEIGHTS, **RULES, "asks_place": "must_agree", "points_place": "10"}
    )
    run = services.request_run(
        cast.programme,
        rules=rules_with(cast.programme, asks="must_agree", column="place", called=""),
        by=cast.chidi,
    )

    assert page.context["preview"].measures[0].second == "0 of 2"
    assert queries.left_out(run)[0].funnel[0].sentence == "Not the same place"


def test_a_job_title_is_called_so_in_reasons_as_on_the_form(cast, line):
    for name, title in (("Ada", "Chemist"), ("Bruno", "Chemist"), ("Priya", "Nurse"), ("Greg", "")):
        member = cast.programme.memberships.get(person__name=name)
        member.person.job_title = title
        member.person.save()
    rules = rules_with(cast.programme, asks="must_differ", column="job_title", called="")

    run = services.request_run(cast.programme, rules=rules, by=cast.chidi)

    assert pairs(run) == [("Ada", "Greg"), ("Priya", "Bruno")]
    ada, bruno = (cast.programme.memberships.get(person__name=name) for name in ("Ada", "Bruno"))
    assert "The same job title" in str(queries.why_not(run, ada, bruno))
    counted = rules_with(cast.programme, asks="differ", column="job_title", called="")
    proposals = services.request_run(cast.programme, rules=counted, by=cast.chidi).proposals
    shown = queries.shown(proposals.first().run, list(proposals.all()))
    assert {part.word for one in shown for part in one.parts} >= {"Job title"}


def test_what_is_chosen_on_the_form_shares_the_hundred_and_stays_for_the_next_run(cast, line):
    columns = columns_to_ask(cast.organisation)
    said = {
        **WEIGHTS,
        **RULES,
        f"asks_kept_{line.pk}": "differ",
        f"points_kept_{line.pk}": "100",
        "asks_unit": "agree",
        "points_unit": "0",
        "asks_place": "must_differ",
    }
    form = RunForm(RunRules.of(cast.programme), said, columns=columns)

    assert form.is_valid()
    rules = form.chosen()
    services.request_run(cast.programme, rules=rules, by=cast.chidi)
    later = RunRules.of(cast.programme)
    again = RunForm(later, {**WEIGHTS, **RULES}, columns=columns)
    assert again.is_valid()

    assert rules.criteria == (
        Criterion("place", "", "must_differ"),
        Criterion(LINE, "Line <of> business", "differ"),
    )
    assert (rules.weights[LINE], sum(rules.weights.values())) == (50, 100)
    assert (later.criteria, later.weights[LINE]) == (rules.criteria, 50)
    assert sum(later.weights.values()) == 100
    assert again.chosen().criteria == rules.criteria


def test_every_night_pairs_are_held_against_the_criteria_they_were_made_by(cast, line):
    rules = rules_with(cast.programme, asks="must_differ")
    run = services.request_run(cast.programme, rules=rules, by=cast.chidi)
    services.approve_rest(run, by=cast.chidi)
    services.publish_run(run, by=cast.chidi)
    ada, greg = (cast.programme.memberships.get(person__name=name) for name in ("Ada", "Greg"))
    services.begin_bond(cast.programme, ada.person, greg.person)

    first = services.check_bonds(cast.programme)
    keep(greg, "Wind")
    with clock(MONDAY + timedelta(days=4000)):
        second = services.check_bonds(cast.programme)

    assert (first, second) == (0, 1)
    (broken,) = queries.living_that_break_a_rule(cast.programme)
    assert broken.rules == ["The same Line <of> business"]


def say(member, **answers):
    record_answers(
        question_set_of(member),
        author=member.person,
        about=member.application.public_id,
        answers=answers,
        is_complete=True,
    )


def named(*members):
    return [{"id": one.person.public_id, "name": one.person.name} for one in members]


def test_whom_somebody_asked_for_counts_and_the_coordinator_reads_so(cast, as_person, line):
    of = {name: cast.programme.memberships.get(person__name=name) for name in LINES}
    say(of["Greg"], asks_for=named(of["Ada"], of["Priya"]))
    say(of["Ada"], asks_for=named(of["Greg"]))
    say(of["Bruno"], asks_for=named(of["Priya"]))

    run = services.request_run(cast.programme, by=cast.chidi)

    assert pairs(run) == [("Ada", "Greg"), ("Priya", "Bruno")]
    page = as_person(cast.chidi).get(reverse("matching:run", args=[run.public_id]))
    assert "They asked for each other." in page.content.decode()
    assert "Bruno asked for Priya." in page.content.decode()


@pytest.mark.parametrize(
    ("mentor", "mentee", "place", "passes"),
    [
        ("in_person", "video", "Holm", False),
        ("in_person", "in_person", "Skarn", False),
        ("in_person", "either", "Holm", True),
        ("either", "either", "Skarn", True),
        ("video", "either", "Skarn", True),
        ("in_person", "video", "", True),
        ("in_person", None, "Skarn", True),
        (None, "video", "Skarn", True),
    ],
)
def test_two_need_a_way_to_meet_where_both_said_how(cast, mentor, mentee, place, passes):
    ada, bruno = make_mentor(cast.programme, "Ada"), make_mentee(cast.programme, "Bruno")
    bruno.person.place = place
    bruno.person.save()
    ada.person.place = "Holm" if place else ""
    ada.person.save()
    for member, said in ((ada, mentor), (bruno, mentee)):
        if said:
            say(member, meets=said)

    run = services.request_run(cast.programme, by=cast.chidi)

    assert pairs(run) == ([("Ada", "Bruno")] if passes else [])
    if not passes:
        without = queries.left_out(run)[0]
        assert [row.sentence for row in without.funnel] == ["No way to meet that suits both"]
        assert without.helps == [
            "Ask Bruno whether another way to meet would do: 1 becomes possible."
        ]


def test_points_that_make_no_sense_are_told_and_what_was_chosen_stays(cast, as_person, line):
    preview = reverse("matching:preview", args=[cast.programme.public_id])
    said = {f"asks_kept_{line.pk}": "agree", f"points_kept_{line.pk}": "999", "asks_place": "no"}

    page = as_person(cast.chidi).post(preview, {**WEIGHTS, **RULES, **said})

    text = page.content.decode()
    assert "Something is to put right first" in text
    assert "Points of Line &lt;of&gt; business" in text
    assert 'value="999"' in text
    assert '<option value="agree" selected>' in text
