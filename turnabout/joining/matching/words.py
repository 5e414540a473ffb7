"""The engine's reasons in words. Every sentence a person reads about a plan comes from here."""

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.joining.matching.engine import UNITS_PER_POINT, ProblemError, Unmatched, WhyNot
from turnabout.joining.matching.engine.objective import PLACES, SERVED, TOTAL
from turnabout.joining.matching.engine.plan import Certificate, Reason
from turnabout.joining.matching.engine.rules import HardRule

# More levels than any organisation has: a gap without an upper end.
HIGHEST_GAP = 10_000


def others_fit_better() -> str:
    """The one sentence for competition and for everything private."""
    return _("Others fit better for everyone.")


def points(units: int) -> str:
    """Thousandths of a point as a person writes them: 12 or 7.5."""
    return f"{units / UNITS_PER_POINT:.1f}".removesuffix(".0")


def rule_sentence(rule: HardRule) -> str:
    """What it means to stumble over a rule, for the person who reads why."""
    given: dict[str, Any] = vars(rule)
    column = given.get("called") or column_word(given.get("column", ""))
    match rule.kind:
        case "level_gap":
            return _level_gap(given["least"], given["most"])
        case "not_in_line":
            return _("In one reporting line")
        case "no_common_manager":
            return ngettext(
                "The same manager within %(within)d level",
                "The same manager within %(within)d levels",
                given["within"],
            ) % {"within": given["within"]}
        case "different":
            return _("The same %(column)s") % {"column": column}
        case "same":
            return _("Not the same %(column)s") % {"column": column}
        case "shared_language":
            return _("No language in common")
        case "shared_hours":
            return ngettext(
                "Fewer than %(least)d hour in common",
                "Fewer than %(least)d hours in common",
                given["least"],
            ) % {"least": given["least"]}
        case "shared_way":
            return _("No way to meet that suits both")
        case "some_wish":
            return _("None of the wanted topics is offered")
        case "banned":
            return _("The coordinator said never")
        case "not_again":
            return _("Partners before")
        case "not_herself":
            return _("The same person")
        case other:
            return _("The rule “%(rule)s”") % {"rule": other}


def rules_forbid(rules: Sequence[HardRule]) -> str:
    """What a coordinator reads who makes a pair that the rules forbid."""
    named = ", ".join(rule_sentence(rule) for rule in rules)
    return _("The rules forbid this pair: %(rules)s. Confirm that you want it all the same.") % {
        "rules": named
    }


def kept_rule(data: Mapping[str, Any]) -> HardRule:
    """A rule as rows keep it, fit to be said in words."""
    return cast(HardRule, SimpleNamespace(kind=data["rule"], **data["given"]))


def _level_gap(least: int, most: int | None) -> str:
    if most is None:
        return _("The mentee does not stand %(least)d or more levels above the mentor") % {
            "least": least
        }
    if most < 0 and least <= -HIGHEST_GAP:
        return _("The mentor does not stand %(least)d or more levels above the mentee") % {
            "least": -most
        }
    if most < 0:
        return _("The mentor does not stand %(least)d to %(most)d levels above the mentee") % {
            "least": -most,
            "most": -least,
        }
    return _("The mentee does not stand %(least)d to %(most)d levels above the mentor") % {
        "least": least,
        "most": most,
    }


def column_word(column: str) -> str:
    """A column as people call it."""
    named = {
        "unit": _("department or team"),
        "place": _("place"),
        "profession": _("profession"),
        "job_title": _("job title"),
    }
    return named.get(column, column)


def part_word(rule: str, column: str = "") -> str:
    """The name of a part of the score, by its column where it has one of its own."""
    if rule == "in_common" and column:
        return column_word(column)
    named = {
        "wishes": _("Topics"),
        "returns": _("In return"),
        "in_common": _("In common"),
        "likeness": _("Style"),
        "distance": _("Distance"),
        "gap_points": _("Seniority"),
        "hours_in_common": _("Hours"),
        "rankings": _("Asked for"),
        "again": _("Before"),
        "kept": _("Together already"),
        "first": _("Comes first"),
    }
    return named.get(rule, rule)


def reason_sentence(reason: Reason, topic_name: Callable[[str], str] = str) -> str:
    """What speaks for a pair in this part, or nothing where nothing does.

    `topic_name` turns the engine's topics into the words of a catalogue or a list.
    """
    if reason.points == 0:
        return ""
    told: Mapping[str, Any] = reason.detail
    match reason.rule:
        case "wishes":
            return _("Offers what is wanted: %(topics)s.") % {"topics": _topics(told, topic_name)}
        case "returns":
            return _("Can give in return: %(topics)s.") % {"topics": _topics(told, topic_name)}
        case "in_common" if not told["shared"]:
            return _("In common: %(column)s.") % {"column": column_word(told["column"])}
        case "in_common":
            return _("The same %(column)s: %(shared)s.") % {
                "column": column_word(told["column"]),
                "shared": ", ".join(told["shared"]),
            }
        case "likeness":
            columns = ", ".join(column_word(column) for column in told["alike"])
            return _("They are alike in this: %(columns)s.") % {"columns": columns}
        case "distance":
            columns = ", ".join(column_word(one["column"]) for one in told["apart"])
            return _("They look from different places: %(columns)s.") % {"columns": columns}
        case "gap_points":
            return _gap(told["gap"])
        case "hours_in_common":
            return ngettext(
                "%(hours)d hour of the week in common.",
                "%(hours)d hours of the week in common.",
                told["hours"],
            ) % {"hours": told["hours"]}
        case "rankings":
            return _("At least one of the two asked for the other.")
        case "kept":
            return _("They are together already.")
        case "first":
            return _("One of the two comes first.")
        case _:
            return _("They were partners before.")


