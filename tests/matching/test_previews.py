"""What other weights and rules would do, before any run; and everybody without a partner."""

import pytest
from django.urls import reverse

from tests.factories import MONDAY
from tests.matching.factories import (
    avoiding,
    make_mentee,
    make_mentor,
    make_proposal,
    make_run,
)
from turnabout.joining.applications.models import Application
from turnabout.joining.matching import queries, services
from turnabout.joining.matching.forms import RunForm
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.queries import previews, why
from turnabout.joining.matching.rules import RunRules
from turnabout.joining.matching.unspoken import told

WEIGHTS = {"topics": 40, "style": 20, "distance": 10, "wishes": 15, "hours": 15}
RULES = {
    **dict.fromkeys(("needs_topic", "needs_hours", "needs_way"), "on"),
    **dict.fromkeys(("level_gap", "common_manager_levels"), "1"),
}
HTMX = {"HX-Request": "true"}
IN_TWO_UNITS = (("Ada", "Data"), ("Priya", "Legal"))


@pytest.fixture
def two_ways(cast):
    """Topics would bring the two together who stand apart, distance the others."""
    for name, unit in IN_TWO_UNITS:
        make_mentor(cast.programme, name, unit=unit)
    for name, unit in (("Bruno", "Data"), ("Greg", "Legal")):
        make_mentee(cast.programme, name, unit=unit)
    return reverse("matching:preview", args=[cast.programme.public_id])


def test_a_preview_beside_no_run_tells_the_figures_and_keeps_nothing(cast, as_person, two_ways):
    chidi = as_person(cast.chidi)

    live = chidi.post(two_ways, {**WEIGHTS, **RULES}, headers=HTMX)
    page = chidi.post(two_ways, {**WEIGHTS, **RULES})

    assert chidi.get(two_ways)["Location"] == two_ways.removesuffix("preview/")
    assert "<html" not in live.content.decode()
    assert live["Vary"].count("HX-Request") == 1
    assert "With these, nothing kept yet" in live.content.decode()
    assert live.context["preview"].beside is None
    assert "What a run would do" in page.content.decode()
    assert live.context["preview"].measures[0].second == "2 of 2"
    assert Run.objects.count() == 0


def test_a_preview_says_that_nothing_would_change(cast, as_person, two_ways):
    run = services.request_run(cast.programme, by=cast.chidi)
    rules = RunRules.from_data(run.rules)
    same = {**rules.weights, **RULES, "level_gap": rules.level_gap, "like": run.public_id}

    page = as_person(cast.chidi).post(two_ways, same, headers=HTMX).content.decode()

    assert "The same pairs as in Run 1." in page
    assert "Points are counted by what counts in each" not in page


def test_a_preview_tells_what_is_wrong_where_it_is_wrong(cast, as_person, two_ways):
    chidi = as_person(cast.chidi)
    wrong = {**WEIGHTS, **RULES, "topics": "much", "level_gap": "99"}

    live = chidi.post(two_ways, wrong, headers=HTMX).content.decode()
    page = chidi.post(two_ways, wrong).content.decode()

    assert "2 things to put right" in live
    assert "Something is to put right first" in page
    assert 'value="99"' in page


def test_a_preview_of_the_accepted_says_that_nobody_is_as_a_run_would(cast, as_person, two_ways):
    run = services.request_run(cast.programme, by=cast.chidi)
    said = {**WEIGHTS, **RULES, "only_accepted": "on", "like": run.public_id}

    nobody = as_person(cast.chidi).post(two_ways, said, headers=HTMX)
    accepted = cast.programme.memberships.filter(person__name__in=("Ada", "Bruno"))
    Application.objects.filter(membership__in=accepted).update(accepted_at=MONDAY)
    two = as_person(cast.chidi).post(two_ways, said, headers=HTMX)

    assert "Nobody has been accepted yet on one of the sides." in nobody.content.decode()
    assert "Measure" not in nobody.content.decode()
    assert two.context["preview"].measures[0].second == "1 of 1"
    assert "Applications have changed since that run" not in two.content.decode()


def test_applications_that_came_in_since_the_run_are_named_as_such(cast, as_person, two_ways):
    run = services.request_run(cast.programme, by=cast.chidi)
    make_mentor(cast.programme, "Nora")

    page = as_person(cast.chidi).post(two_ways, {**WEIGHTS, **RULES, "like": run.public_id})

    assert "Applications have changed since that run" in page.content.decode()


def test_a_run_that_was_published_is_no_measure_for_those_who_are_free(cast, as_person, two_ways):
    run = make_run(cast.programme, published_at=MONDAY)

    page = as_person(cast.chidi).post(two_ways, {**WEIGHTS, **RULES, "like": run.public_id})

    assert page.context["preview"].beside is None


def test_very_many_people_are_not_matched_while_somebody_waits(
    cast, as_person, two_ways, monkeypatch
):
    monkeypatch.setattr(previews, "PREVIEWED_UP_TO", 3)

    page = as_person(cast.chidi).post(two_ways, {**WEIGHTS, **RULES}).content.decode()

    assert "So many people take a while. Run it" in page


def alone(member):
    told = {"reason": "others_fit_better", "possible": 1, "funnel": [], "helps": []}
    return {"membership": member.public_id, "side": member.role, **told}


