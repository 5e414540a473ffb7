"""What would help, in words: each change, what it gives, and what it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.frame.programmes.models import Membership
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.queries.people import members_by_id
from turnabout.joining.matching.reasons import PART_WORDS, points_of
from turnabout.joining.matching.rules import RunRules
from turnabout.joining.matching.words import column_word, kept_rule, rule_sentence

SHOWN = 8
NAMED = 3


@dataclass(frozen=True)
class ChangeShown:
    """A change that a coordinator can try. `helps` holds public ids of memberships."""

    number: int
    title: str
    effect: str
    helps: frozenset[str]


def changes_of(run: Run) -> list[ChangeShown]:
    """The changes that a run offers, what helps most first."""
    offered = run.relaxations or []
    people = members_by_id(one["person"] for one in offered if one["person"])
    words = {name: str(word) for name, word in PART_WORDS.items()}
    for criterion in RunRules.from_data(run.rules).criteria:
        words[criterion.column] = criterion.called or column_word(criterion.column)
    return [
        ChangeShown(
            number=number,
            title=_title(one, people, offered, words),
            effect=_effect(one),
            helps=frozenset(one["helped"]),
        )
        for number, one in enumerate(offered[:SHOWN])
    ]


def _title(
    one: Mapping[str, Any],
    people: Mapping[str, Membership],
    offered: Sequence[Mapping[str, Any]],
    words: Mapping[str, str],
) -> str:
    match one["kind"]:
        case "loosen":
            return _("Loosen a rule one step: from “%(before)s” to “%(after)s”") % {
                "before": rule_sentence(kept_rule(one["rule"])),
                "after": rule_sentence(kept_rule(one["loosened"])),
            }
        case "leave_out":
            return _("Leave out a rule: “%(rule)s”") % {
                "rule": rule_sentence(kept_rule(one["rule"]))
            }
        case "weight":
            return _("Let “%(part)s” count for nothing") % {"part": words[one["part"]]}
        case "place":
            member = people.get(one["person"])
            name = member.person.name if member else _("Somebody")
            return _("%(name)s takes one partner more") % {"name": name}
        case _:
            each = [row for row in offered if (row["kind"], row["side"]) == ("place", one["side"])]
            names = [people[row["person"]].person.name for row in each if row["person"] in people]
            return _each_takes_one_more(names)


def _each_takes_one_more(names: Sequence[str]) -> str:
    if not names:
        return _("%(name)s takes one partner more") % {"name": _("Somebody")}
    told, more = ", ".join(names[:NAMED]), len(names) - NAMED
    if more <= 0:
        return _("One partner more for each of these: %(names)s") % {"names": told}
    return ngettext(
        "One partner more for each of these: %(names)s and %(more)d other",
        "One partner more for each of these: %(names)s and %(more)d others",
        more,
    ) % {"names": told, "more": more}


def _effect(one: Mapping[str, Any]) -> str:
    served = int(one["served"])
    if served > 0:
        gain = ngettext(
            "Up to %(served)d person more would have a partner.",
            "Up to %(served)d people more would have a partner.",
            served,
        ) % {"served": served}
    else:
        count = len(one["helped"])
        gain = ngettext(
            "%(count)d other person would have a partner, and as many would lose theirs.",
            "%(count)d other people would have a partner, and as many would lose theirs.",
            count,
        ) % {"count": count}
    return f"{gain} {_cost(one)}".strip()


def _cost(one: Mapping[str, Any]) -> str:
    points = points_of(int(one["total"]))
    if one["kind"] in ("place", "places"):
        return _("Nobody else changes partners. Ask first.")
    if points < 0:
        return ngettext(
            "All pairs together would have %(points)d point fewer.",
            "All pairs together would have %(points)d points fewer.",
            -points,
        ) % {"points": -points}
    return ""
