"""What is counted of a plan, for its page and beside other plans."""

from statistics import fmean
from typing import Any

from turnabout.joining.matching import engine
from turnabout.joining.matching.engine.rules import units

# What counts on top of the 100 points; it is shown apart.
ON_TOP = ("kept", "first")


def own_score(pair: engine.Pair) -> int:
    """What a pair scores for itself, without what counts on top."""
    return pair.score - sum(part.points for part in pair.parts if part.rule in ON_TOP)


def on_top(rules: engine.Rules, pair: tuple[str, str]) -> int:
    """What a pair is given on top of its own score, in thousandths of a point."""
    kept = units(rules.keep_weight) * (pair in rules.kept)
    return kept + units(rules.first_weight) * (pair in rules.first)


def counts_of(problem: engine.Problem, plan: engine.Plan) -> dict[str, Any]:
    """The figures of a plan. Its pairs carry their reasons where pairs live already."""
    scores = [own_score(pair) for pair in plan.pairs]
    kept = problem.rules.kept
    wants = {person.id: person.wants for person in problem.mentees}
    offers = {person.id: person.offers for person in problem.mentors}
    first_or_second = sum(
        any(
            rank <= 2 and topic in offers[pair.mentor] for topic, rank in wants[pair.mentee].items()
        )
        for pair in plan.pairs
    )
    return {
        "mentors": len(problem.mentors),
        "mentees": len(problem.mentees),
        "served_mentors": plan.served_mentors,
        "served_mentees": plan.served_mentees,
        "pairs": len(plan.pairs),
        "weakest": min(scores, default=0),
        "mean": round(fmean(scores)) if scores else 0,
        "first_or_second": first_or_second,
        "total": sum(scores),
        "wanted_filled": plan.wanted_filled,
        "stays": sum((pair.mentor, pair.mentee) in kept for pair in plan.pairs),
    }