def test_many_without_a_partner_have_pages_of_their_own(cast, as_person):
    people = [make_mentee(cast.programme, f"Mentee {number:02}") for number in range(14)]
    run = make_run(cast.programme, left_out=[alone(one) for one in people], relaxations=[])
    chidi = as_person(cast.chidi)
    without = reverse("matching:without", args=[run.public_id])

    page = chidi.get(reverse("matching:run", args=[run.public_id])).content.decode()
    first, last = chidi.get(without).content.decode(), chidi.get(without, {"page": 2})

    assert ("<h3>Mentee 11" in page, "<h3>Mentee 12" in page) == (True, False)
    assert "See all 14 without a partner" in page
    assert "14 people have no partner" in first
    assert ('"h3">Mentee 11' in first, '"h3">Mentee 12' in first) == (True, False)
    assert '"h3">Mentee 13' in last.content.decode()
    waiting = make_run(cast.programme, is_finished=False)
    assert chidi.get(reverse("matching:without", args=[waiting.public_id])).status_code == 404
    everybody = make_run(cast.programme)
    page = chidi.get(reverse("matching:without", args=[everybody.public_id])).content.decode()
    assert "Everybody has a partner" in page


def form_for(rules, **data):
    form = RunForm(rules, {**WEIGHTS, **data})
    assert form.is_valid(), form.errors
    return form.chosen()


def test_rules_are_set_and_let_go(cast):
    rules = RunRules.of(cast.programme)

    set_ = form_for(rules, **{**RULES, "level_gap": "3", "common_manager_levels": "2"})
    let_go = form_for(rules, level_gap="", common_manager_levels="0")
    kept = form_for(let_go, needs_hours="on")
    again = form_for(let_go, **RULES)

    assert (set_.level_gap, set_.common_manager_levels, set_.without) == (3, 2, ())
    assert let_go.without == (
        "level_gap",
        "no_common_manager",
        "shared_hours",
        "shared_way",
    )
    assert kept.without == ("level_gap", "no_common_manager", "shared_way")
    assert again.without == ()
    assert "level_gap" not in RunForm(RunRules(WEIGHTS, direction="any")).fields


def test_among_very_many_people_a_why_is_answered_from_the_rules(cast, monkeypatch):
    monkeypatch.setattr(why, "ASKED_UP_TO", 1)
    bruno, greg = make_mentee(cast.programme, "Bruno"), make_mentee(cast.programme, "Greg")
    ada = make_mentor(cast.programme, "Ada", private=avoiding(bruno.person))
    priya = make_mentor(cast.programme, "Priya")
    services.ban_pair(cast.programme, priya, greg, by=cast.chidi, reason="Same project")
    run = make_run(cast.programme)
    make_proposal(run, priya, bruno)

    sentences = [
        queries.why_not(run, mentor, mentee).sentence
        for mentor, mentee in ((priya, bruno), (priya, greg), (ada, bruno), (ada, greg))
    ]
    services.begin_bond(cast.programme, ada.person, greg.person)

    assert sentences == [
        "They are a pair in this plan.",
        "A rule forbids it: The coordinator said never.",
        "Others fit better for everyone.",
        "Others fit better for everyone.",
    ]
    assert queries.why_not(run, ada, greg).sentence.startswith("One of the two cannot be matched")


def test_where_it_takes_too_long_nobody_is_shown_as_next_best(cast, monkeypatch):
    both = ("customer-voice", "frontline-reality")
    bruno = make_mentee(cast.programme, "Bruno", wants=both)
    make_mentee(cast.programme, "Greg")
    make_mentor(cast.programme, "Ada", offers=both, private=avoiding(bruno.person))
    make_mentor(cast.programme, "Priya")
    module = "turnabout.joining.matching.unspoken"
    rules = RunRules.of(cast.programme)
    problem = services.load_problem(cast.programme, rules=rules, salt="x")
    plan = services.runs.engine.solve(problem)

    full = told(problem, plan)
    with monkeypatch.context() as patched:
        patched.setattr(f"{module}.TOLD_UP_TO", 1)
        many = told(problem, plan)
    monkeypatch.setattr(f"{module}.ROUNDS", 1)
    unsettled = told(problem, plan)

    assert {(one.mentor, one.mentee) for one in full.plan.pairs} == {
        (one.mentor, one.mentee) for one in plan.pairs
    }
    assert full.plan.runners_up != ()
    assert many.plan.runners_up == unsettled.plan.runners_up == ()


def test_a_run_after_a_publication_says_whom_it_asks_about(cast, as_person):
    make_mentor(cast.programme, "Ada")
    make_mentee(cast.programme, "Bruno")
    first = services.request_run(cast.programme, by=cast.chidi)
    services.approve_rest(first, by=cast.chidi)
    services.publish_run(first, by=cast.chidi)
    make_mentor(cast.programme, "Priya")
    make_mentee(cast.programme, "Greg")
    second = services.request_run(cast.programme, by=cast.chidi)

    compare = reverse("matching:compare", args=[second.public_id])
    page = as_person(cast.chidi).get(compare, {"with": first.public_id}).content.decode()

    assert "Run 2 was asked for after Run 1 was published." in page
