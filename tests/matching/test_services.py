import pytest

from tests.applications.factories import make_application
from tests.factories import make_member, make_person, make_programme
from tests.matching.factories import (
    avoiding,
    make_mentee,
    make_mentor,
    make_proposal,
    make_run,
)
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock, now
from turnabout.joining.applications.boundaries import PrivateSide
from turnabout.joining.applications.services import keep_apart
from turnabout.joining.matching import events, queries, services
from turnabout.joining.matching.forms import RunForm
from turnabout.joining.matching.jobs import compute_what_waits, help_those_left_out
from turnabout.joining.matching.models import HOLD, Bond, Run
from turnabout.joining.matching.rules import RunRules, shared_out


@pytest.fixture
def programme(cast):
    """A programme whose cast has not applied, so that only those of the test are matched."""
    return make_programme(cast.organisation)


def pairs_of(run):
    return {(row.mentor.person.name, row.mentee.person.name) for row in queries.proposals_of(run)}


def run_of(programme, cast, **rules):
    data = {**RunRules.of(programme).as_data(), **rules}
    return services.request_run(programme, rules=RunRules.from_data(data), by=cast.chidi)


def test_a_coordinator_runs_the_matching_and_nobody_is_left_out(cast, programme):
    make_mentor(programme, "Ada", offers=("frontline-reality", "customer-voice"))
    make_mentor(programme, "Priya", offers=("frontline-reality",))
    make_mentee(programme, "Bruno", wants=("customer-voice", "frontline-reality"))
    make_mentee(programme, "Greg", wants=("customer-voice",))

    run = run_of(programme, cast)

    assert run.finished_at is not None
    assert pairs_of(run) == {("Ada", "Greg"), ("Priya", "Bruno")}
    assert run.certificate["is_optimal"] is True
    assert run.counts["served_mentees"] == 2
    assert [row.parts[0]["part"] for row in run.proposals.all()] == ["topics", "topics"]


def test_the_same_run_gives_the_same_pairs_whatever_the_order_of_rows(cast, programme):
    for number in range(4):
        make_mentor(programme, f"Mentor {number}")
        make_mentee(programme, f"Mentee {number}")
    run = run_of(programme, cast)
    rules = RunRules.from_data(run.rules)

    first = services.load_problem(programme, rules=rules, salt=run.salt)
    from turnabout.joining.matching import engine

    turned = engine.Problem(first.mentors[::-1], first.mentees[::-1], first.rules)

    assert engine.solve(turned).pairs == engine.solve(first).pairs


def test_nobody_mentors_into_her_own_line_at_any_depth(cast, programme):
    bruno = make_mentee(programme, "Bruno")
    between = make_person(programme.organisation, name="Between", manager=bruno.person)
    ada = make_mentor(programme, "Ada")
    ada.person.manager = between
    ada.person.save()

    run = run_of(programme, cast)

    assert pairs_of(run) == set()
    assert [one.funnel[0].sentence for one in queries.left_out(run)] == [
        "In one reporting line",
        "In one reporting line",
    ]


def test_the_mentor_is_junior_by_the_gap_of_the_programme(cast, programme):
    ada = make_mentor(programme, "Ada")
    make_mentee(programme, "Bruno")
    ada.person.level = make_person(programme.organisation, name="X", rank=6).level
    ada.person.save()

    assert pairs_of(run_of(programme, cast)) == set()
    assert pairs_of(run_of(programme, cast, level_gap=1)) == {("Ada", "Bruno")}
    assert pairs_of(run_of(programme, cast, direction="mentor_senior", level_gap=1)) == set()


def test_hours_are_compared_in_both_zones(cast, programme):
    ada = make_mentor(programme, "Ada", hours=["mon-09"])
    bruno = make_mentee(programme, "Bruno", hours=["mon-09"])
    bruno.person.zone = "America/New_York"
    bruno.person.save()

    apart = pairs_of(run_of(programme, cast))
    ada.application.hours = ["mon-14"]
    ada.application.save()

    assert apart == set()
    assert pairs_of(run_of(programme, cast)) == {("Ada", "Bruno")}


