from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnabout.frame.programmes.models import Membership
from turnabout.joining.matching.criteria import COUNTED
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.queries.people import members_by_id
from turnabout.joining.matching.queries.proposals import proposals_of
from turnabout.joining.matching.reasons import (
    points_of,
)

Two = tuple[Membership, Membership]


@dataclass(frozen=True)
class Measure:
    """One line of a comparison. `better` is 1, 2 or 0 for neither."""

    word: str
    first: str
    second: str
    better: int


@dataclass(frozen=True)
class Changed:
    """Somebody who has a partner in one of two runs only."""

    membership: Membership
    side: str
    gains: bool


@dataclass(frozen=True)
class Spread:
    """How many of a group have a partner in each of two runs."""

    kind: str
    group: str
    people: int
    first: int
    second: int


@dataclass(frozen=True)
class Difference:
    """A mentee whose mentor differs between two runs; no name means no partner."""

    mentee: Membership
    first: str
    second: str


def run_before(run: Run) -> Run | None:
    """The finished run before this one that asked about the same people, to compare with.

    A re-match asks about living pairs too, and a run after a publication no longer asks about
    those who found a partner: their figures side by side would mislead.
    """
    earlier = Run.objects.finished().filter(programme_id=run.programme_id, number__lt=run.number)
    if run.published_at is None:
        earlier = earlier.filter(published_at=None)
    return next((one for one in earlier.order_by("-number") if is_alike(one, run)), None)


def is_alike(first: Run, second: Run) -> bool:
    """Whether both runs ask about living pairs, or neither does."""
    return first.is_rematch == second.is_rematch


def is_after(first: Run, second: Run) -> bool:
    """Whether one of two was asked for when the pairs of the other were published already."""
    older, newer = sorted((first, second), key=lambda run: run.number)
    return older.published_at is not None and older.published_at < newer.requested_at


def is_counted_alike(first: Run, second: Run) -> bool:
    """Whether a point means the same in both runs."""
    return _scale(first) == _scale(second)


def _scale(run: Run) -> tuple[Any, ...]:
    counted = [one for one in run.rules.get("criteria", []) if one["asks"] in COUNTED]
    return run.rules["weights"], counted, run.rules.get("repeats") == "favour"


def measures(first: Run, second: Run) -> list[Measure]:
    """Two runs by the same measures. Points by different weights are not told better or worse."""
    alike = is_counted_alike(first, second)

    def served(run: Run, side: str) -> str:
        return _("%(served)d of %(all)d") % {
            "served": run.counts[f"served_{side}"],
            "all": run.counts[side],
        }

    def line(word: str, name: str, write_as: Callable[[int], int] = int) -> Measure:
        one, other = (write_as(run.counts.get(name, 0)) for run in (first, second))
        is_open = one == other or (write_as is points_of and not alike)
        better = 0 if is_open else 1 if one > other else 2
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
        line(_("Pairs"), "pairs"),
        line(_("Points of all pairs together"), "total", points_of),
        line(_("Weakest pair"), "weakest", points_of),
        line(_("Average fit"), "mean", points_of),
        line(_("First or second wish met"), "first_or_second"),
    ]


def pairs_of(run: Run) -> list[Two]:
    """The pairs of a run, mentor first."""
    return [(row.mentor, row.mentee) for row in proposals_of(run)]


def differences(first: Sequence[Two], second: Sequence[Two]) -> list[Difference]:
    """Mentees who have another mentor, or one more or less, among other pairs."""
    by_plan = [_mentors_by_mentee(pairs) for pairs in (first, second)]
    members = {**by_plan[0][1], **by_plan[1][1]}
    found = []
    for pk, mentee in members.items():
        names = [", ".join(sorted(pairs.get(pk, []))) for pairs, _members in by_plan]
        if names[0] != names[1]:
            found.append(Difference(mentee, names[0], names[1]))
    return sorted(found, key=lambda one: one.mentee.person.name)


def changed_for(first: Sequence[Two], second: Sequence[Two]) -> list[Changed]:
    """Who has a partner among the second pairs and had none among the first, and the reverse."""
    by_plan = [_members(pairs) for pairs in (first, second)]
    everybody = {**by_plan[0], **by_plan[1]}
    found = [
        Changed(member, member.role, gains=pk in by_plan[1])
        for pk, member in everybody.items()
        if (pk in by_plan[0]) != (pk in by_plan[1])
    ]
    return sorted(found, key=lambda one: (not one.gains, one.side, one.membership.person.name))


def spread(first: Run, second: Run) -> list[Spread]:
    """Departments, places and levels, each with how many have a partner in either run."""
    by_run = [_served(run) for run in (first, second)]
    left = members_by_id(one["membership"] for run in (first, second) for one in run.left_out)
    everybody = {member.pk: member for member in left.values()} | by_run[0] | by_run[1]
    found: list[Spread] = []
    for kind, group_of in _GROUPS:
        groups: dict[str, list[int]] = {}
        for pk, member in everybody.items():
            groups.setdefault(group_of(member), []).append(pk)
        found += [
            Spread(
                kind=str(kind),
                group=group,
                people=len(people),
                first=sum(pk in by_run[0] for pk in people),
                second=sum(pk in by_run[1] for pk in people),
            )
            for group, people in sorted(groups.items())
            if group
        ]
    return found


def _level(member: Membership) -> str:
    return member.person.level.title if member.person.level else ""


_GROUPS: tuple[tuple[str | Promise, Callable[[Membership], str]], ...] = (
    (gettext_lazy("Department"), lambda member: member.person.unit),
    (gettext_lazy("Place"), lambda member: member.person.place),
    (gettext_lazy("Level"), _level),
)


def _served(run: Run) -> dict[int, Membership]:
    rows = proposals_of(run).select_related("mentor__person__level", "mentee__person__level")
    return _members([(row.mentor, row.mentee) for row in rows])


def _members(pairs: Iterable[Two]) -> dict[int, Membership]:
    return {member.pk: member for pair in pairs for member in pair}


def _mentors_by_mentee(
    found: Iterable[Two],
) -> tuple[dict[int, list[str]], dict[int, Membership]]:
    pairs: dict[int, list[str]] = {}
    members: dict[int, Membership] = {}
    for mentor, mentee in found:
        pairs.setdefault(mentee.pk, []).append(mentor.person.name)
        members[mentee.pk] = mentee
    return pairs, members