def _gap(gap: int) -> str:
    if gap < 0:
        return ngettext(
            "The mentor stands %(gap)d level above the mentee.",
            "The mentor stands %(gap)d levels above the mentee.",
            -gap,
        ) % {"gap": -gap}
    return ngettext(
        "The mentee stands %(gap)d level above the mentor.",
        "The mentee stands %(gap)d levels above the mentor.",
        gap,
    ) % {"gap": gap}


def _topics(told: Mapping[str, Any], topic_name: Callable[[str], str]) -> str:
    return ", ".join(topic_name(topic) for topic in told["topics"]) or _("related topics")


def unmatched_sentence(one: Unmatched) -> str:
    """Why somebody has no partner, in one or two sentences."""
    if one.reason == "no_places":
        return _("Takes nobody at the moment: no places.")
    if one.reason == "nobody_there":
        return _("There is nobody on the other side.")
    if one.reason == "others_fit_better":
        return others_fit_better()
    counts = "; ".join(
        f"{rule_sentence(blocked.rule)}: {blocked.count}" for blocked in one.blocked_by
    )
    everybody = sum(blocked.count for blocked in one.blocked_by)
    if one.side == "mentor":
        nobody = ngettext(
            "The only mentee is not possible.",
            "None of the %(all)d mentees is possible.",
            everybody,
        )
    else:
        nobody = ngettext(
            "The only mentor is not possible.",
            "None of the %(all)d mentors is possible.",
            everybody,
        )
    return f"{nobody % {'all': everybody}} {counts}."


def why_not_sentence(answer: WhyNot) -> str:
    """The answer to “why not this pair”."""
    if answer.kind == "in_plan":
        return _("They are a pair in this plan.")
    if answer.rule is not None:
        return _("A rule forbids it: %(rule)s.") % {"rule": rule_sentence(answer.rule)}
    if answer.kind == "no_places":
        return _("One of the two has no places.")
    match answer.lane:
        case "pins":
            return _("A pair that you keep in every run would break.")
        case "served":
            return ngettext(
                "%(count)d person fewer would have a partner.",
                "%(count)d people fewer would have a partner.",
                answer.difference,
            ) % {"count": answer.difference}
        case "places":
            return ngettext(
                "%(count)d wanted place fewer would be filled.",
                "%(count)d wanted places fewer would be filled.",
                answer.difference,
            ) % {"count": answer.difference}
        case "total":
            return _("All pairs together would have %(points)s points fewer.") % {
                "points": points(answer.difference)
            }
        case "tie":
            return _("Both plans are equally good, and the draw chose the other.")
        case _:
            return others_fit_better()


def problem_sentence(error: ProblemError) -> str:
    """What is wrong with a question to the engine, and what to do."""
    about = {"about": error.about}
    sentences = {
        "weights_not_100": _("The weights share out 100 points; they add up to %(about)s."),
        "weight_below_zero": _("A weight is below zero: %(about)s."),
        "pinned_and_banned": _("A pair is both kept in every run and banned: %(about)s."),
        "id_twice": _("Two people on one side have the same id: %(about)s."),
        "places_below_zero": _("Somebody has fewer than 0 places: %(about)s."),
        "no_id": _("Somebody has no id."),
    }
    return sentences.get(error.kind, _("Nobody is called so here: %(about)s.")) % about


def verdict(proof: Certificate) -> str:
    """What a proof says: optimal, or how far at most the best plan could be above this one."""
    if proof.is_optimal:
        return _("Optimal: no plan is better.")
    if proof.gap >= proof.scales[SERVED]:
        most = proof.gap // proof.scales[SERVED]
        return ngettext(
            "Not proven best: up to %(count)d person more could have a partner.",
            "Not proven best: up to %(count)d people more could have a partner.",
            most,
        ) % {"count": most}
    if proof.gap >= proof.scales.get(PLACES, proof.scales[SERVED]):
        most = proof.gap // proof.scales[PLACES]
        return ngettext(
            "Nobody more can have a partner. Up to %(count)d wanted place more could be filled.",
            "Nobody more can have a partner. Up to %(count)d wanted places more could be filled.",
            most,
        ) % {"count": most}
    share = 100 * proof.gap / max(proof.reached.get(TOTAL, 0), 1)
    return _(
        "Within %(share)s %%: nobody more can have a partner, no place more can be filled, and "
        "the total could be at most %(points)s points higher."
    ) % {"share": f"{share:.3f}", "points": points(proof.gap)}