def test_what_somebody_avoids_forbids_and_is_never_named(cast, programme):
    bruno = make_mentee(programme, "Bruno", unit="Canary unit")
    greg = make_mentee(programme, "Greg", unit="Data")
    ada = make_mentor(programme, "Ada", private=avoiding(bruno.person, units=["Canary unit"]))

    run = run_of(programme, cast)
    answer = queries.why_not(run, ada, bruno)

    assert pairs_of(run) == {("Ada", "Greg")}
    assert answer.sentence == "Others fit better for everyone."
    assert answer.comparison == ""
    assert [one.sentence for one in queries.left_out(run)] == ["Others fit better for everyone."]
    assert [row.sentence for row in queries.left_out(run)[0].funnel] == [
        "Others fit better for everyone"
    ]
    assert greg.person.name in str(pairs_of(run))


def test_an_off_limits_topic_and_a_decline_speak_the_same_sentence(cast, programme):
    bruno = make_mentee(programme, "Bruno", wants=("frontline-reality",))
    off = PrivateSide(off_limits=frozenset({"frontline-reality"}))
    ada = make_mentor(programme, "Ada", private=off)
    priya = make_mentor(programme, "Priya")
    keep_apart(priya, bruno.person)

    run = run_of(programme, cast, needs_topic=False)

    assert pairs_of(run) == set()
    assert queries.why_not(run, ada, bruno).sentence == "Others fit better for everyone."
    assert queries.why_not(run, priya, bruno).sentence == "Others fit better for everyone."


def test_a_pin_is_kept_and_a_ban_is_respected(cast, programme):
    ada, priya = make_mentor(programme, "Ada"), make_mentor(programme, "Priya")
    bruno, greg = make_mentee(programme, "Bruno"), make_mentee(programme, "Greg")
    services.pin_pair(programme, ada, greg, by=cast.chidi, reason="They asked for it")
    pinned = pairs_of(run_of(programme, cast))
    wish = services.ban_pair(programme, ada, greg, by=cast.chidi, reason="Same project")

    banned = pairs_of(run_of(programme, cast))
    services.lift_wish(wish, by=cast.chidi)

    assert pinned == {("Ada", "Greg"), ("Priya", "Bruno")}
    assert banned == {("Ada", "Bruno"), ("Priya", "Greg")}
    assert (priya.role, bruno.role) == ("mentor", "mentee")
    assert programme.wishes.count() == 0


def test_a_pin_needs_a_mentor_and_a_mentee_of_the_programme(cast, programme):
    ada = make_mentor(programme, "Ada")

    with pytest.raises(Refusal):
        services.pin_pair(programme, ada, cast.mentee, by=cast.chidi, reason="They know why")


def test_partners_take_up_places_and_are_not_paired_again(cast, programme):
    ada = make_mentor(programme, "Ada", places_at_most=2, places_wanted=2)
    bruno, greg = make_mentee(programme, "Bruno"), make_mentee(programme, "Greg")
    services.begin_bond(programme, ada.person, bruno.person)
    services.begin_bond(programme, ada.person, bruno.person)

    first = pairs_of(run_of(programme, cast))
    services.end_bond(programme, ada.person, bruno.person)

    assert first == {("Ada", "Greg")}
    assert Bond.objects.count() == 1
    assert pairs_of(run_of(programme, cast)) == {("Ada", "Greg")}
    assert greg.person.name == "Greg"


def test_a_run_without_anybody_is_refused(cast, programme):
    with pytest.raises(Refusal, match="No mentor has applied yet"):
        services.request_run(programme, by=cast.chidi)
    make_mentor(programme, "Ada")
    with pytest.raises(Refusal, match="No mentee has applied yet"):
        services.request_run(programme, by=cast.chidi)


