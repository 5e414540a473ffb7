"""The parts of a score in words, for the coordinator who approves a pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from turnabout.joining.matching.engine import UNITS_PER_POINT
from turnabout.joining.matching.words import column_word

STRONG, GOOD = 75, 55
THREE = 3
RETURNS = "gain:"
PART_WORDS: dict[str, str | Promise] = {
    "topics": gettext_lazy("Topics"),
    "style": gettext_lazy("Style"),
    "distance": gettext_lazy("Distance"),
    "wishes": gettext_lazy("Wishes"),
    "asked_for": gettext_lazy("Asked for"),
    "hours": gettext_lazy("Hours"),
    "kept": gettext_lazy("Together already"),
    "first": gettext_lazy("Comes first"),
    "again": gettext_lazy("Partners before"),
}


@dataclass(frozen=True)
class Names:
    """How things are called on a page: topics by slug, gains by slug."""

    topics: Mapping[str, str]
    gains: Mapping[str, str]


@dataclass(frozen=True)
class Two:
    """The two people of a pair, with the ranks of what the mentee wants."""

    mentor: str
    mentee: str
    ranks: Mapping[str, int]


def points_of(units: int) -> int:
    """A score of 100 from thousandths of a point."""
    return round(units / UNITS_PER_POINT)


def points_that_add_up(units: Sequence[int], most: Sequence[int] | None = None) -> list[int]:
    """Parts of a score in points that add up to the points of the score, by largest remainder.

    None goes above what it has at `most`.
    """
    points = [each // UNITS_PER_POINT for each in units]
    by_remainder = sorted(range(len(units)), key=lambda at: -(units[at] % UNITS_PER_POINT))
    free = [at for at in by_remainder if most is None or points[at] < most[at]]
    for at in free[: points_of(sum(units)) - sum(points)]:
        points[at] += 1
    return points


def score_word(units: int) -> str:
    points = points_of(units)
    if points >= STRONG:
        return _("strong")
    return _("good") if points >= GOOD else _("fair")


def part_word(part: Mapping[str, Any]) -> str:
    """The name of a part of the score; a criterion has the name that the coordinator gave it."""
    word = PART_WORDS.get(part["part"])
    return str(word) if word else _called(part["detail"])


def _called(detail: Mapping[str, Any]) -> str:
    called = str(detail["called"] or column_word(detail["column"]))
    return called[:1].upper() + called[1:]


def reasons_for(parts: Sequence[Mapping[str, Any]], two: Two, names: Names) -> list[SafeString]:
    """What speaks for a pair, in at most three sentences: the topics, what somebody asked for, and
    then what weighs most."""
    by_share = sorted(parts, key=lambda part: (_place_of(part["part"]), -part["points"]))
    told = [_reason(part, two, names) for part in by_share if part["points"]]
    return [sentence for sentence in told if sentence][:THREE]


def _place_of(part: str) -> int:
    is_asked = part == "asked_for" or part not in PART_WORDS
    return 0 if part == "topics" else 1 if is_asked else 2


def _reason(part: Mapping[str, Any], two: Two, names: Names) -> SafeString:
    detail = part["detail"]
    match part["part"]:
        case "topics":
            return _topics(detail.get("topics", []), two, names)
        case "distance":
            return _distance(detail.get("apart", []))
        case "wishes":
            return _returns(detail.get("topics", []), two, names)
        case "asked_for":
            return _asked_for(detail, two)
        case "hours":
            return _hours(part)
        case "kept":
            return SafeString(_("They are together already."))
        case "again":
            return SafeString(_("They were partners before."))
        case "first":
            return SafeString(_("A pairing of one of them ended early, so they come first."))
        case "style":
            # Working style comes from answers that nobody else reads, so it has no words.
            return SafeString()
        case _:
            return _criterion(detail)


def _criterion(detail: Mapping[str, Any]) -> SafeString:
    sentence = (
        _("They differ in what you asked about: {column}.")
        if detail["differs"]
        else _("They have the same in what you asked about: {column}.")
    )
    return format_html(sentence, column=_called(detail))


def _topics(slugs: Sequence[str], two: Two, names: Names) -> SafeString:
    if not slugs:
        return format_html(
            _("{mentor} offers something near to what {mentee} wants."),
            mentor=two.mentor,
            mentee=two.mentee,
        )
    ranks = [two.ranks.get(slug, 0) for slug in slugs]
    words = [_WISHES[rank] for rank in ranks if rank in _WISHES]
    return format_html(
        _("{mentor} offers {topics}, {mentee}’s {order} wish."),
        mentor=two.mentor,
        topics=_bold([names.topics.get(slug, slug) for slug in slugs]),
        mentee=two.mentee,
        order=_joined([str(word) for word in words]),
    )


_WISHES = {
    1: gettext_lazy("first"),
    2: gettext_lazy("second"),
    3: gettext_lazy("third"),
    4: gettext_lazy("fourth"),
    5: gettext_lazy("fifth"),
}


def _distance(apart: Sequence[Mapping[str, str]]) -> SafeString:
    columns = {one["column"]: one for one in apart}
    sentences = {
        frozenset(("unit", "place")): _("They look from different departments and places."),
        frozenset(("unit",)): _("They look from different departments."),
        frozenset(("place",)): _("They look from different places."),
    }
    return SafeString(sentences.get(frozenset(columns), ""))


def _returns(keys: Sequence[str], two: Two, names: Names) -> SafeString:
    gains = [
        names.gains.get(key.removeprefix(RETURNS), "") or names.topics.get(key, "") for key in keys
    ]
    found = [gain for gain in gains if gain]
    if not found:
        return SafeString()
    return format_html(
        _("{mentee} can give what {mentor} would like back: {gains}."),
        mentee=two.mentee,
        mentor=two.mentor,
        gains=_joined([gain[:1].lower() + gain[1:] for gain in found]),
    )


def _asked_for(detail: Mapping[str, Any], two: Two) -> SafeString:
    if detail["by_mentor"] and detail["by_mentee"]:
        return SafeString(_("They asked for each other."))
    asks, asked = (two.mentor, two.mentee) if detail["by_mentor"] else (two.mentee, two.mentor)
    return format_html(_("{asks} asked for {asked}."), asks=asks, asked=asked)


def _hours(part: Mapping[str, Any]) -> SafeString:
    starts = int(part["detail"].get("hours", 0))
    return format_html(
        ngettext(
            "One time in the week suits both.",
            "{starts} times in the week suit both.",
            starts,
        ),
        starts=starts,
    )


def _bold(words: Sequence[str]) -> SafeString:
    last = len(words) - 1
    return format_html_join(
        "",
        "{}<b>{}</b>",
        (
            ("" if at == 0 else SafeString(_(" and ")) if at == last else ", ", word)
            for at, word in enumerate(words)
        ),
    )


def _joined(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
