"""A protected trait counts only for whom it was asked, by herself, and is never told."""

import pytest

from tests.factories import make_programme
from tests.matching.factories import make_mentee, make_mentor
from turnabout.frame.questions.sets import question_set
from turnabout.joining.applications.boundaries import PrivateSide
from turnabout.joining.matching import queries, services

APPLICATIONS = (
    "mentor-application",
    "mentee-application",
    "mentor-application-growth",
    "mentee-application-growth",
)
CANARY = "disability"


def asks(*traits):
    return PrivateSide(answers={"shares": list(traits)}) if traits else None


def partner_of_bruno(run):
    return run.proposals.get(mentee__person__name="Bruno").mentor.person.name


@pytest.mark.parametrize("slug", APPLICATIONS)
def test_every_application_asks_and_nobody_reads_the_answer(slug):
    question = question_set(slug).question("shares")

    assert question.audience == ("self", "matching")
    assert question.is_required is False


@pytest.mark.parametrize(
    ("bruno", "ada", "points"),
    [
        ((CANARY,), (CANARY,), (5_000, 2_500)),
        ((CANARY,), (), (2_500, 2_500)),
        ((), (CANARY,), (2_500, 5_000)),
        ((), (), (5_000, 5_000)),
    ],
)
def test_a_trait_counts_only_where_both_asked_for_the_same(cast, bruno, ada, points):
    """Ada is the one who may share it; Priya never asked for anything."""
    programme = make_programme(cast.organisation)
    make_mentee(programme, "Bruno", private=asks(*bruno))
    hers = make_mentor(programme, "Ada", private=asks(*ada))
    make_mentor(programme, "Priya")

    run = services.request_run(programme, by=cast.chidi)

    problem = services.load_problem(programme, rules=rules_of(run))
    assert hopes_of(problem, hers.person.public_id) == points[0]
    others = {one.id for one in problem.mentors} - {hers.person.public_id}
    assert hopes_of(problem, others.pop()) == points[1]


def test_two_who_asked_for_the_same_meet_and_no_reason_says_so(cast):
    programme = make_programme(cast.organisation)
    make_mentee(programme, "Bruno", private=asks(CANARY))
    make_mentee(programme, "Greg")
    make_mentor(programme, "Ada", private=asks(CANARY))
    make_mentor(programme, "Priya")

    run = services.request_run(programme, by=cast.chidi)

    shown = queries.shown(run, list(queries.proposals_of(run)))
    told = " ".join(str(reason) for one in shown for reason in one.reasons)
    stored = f"{run.left_out}{run.counts}{run.rules}{[row.parts for row in run.proposals.all()]}"
    assert partner_of_bruno(run) == "Ada"
    assert (CANARY in told, CANARY in stored, "shares" in stored) == (False, False, False)


def rules_of(run):
    from turnabout.joining.matching.rules import RunRules

    return RunRules.from_data(run.rules)


def hopes_of(problem, mentor_id):
    from dataclasses import replace

    from turnabout.joining.matching import engine

    alone = tuple(one for one in problem.mentors if one.id == mentor_id)
    [pair] = engine.solve(replace(problem, mentors=alone)).pairs
    return next(part.points for part in pair.parts if part.rule == "hopes")