def test_a_large_run_waits_for_the_worker(cast, programme, monkeypatch):
    monkeypatch.setattr("turnabout.joining.matching.services.runs.AT_ONCE", 1)
    make_mentor(programme, "Ada")
    make_mentee(programme, "Bruno")

    run = run_of(programme, cast)
    waiting = run.finished_at
    done = compute_what_waits()
    run.refresh_from_db()

    assert waiting is None
    assert done == 1
    assert pairs_of(run) == {("Ada", "Bruno")}
    assert compute_what_waits() == 0


def test_a_run_that_dies_leaves_no_half_run_and_is_taken_up_again(cast, programme, monkeypatch):
    monkeypatch.setattr("turnabout.joining.matching.services.runs.AT_ONCE", 0)
    make_mentor(programme, "Ada")
    make_mentee(programme, "Bruno")
    run = run_of(programme, cast)

    def dies(*_arguments, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("turnabout.joining.matching.services.runs.audit.record", dies)
        with pytest.raises(KeyboardInterrupt):
            services.compute_run(run)
    half = (run.proposals.count(), Run.objects.get(pk=run.pk).finished_at)
    Run.objects.filter(pk=run.pk).update(claimed_until=None)

    assert half == (0, None)
    assert services.compute_run(run) is True
    assert run.proposals.count() == 1
    assert services.compute_run(run) is False


def test_a_run_that_never_ends_is_given_up(cast, programme):
    make_mentor(programme, "Ada")
    make_mentee(programme, "Bruno")
    run = make_run(programme, is_finished=False, attempts=3)

    assert services.compute_run(run) is False
    run.refresh_from_db()
    assert run.failed_at is not None


def test_publishing_twice_gives_one_publication(cast, programme):
    ada, bruno = make_mentor(programme, "Ada"), make_mentee(programme, "Bruno")
    run = make_run(programme)
    proposal = make_proposal(run, ada, bruno)
    heard = []

    def listen(run, **_named):
        heard.append(run.pk)

    events.run_published.connect(listen)
    with pytest.raises(Refusal, match="No pair is approved"):
        services.publish_run(run, by=cast.chidi)
    services.approve_proposal(proposal, by=cast.chidi)
    services.publish_run(run, by=cast.chidi)
    with pytest.raises(Refusal, match="was published"):
        services.publish_run(run, by=cast.chidi)
    with pytest.raises(Refusal, match="was published"):
        services.take_back_approval(proposal, by=cast.chidi)
    waits = list(heard)
    with clock(now() + HOLD):
        handed_on = [services.hand_on(run), services.hand_on(run)]
    events.run_published.disconnect(listen)

    assert (waits, handed_on, heard) == ([], [True, False], [run.pk])


def test_an_old_run_cannot_give_somebody_two_partners(cast, programme):
    ada, bruno = make_mentor(programme, "Ada"), make_mentee(programme, "Bruno")
    greg = make_mentee(programme, "Greg")
    for mentee in (bruno, greg):
        run = make_run(programme)
        services.approve_proposal(make_proposal(run, ada, mentee), by=cast.chidi)
    old, new = Run.objects.order_by("number").filter(programme=programme)
    services.publish_run(new, by=cast.chidi)

    with pytest.raises(Refusal, match="Ada is no longer free"):
        services.publish_run(old, by=cast.chidi)
    services.release_proposal(new.proposals.get())
    services.publish_run(old, by=cast.chidi)

    old.refresh_from_db()
    assert old.published_at is not None


def test_two_who_did_not_become_partners_are_not_proposed_again_and_nobody_learns_why(
    cast, programme
):
    ada, bruno = make_mentor(programme, "Ada"), make_mentee(programme, "Bruno")
    run = run_of(programme, cast)
    services.approve_rest(run, by=cast.chidi)
    services.publish_run(run, by=cast.chidi)
    waiting = services.load_problem(programme, rules=RunRules.of(programme))
    services.release_proposal(run.proposals.get())

    again = run_of(programme, cast)

    assert (waiting.mentors, waiting.mentees) == ((), ())
    assert pairs_of(again) == set()
    assert queries.why_not(again, ada, bruno).sentence == "Others fit better for everyone."
    assert [one.sentence for one in queries.left_out(again)] == [
        "Others fit better for everyone."
    ] * 2


def test_a_coordinator_approves_what_is_left_and_thinks_again(cast, programme):
    run = make_run(programme)
    first = make_proposal(run, make_mentor(programme, "Ada"), make_mentee(programme, "Bruno"))
    make_proposal(run, make_mentor(programme, "Priya"), make_mentee(programme, "Greg"))

    services.approve_proposal(first, by=cast.chidi)
    rest = services.approve_rest(run, by=cast.chidi)
    services.take_back_approval(first, by=cast.chidi)

    assert rest == 1
    assert run.proposals.approved().count() == 1


def test_the_paused_the_declined_and_the_withdrawn_are_not_matched(cast, programme):
    make_mentor(programme, "Ada")
    make_mentee(programme, "Bruno")
    paused = make_person(programme.organisation, name="Paused", rank=2)
    make_application(
        make_member(programme, paused, "mentor", state="paused"), offers=["frontline-reality"]
    )
    declined = make_mentor(programme, "Declined")
    declined.application.reserved_at = declined.application.sent_at
    declined.application.save()

    problem = services.load_problem(programme, rules=RunRules.of(programme))

    assert [person.id for person in problem.mentors] == [
        row.person.public_id for row in programme.memberships.filter(person__name="Ada")
    ]


def test_somebody_without_a_partner_learns_what_would_help(cast, programme):
    make_mentor(programme, "Ada", hours=["mon-09"])
    make_mentee(programme, "Bruno", hours=["fri-16"])

    [bruno, ada] = queries.left_out(run_of(programme, cast))

    assert bruno.helps == ["Ask Bruno for one more hour: 1 becomes possible."]
    assert ada.funnel[0].sentence == "Fewer than 1 hour in common"


@pytest.mark.parametrize(
    ("weights", "shares"),
    [
        ((50, 50, 50, 50, 50), (20, 20, 20, 20, 20)),
        ((0, 0, 0, 0, 0), (20, 20, 20, 20, 20)),
        ((1, 1, 1, 0, 0), (34, 33, 33, 0, 0)),
        ((45, 15, 10, 15, 15), (45, 15, 10, 15, 15)),
    ],
)
def test_weights_share_out_100(weights, shares):
    names = ("topics", "style", "distance", "wishes", "hours")

    assert shared_out(dict(zip(names, weights, strict=True))) == dict(
        zip(names, shares, strict=True)
    )


def test_what_would_help_is_worked_out_later_for_a_larger_run(cast, programme, monkeypatch):
    monkeypatch.setattr("turnabout.joining.matching.services.runs.HELPED_AT_ONCE", 0)
    make_mentor(programme, "Ada", hours=["mon-09"])
    make_mentee(programme, "Bruno", hours=["fri-16"])
    run = run_of(programme, cast)
    waiting = run.relaxations

    done = help_those_left_out()
    run.refresh_from_db()

    assert (waiting, done, help_those_left_out()) == (None, 1, 0)
    assert [(one["kind"], one["rule"]["rule"], one["served"]) for one in run.relaxations] == [
        ("leave_out", "shared_hours", 2)
    ]
    assert [one.title for one in queries.changes_of(run)] == [
        "Leave out a rule: “Fewer than 1 hour in common”"
    ]


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (
            {
                "kind": "loosen",
                "loosened": {"rule": "level_gap", "given": {"least": 1, "most": None}},
            },
            {"level_gap": 1},
        ),
        (
            {
                "kind": "loosen",
                "loosened": {"rule": "level_gap", "given": {"least": -9, "most": -1}},
            },
            {"level_gap": 1},
        ),
        (
            {"kind": "loosen", "loosened": {"rule": "no_common_manager", "given": {"within": 1}}},
            {"common_manager_levels": 1},
        ),
        ({"kind": "leave_out", "rule": {"rule": "some_wish"}}, {"without": ["some_wish"]}),
        (
            {"kind": "weight", "part": "topics"},
            {"weights": {"topics": 0, "style": 29, "distance": 36, "wishes": 14, "hours": 21}},
        ),
    ],
)
def test_a_change_becomes_the_rules_of_the_next_run(cast, programme, change, rules):
    make_mentor(programme, "Ada")
    make_mentee(programme, "Bruno")
    run = run_of(programme, cast)
    run.relaxations = [change]

    after = services.run_with_change(run, 0, by=cast.chidi)

    before = {**run.rules, **rules}
    assert {**after.rules, "weights": after.rules["weights"]} == before | {
        "weights": after.rules["weights"]
    }
    assert {name: after.rules[name] for name in rules} == rules


