from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.foundation.common.charts import write
from turnabout.frame.programmes.models import Membership
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.queries.people import first_name, members_by_id
from turnabout.joining.matching.queries.relaxed import ChangeShown, changes_of
from turnabout.joining.matching.words import kept_rule, others_fit_better, rule_sentence

THREE = 3


@dataclass(frozen=True)
class FunnelRow:
    sentence: str
    count: int
    length: str


@dataclass(frozen=True)
class LeftOut:
    """Somebody without a partner: what stood in the way, rule by rule, and what would help."""

    membership: Membership
    side: str
    others: int
    funnel: list[FunnelRow]
    helps: list[str]
    changes: list[ChangeShown]
    sentence: str


def left_out(run: Run) -> list[LeftOut]:
    """Who has no partner in this run, mentees first, each with what happened."""
    people = members_by_id(one["membership"] for one in run.left_out)
    changes = changes_of(run) if run.is_open else []
    found = [
        _left_out(run, one, people[one["membership"]], changes)
        for one in run.left_out
        if one["membership"] in people
    ]
    return sorted(found, key=lambda one: (one.side != "mentee", one.membership.person.name))


def _left_out(
    run: Run, one: Mapping[str, Any], membership: Membership, changes: Sequence[ChangeShown]
) -> LeftOut:
    others = run.counts["mentors" if one["side"] == "mentee" else "mentees"]
    funnel = [
        FunnelRow(
            rule_sentence(kept_rule(row)), row["count"], write(100 * row["count"] / max(others, 1))
        )
        for row in one["funnel"]
    ]
    if one["possible"]:
        length = write(100 * one["possible"] / max(others, 1))
        funnel.append(FunnelRow(others_fit_better().rstrip("."), one["possible"], length))
    return LeftOut(
        membership=membership,
        side=one["side"],
        others=others,
        funnel=funnel,
        helps=[_help(row, membership) for row in one["helps"]],
        changes=_smallest_for(one["membership"], changes),
        sentence=others_fit_better() if one["reason"] == "others_fit_better" else "",
    )


def _smallest_for(public_id: str, changes: Sequence[ChangeShown]) -> list[ChangeShown]:
    helping = [change for change in changes if public_id in change.helps]
    return sorted(helping, key=lambda change: len(change.helps))[:THREE]


def _help(row: Mapping[str, Any], membership: Membership) -> str:
    opens = int(row["opens"])
    then = ngettext("%(opens)d becomes possible", "%(opens)d become possible", opens) % {
        "opens": opens
    }
    name = first_name(membership)
    changes = {
        "shared_hours": _("Ask %(name)s for one more hour: %(then)s."),
        "some_wish": _("Ask %(name)s for one more topic: %(then)s."),
        "shared_way": _("Ask %(name)s whether another way to meet would do: %(then)s."),
        "shared_language": _("Ask %(name)s for one more language: %(then)s."),
    }
    return changes[row["change"]] % {"name": name, "then": then}
