from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.frame.programmes.models import Membership
from turnabout.joining.matching import engine
from turnabout.joining.matching.counted import ON_TOP, on_top
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.problem import load_with_members
from turnabout.joining.matching.queries.people import applicants, first_name
from turnabout.joining.matching.reasons import (
    points_of,
)
from turnabout.joining.matching.rules import RunRules
from turnabout.joining.matching.unspoken import speaks_of_lives, told
from turnabout.joining.matching.words import others_fit_better, why_not_sentence

# Among more people the whole question takes longer than somebody waits for a page.
ASKED_UP_TO = 2000


@dataclass(frozen=True)
class WhyAnswer:
    """Why two people are not a pair in a run."""

    mentor: Membership
    mentee: Membership
    sentence: str
    comparison: str = ""
    is_old: bool = False
    only_rules: bool = False


def why_not(run: Run, mentor: Membership, mentee: Membership) -> WhyAnswer:
    """Ask the same question again, and what stood in the way of this pair.

    Private rules and competition give the same sentence. Figures are told only of people whom the
    run shows as next best anyway. Among very many people only the rules are asked.
    """
    rules = RunRules.from_data(run.rules)
    if sum(applicants(run.programme).values()) > ASKED_UP_TO:
        return _by_rules(run, mentor, mentee, rules)
    problem, members = load_with_members(run.programme, rules=rules, salt=run.salt)
    if speaks_of_lives(problem):
        return _by_rules(run, mentor, mentee, rules)
    shown = told(problem, engine.solve(problem))
    problem, plan = shown.problem, shown.plan
    pair = (mentor.person.public_id, mentee.person.public_id)
    if pair[0] not in members.mentors or pair[1] not in members.mentees:
        return WhyAnswer(mentor, mentee, _not_there())
    answer = engine.why_not(problem, plan, *pair)
    is_old = _is_old(run, plan, members.mentors, members.mentees)
    sentence = others_fit_better() if is_old and answer.rule is None else why_not_sentence(answer)
    scores = _scores(problem, plan, pair)
    words = (_comparison(scores, mentor, mentee), _others(scores, answer))
    comparison = " ".join(filter(None, words))
    return WhyAnswer(mentor, mentee, sentence, comparison, is_old)


def _by_rules(run: Run, mentor: Membership, mentee: Membership, rules: RunRules) -> WhyAnswer:
    """As among all people, but what competition cost is not worked out."""
    if run.proposals.filter(mentor=mentor, mentee=mentee).exists():
        return WhyAnswer(mentor, mentee, why_not_sentence(engine.WhyNot("in_plan")))
    two, _members = load_with_members(
        run.programme, rules=rules, salt=run.salt, only=(mentor.pk, mentee.pk)
    )
    if not two.mentors or not two.mentees:
        return WhyAnswer(mentor, mentee, _not_there())
    answer = engine.why_not(two, engine.solve(two), two.mentors[0].id, two.mentees[0].id)
    sentence = why_not_sentence(answer) if answer.rule else others_fit_better()
    return WhyAnswer(mentor, mentee, sentence, only_rules=True)


@dataclass(frozen=True)
class _Scores:
    """What the asked pair would reach, if that may be told, and what the mentee's pair has here.

    Both without what keeping a living pair is worth.
    """

    would: int | None
    has: int | None


def _scores(problem: engine.Problem, plan: engine.Plan, pair: tuple[str, str]) -> _Scores:
    rules = problem.rules
    would = next((one.score for one in plan.runners_up if (one.mentor, one.mentee) == pair), None)
    if would is not None:
        would -= on_top(rules, pair)
    chosen = next((one for one in plan.pairs if one.mentee == pair[1]), None)
    kept = sum(part.points for part in chosen.parts if part.rule in ON_TOP) if chosen else 0
    return _Scores(would, chosen.score - kept if chosen else None)


def _others(scores: _Scores, answer: engine.WhyNot) -> str:
    """What this pair would cost everybody but the two of it; only of pairs that have figures."""
    if answer.lane != "total" or scores.would is None:
        return ""
    less = points_of(answer.difference + scores.would - (scores.has or 0))
    if less <= 0:
        return ""
    return ngettext(
        "All other pairs together would have %(less)d point fewer.",
        "All other pairs together would have %(less)d points fewer.",
        less,
    ) % {"less": less}


def _not_there() -> str:
    return _("One of the two cannot be matched now: all places are taken, or the role is at rest.")


def _is_old(
    run: Run,
    plan: engine.Plan,
    mentors: Mapping[str, Membership],
    mentees: Mapping[str, Membership],
) -> bool:
    now_pairs = {(mentors[pair.mentor].pk, mentees[pair.mentee].pk) for pair in plan.pairs}
    return now_pairs != set(run.proposals.planned().values_list("mentor_id", "mentee_id"))


def _comparison(scores: _Scores, mentor: Membership, mentee: Membership) -> str:
    """How well the two would fit, only where the run shows them as next best anyway."""
    if scores.would is None or scores.has is None:
        return ""
    would, has = points_of(scores.would), points_of(scores.has)
    words = {
        "mentor": first_name(mentor),
        "mentee": first_name(mentee),
        "would": would,
        "chosen": has,
    }
    if would > has:
        return _("%(mentor)s would fit %(mentee)s better: %(would)d, not %(chosen)d.") % words
    return _("%(mentor)s and %(mentee)s would reach %(would)d. The pair here has %(chosen)d.") % (
        words
    )