def test_one_place_more_is_supposed_and_not_taken(cast, programme):
    make_mentor(programme, "Ada")
    make_mentor(programme, "Priya")
    for name in ("Bruno", "Greg", "Hanna", "Ivo"):
        make_mentee(programme, name)
    run = run_of(programme, cast)
    kinds = [one["kind"] for one in run.relaxations]

    after = services.run_with_change(run, kinds.index("places"), by=cast.chidi)
    services.approve_rest(after, by=cast.chidi)

    assert kinds == ["places", "place", "place"]
    assert {one.person.name for one in queries.supposed_of(after)} == {"Ada", "Priya"}
    assert after.counts["served_mentees"] == 4
    with pytest.raises(Refusal, match="is no longer free"):
        services.publish_run(after, by=cast.chidi)


@pytest.mark.parametrize(
    ("repeats", "before", "now_with"),
    [
        ("forbid", "Priya", "Ada"),
        ("allow", "Priya", "Priya"),
        ("allow", "Ada", "Priya"),
        ("favour", "Ada", "Ada"),
    ],
)
def test_two_whose_pairing_is_over_are_forbidden_allowed_or_favoured(
    cast, programme, repeats, before, now_with
):
    """Priya fits Bruno a little better than Ada does; Greg fits both alike."""
    topics = ("frontline-reality", "customer-voice", "early-career")
    mentors = {
        "Ada": make_mentor(programme, "Ada", offers=topics[:2]),
        "Priya": make_mentor(programme, "Priya", offers=topics),
    }
    bruno = make_mentee(programme, "Bruno", wants=topics)
    make_mentee(programme, "Greg", wants=("customer-voice",))
    bond = Bond.objects.create(
        programme=programme,
        mentor=mentors[before].person,
        mentee=bruno.person,
        since=now(),
        until=now(),
    )

    run = run_of(programme, cast, repeats=repeats)

    other = "Priya" if now_with == "Ada" else "Ada"
    assert pairs_of(run) == {(now_with, "Bruno"), (other, "Greg")}
    again = [part for row in run.proposals.all() for part in row.parts if part["part"] == "again"]
    assert sorted(part["points"] for part in again) == ([0, 10_000] if repeats == "favour" else [])
    bond.until = None
    bond.save()
    assert (before, "Bruno") not in pairs_of(run_of(programme, cast, repeats=repeats))


def test_a_coordinator_says_what_becomes_of_former_partners_and_of_free_places(cast, programme):
    make_mentor(programme, "Ada")
    make_mentee(programme, "Bruno")
    rules = RunRules.of(programme)
    silent = RunForm(rules, rules.weights)
    told = RunForm(rules, {**rules.weights, "repeats": "favour", "leaves_places": "on"})

    assert (silent.is_valid(), told.is_valid()) == (True, True)
    assert (silent.chosen().repeats, silent.chosen().fill_places) == ("forbid", True)
    assert (told.chosen().repeats, told.chosen().fill_places) == ("favour", False)
    reached = [
        services.request_run(programme, rules=form.chosen(), by=cast.chidi).certificate["reached"]
        for form in (silent, told)
    ]
    assert ["places" in one for one in reached] == [True, False]
