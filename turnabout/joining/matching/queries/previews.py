"""What a run would do by other weights and rules, before there is any."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from turnabout.frame.programmes.models import Programme
from turnabout.joining.matching import engine
from turnabout.joining.matching.counted import counts_of
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.problem import applications_in, load_with_members
from turnabout.joining.matching.queries.comparison import (
    Changed,
    Difference,
    Measure,
    changed_for,
    differences,
    is_counted_alike,
    measures,
    pairs_of,
)
from turnabout.joining.matching.queries.people import applicants
from turnabout.joining.matching.rules import RunRules

# So many people are matched while somebody waits for the page.
PREVIEWED_UP_TO = 1000


_NOBODY = {
    "mentor": gettext_lazy("No mentor has applied yet. Invite some, then run the matching."),
    "mentee": gettext_lazy("No mentee has applied yet. Invite some, then run the matching."),
}

_NOBODY_ACCEPTED = gettext_lazy(
    "Nobody has been accepted yet on one of the sides. Decide about applications first, or match "
    "everybody who applied."
)


@dataclass(frozen=True)
class Preview:
    """The plan that a run would find, beside a run that is there. Nothing of it is kept."""

    measures: list[Measure] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    beside: Run | None = None
    is_same: bool = False
    same_scale: bool = True
    is_now: bool = False
    people_changed: bool = False
    are_too_many: bool = False
    missing: str = ""


def who_is_missing(programme: Programme, *, only_accepted: bool) -> str:
    """Why nobody can be matched, where a side has nobody in it, and what to do; or nothing."""
    for role, sentence in _NOBODY.items():
        if not applications_in(programme, only_accepted=False).filter(membership__role=role):
            return str(sentence)
    if only_accepted:
        accepted = applications_in(programme, only_accepted=True)
        if len(set(accepted.values_list("membership__role", flat=True))) < len(_NOBODY):
            return str(_NOBODY_ACCEPTED)
    return ""


def as_it_is(run: Run) -> Preview:
    """The figures of a run, where those of another will stand."""
    return Preview(measures=measures(run, run), is_now=True)


def preview(programme: Programme, rules: RunRules, *, beside: Run | None = None) -> Preview:
    """Match now by these rules. The run beside it lends its draw, so that only the rules differ."""
    if sum(applicants(programme).values()) > PREVIEWED_UP_TO:
        return Preview(are_too_many=True)
    missing = who_is_missing(programme, only_accepted=rules.only_accepted)
    if missing:
        return Preview(missing=missing)
    salt = beside.salt if beside else ""
    problem, members = load_with_members(programme, rules=rules, salt=salt)
    plan = engine.solve(problem, explain=rules.is_rematch)
    would_be = Run(programme=programme, rules=rules.as_data(), counts=counts_of(problem, plan))
    if beside is None:
        return Preview(measures=measures(would_be, would_be))
    pairs = [(members.mentors[pair.mentor], members.mentees[pair.mentee]) for pair in plan.pairs]
    before = pairs_of(beside)
    moved = differences(before, pairs)
    return Preview(
        measures=measures(beside, would_be),
        differences=moved,
        changed=changed_for(before, pairs),
        beside=beside,
        is_same=not moved,
        same_scale=is_counted_alike(beside, would_be),
        people_changed=beside.rules.get("only_accepted", False) == rules.only_accepted
        and any(beside.counts[side] != would_be.counts[side] for side in ("mentors", "mentees")),
    )
