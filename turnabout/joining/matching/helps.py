"""What would help somebody without a partner: each rule that people can change, taken away once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from turnabout.joining.matching.engine import Problem, Unmatched
from turnabout.joining.matching.engine.judge import judge

CAN_CHANGE = ("shared_hours", "some_wish", "shared_language", "shared_way")
BEST = 3


def helps_for(
    problem: Problem, unmatched: Sequence[Unmatched]
) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """For each person left out, how many partners each change would open, the largest first.

    Partners whom something private rules out are counted like all others, as everywhere.
    """
    stuck = [one for one in unmatched if one.reason == "nobody_permitted"]
    helps: dict[tuple[str, str], list[dict[str, Any]]] = {}
    if not stuck:
        return helps
    for kind in CAN_CHANGE:
        opened = _possible_without(problem, kind, stuck)
        for key, count in opened.items():
            if count:
                helps.setdefault(key, []).append({"change": kind, "opens": count})
    return {
        key: sorted(found, key=lambda one: -int(one["opens"]))[:BEST]
        for key, found in helps.items()
    }


def _possible_without(
    problem: Problem, kind: str, stuck: Sequence[Unmatched]
) -> dict[tuple[str, str], int]:
    hard = tuple(rule for rule in problem.rules.hard if rule.kind != kind)
    if len(hard) == len(problem.rules.hard):
        return {}
    judged = judge(replace(problem, rules=replace(problem.rules, hard=hard)))
    counts: dict[tuple[str, str], int] = {}
    for one in stuck:
        if one.side == "mentor":
            blocked = judged.blocked[judged.cohort.mentor_at[one.person]]
        else:
            blocked = judged.blocked[:, judged.cohort.mentee_at[one.person]]
        counts[one.side, one.person] = int((blocked < 0).sum())
    return counts
