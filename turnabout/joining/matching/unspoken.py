"""A plan as it may be told: what somebody said in private and decided nothing is left out of it.

What is shown beside a plan, who would come next and what it would cost, is worked out from here.
So a private no that leaves the plan as it is leaves every page as it is, too.
"""

from dataclasses import dataclass, replace

from turnabout.joining.matching import engine
from turnabout.joining.matching.engine.cohort import Cohort
from turnabout.joining.matching.engine.reasons import explained
from turnabout.joining.matching.parts import LIVED
from turnabout.joining.matching.spared import has_said_something, mentor_rules_out, rules_out

TOLD_UP_TO = 6000
ROUNDS = 8
WEIGHED_UP_TO = 12
PAIRS_TO_WEIGH = 40_000
Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Told:
    """A question with the private noes that its plan needs, and that plan with its reasons."""

    problem: engine.Problem
    plan: engine.Plan


def told(problem: engine.Problem, plan: engine.Plan) -> Told:
    """The same plan, of a question with as few private noes as it takes to come to it.

    Where that takes too long, or the plan was ended early, nobody is shown as next best.
    """
    if speaks_of_lives(problem):
        return _in_the_open(problem, plan)
    if not any(has_said_something(one) for one in (*problem.mentors, *problem.mentees)):
        return Told(problem, plan)
    people = len(problem.mentors) + len(problem.mentees)
    if people > TOLD_UP_TO or not plan.certificate.is_optimal:
        return _without_figures(problem, plan)
    needed: Pairs = frozenset()
    for _round in range(ROUNDS):
        private = _private_pairs(problem, _solved(problem, needed))
        if not private:
            break
        needed |= private
    else:
        return _without_figures(problem, plan)
    weighed = len(problem.mentors) * len(problem.mentees) <= PAIRS_TO_WEIGH
    if weighed and len(needed) <= WEIGHED_UP_TO:
        needed = _least(problem, plan, needed)
    asked = _with_noes(problem, needed)
    found = engine.solve(asked)
    return Told(asked, found) if _pairs(found) == _pairs(plan) else _without_figures(problem, plan)


def speaks_of_lives(problem: engine.Problem) -> bool:
    """Whether a mentor of this question draws on what she has lived."""
    return any(one.value(LIVED) for one in problem.mentors)


def _in_the_open(problem: engine.Problem, plan: engine.Plan) -> Told:
    """The same pairs, with the points that they have without what somebody has lived.

    Points would tell of whom it is. So would an order, and nobody is shown as next best.
    """
    mentors = tuple(
        replace(one, attributes={**one.attributes, LIVED: frozenset()}) for one in problem.mentors
    )
    silent = replace(problem, mentors=mentors)
    cohort = Cohort(silent.mentors, silent.mentees)
    pairs = tuple(
        replace(pair, score=sum(part.points for part in pair.parts))
        for pair in explained(cohort, silent.rules, plan.pairs)
    )
    return _without_figures(silent, replace(plan, pairs=pairs))


def _without_figures(problem: engine.Problem, plan: engine.Plan) -> Told:
    return Told(problem, replace(plan, runners_up=()))


def _least(problem: engine.Problem, plan: engine.Plan, needed: Pairs) -> Pairs:
    """Without the noes that others make needless."""
    for pair in sorted(needed):
        fewer = needed - {pair}
        if _pairs(_solved(problem, fewer)) == _pairs(plan):
            needed = fewer
    return needed


def _solved(problem: engine.Problem, noes: Pairs) -> engine.Plan:
    return engine.solve(_with_noes(problem, noes), explain=False)


def _pairs(plan: engine.Plan) -> Pairs:
    return frozenset((pair.mentor, pair.mentee) for pair in plan.pairs)


def _with_noes(problem: engine.Problem, noes: Pairs) -> engine.Problem:
    """The question in which these pairs are ruled out in private and no others."""
    nothing: frozenset[str] = frozenset()
    of_mentor: dict[str, set[str]] = {}
    for mentor, mentee in noes:
        of_mentor.setdefault(mentor, set()).add(mentee)

    def bare(person: engine.Person) -> engine.Person:
        return replace(
            person,
            rather_not=nothing,
            rather_not_units=nothing,
            declined=nothing,
            off_limits=nothing,
        )

    mentors = tuple(
        replace(bare(one), rather_not=frozenset(of_mentor.get(one.id, ())))
        for one in problem.mentors
    )
    return replace(problem, mentors=mentors, mentees=tuple(map(bare, problem.mentees)))


def _private_pairs(problem: engine.Problem, plan: engine.Plan) -> Pairs:
    """The pairs of a plan that one of the two has ruled out in private."""
    mentors = {one.id: one for one in problem.mentors}
    mentees = {one.id: one for one in problem.mentees}
    return frozenset(
        (pair.mentor, pair.mentee)
        for pair in plan.pairs
        if mentor_rules_out(mentors[pair.mentor], mentees[pair.mentee])
        or rules_out(mentees[pair.mentee], mentors[pair.mentor])
    )
