from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from turnabout.frame.programmes.models import Membership
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.queries.proposals import proposals_of
from turnabout.joining.matching.reasons import (
    points_of,
)


@dataclass(frozen=True)
class Measure:
    """One line of a comparison. `better` is 1, 2 or 0 for neither."""

    word: str
    first: str
    second: str
    better: int


@dataclass(frozen=True)
class Difference:
    """A mentee whose mentor differs between two runs; no name means no partner."""

    mentee: Membership
    first: str
    second: str


def run_before(run: Run) -> Run | None:
    """The finished run before this one, to compare with."""
    earlier = Run.objects.finished().filter(programme_id=run.programme_id, number__lt=run.number)
    return earlier.order_by("-number").first()


def measures(first: Run, second: Run) -> list[Measure]:
    """Two runs by the same measures."""

    def served(run: Run, side: str) -> str:
        return _("%(served)d of %(all)d") % {
            "served": run.counts[f"served_{side}"],
            "all": run.counts[side],
        }

    def line(word: str, name: str, write_as: Callable[[int], int] = int) -> Measure:
        one, other = write_as(first.counts[name]), write_as(second.counts[name])
        better = 0 if one == other else 1 if one > other else 2
        return Measure(word, str(one), str(other), better)

    by_side = [
        Measure(
            word,
            served(first, side),
            served(second, side),
            line("", f"served_{side}").better,
        )
        for word, side in (
            (_("Mentees with a mentor"), "mentees"),
            (_("Mentors with a mentee"), "mentors"),
        )
    ]
    return [
        *by_side,
        line(_("Weakest pair"), "weakest", points_of),
        line(_("Average fit"), "mean", points_of),
        line(_("First or second wish met"), "first_or_second"),
    ]


def differences(first: Run, second: Run) -> list[Difference]:
    """Mentees who have another mentor, or one more or less, in the other run."""
    by_run = [_mentors_by_mentee(run) for run in (first, second)]
    members = {**by_run[0][1], **by_run[1][1]}
    found = []
    for pk, mentee in members.items():
        names = [", ".join(sorted(pairs.get(pk, []))) for pairs, _members in by_run]
        if names[0] != names[1]:
            found.append(Difference(mentee, names[0], names[1]))
    return sorted(found, key=lambda one: one.mentee.person.name)


def _mentors_by_mentee(run: Run) -> tuple[dict[int, list[str]], dict[int, Membership]]:
    pairs: dict[int, list[str]] = {}
    members: dict[int, Membership] = {}
    for row in proposals_of(run):
        pairs.setdefault(row.mentee_id, []).append(row.mentor.person.name)
        members[row.mentee_id] = row.mentee
    return pairs, members
