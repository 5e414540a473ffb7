"""Rules as a person writes them, in a TOML file or in a run's settings, made into engine rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Literal, cast

from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.joining.matching.engine import ProblemError, Rules
from turnabout.joining.matching.engine.cohort import folded
from turnabout.joining.matching.engine.hard.columns import Different, Same
from turnabout.joining.matching.engine.hard.lines import NoCommonManager, NotInLine
from turnabout.joining.matching.engine.hard.meeting import SharedHours, SharedLanguage, SomeWish
from turnabout.joining.matching.engine.hard.seniority import LevelGap
from turnabout.joining.matching.engine.rules import HardRule, ScorePart
from turnabout.joining.matching.engine.score.columns import Distance, InCommon, Likeness
from turnabout.joining.matching.engine.score.meeting import HoursInCommon
from turnabout.joining.matching.engine.score.seniority import GapPoints
from turnabout.joining.matching.engine.score.topics import Returns, Wishes
from turnabout.joining.matching.engine.score.wishes import Rankings
from turnabout.joining.matching.words import problem_sentence

HARD: dict[str, type] = {
    one.kind: one
    for one in (
        LevelGap,
        NotInLine,
        NoCommonManager,
        Different,
        Same,
        SharedLanguage,
        SharedHours,
        SomeWish,
    )
}
PARTS: dict[str, type] = {
    one.kind: one
    for one in (Wishes, Returns, InCommon, Likeness, Distance, GapPoints, HoursInCommon, Rankings)
}
SWITCHES = (
    "fill_places",
    "fairest",
    "salt",
    "count_in",
    "repeats",
    "favour_weight",
    "keep_weight",
    "first_weight",
)
PAIRS = ("pins", "bans", "previous", "kept", "first")
KEYS = (*SWITCHES, *PAIRS, "forbid", "score")


def read_rules(data: Mapping[str, Any]) -> Rules:
    """Engine rules from plain data. What makes no sense is refused with its place and a remedy."""
    for key in data:
        if key not in KEYS:
            raise Refusal(
                _("The rules say “%(key)s”, which means nothing here. Known: %(known)s.")
                % {"key": key, "known": ", ".join(KEYS)}
            )
    hard = tuple(
        cast(HardRule, _built(HARD, one, f"forbid {number}"))
        for number, one in enumerate(_tables(data, "forbid"), start=1)
    )
    parts = tuple(
        cast(ScorePart, _built(PARTS, one, f"score {number}"))
        for number, one in enumerate(_tables(data, "score"), start=1)
    )
    try:
        return Rules(
            hard=hard,
            parts=parts,
            raw_points=_one_of(data.get("count_in", "hundred"), ("hundred", "points")) == "points",
            fill_places=_truth(data.get("fill_places", True)),
            fairest=_truth(data.get("fairest", False)),
            salt=_text(data.get("salt", "")),
            pins=_pairs(data.get("pins", [])),
            bans=_pairs(data.get("bans", [])),
            previous=_pairs(data.get("previous", [])),
            repeats=cast(
                Literal["favour", "allow", "forbid"],
                _one_of(data.get("repeats", "allow"), ("favour", "allow", "forbid")),
            ),
            favour_weight=_number(data.get("favour_weight", 0)),
            kept=_pairs(data.get("kept", [])),
            keep_weight=_number(data.get("keep_weight", 0)),
            first=_pairs(data.get("first", [])),
            first_weight=_number(data.get("first_weight", 0)),
        )
    except ProblemError as error:
        raise Refusal(problem_sentence(error)) from error
    except _WrongValue as wrong:
        raise Refusal(str(wrong)) from wrong


class _WrongValue(ValueError):
    """A value of a shape that its key does not take."""


def _tables(data: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    tables = data.get(key, [])
    if isinstance(tables, list) and all(isinstance(one, dict) for one in tables):
        return tables
    raise Refusal(_("“%(key)s” is a list of rules, each under its own [[%(key)s]].") % {"key": key})


def _built(kinds: dict[str, type], table: Mapping[str, Any], place: str) -> object:
    kind = table.get("rule")
    if kind not in kinds:
        raise Refusal(
            _("%(place)s: there is no rule called “%(kind)s”. There are: %(known)s.")
            % {"place": place, "kind": kind, "known": ", ".join(kinds)}
        )
    made = kinds[kind]
    known = [one.name for one in fields(made)]
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key == "rule":
            continue
        if key not in known:
            raise Refusal(
                _("%(place)s: “%(rule)s” does not know “%(key)s”. It knows: %(known)s.")
                % {"place": place, "rule": kind, "key": key, "known": ", ".join(known)}
            )
        try:
            values[key] = CONVERTERS[key](value)
        except _WrongValue as wrong:
            raise Refusal(f"{place}, {key}: {wrong}") from wrong
    try:
        return made(**values)
    except TypeError as error:
        raise Refusal(
            _("%(place)s: “%(rule)s” also needs some of: %(known)s.")
            % {"place": place, "rule": kind, "known": ", ".join(known)}
        ) from error


def _truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _WrongValue(_("“%(value)s” is neither true nor false.") % {"value": value})


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _WrongValue(_("“%(value)s” is not a whole number.") % {"value": value})


def _count(value: object) -> int:
    if _whole(value) < 1:
        raise _WrongValue(_("“%(value)s” is less than 1.") % {"value": value})
    return _whole(value)


def _number(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1000:
        return value
    raise _WrongValue(_("“%(value)s” is not a number from 0 to 1000.") % {"value": value})


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise _WrongValue(_("“%(value)s” is not a text in quotes.") % {"value": value})


def _column(value: object) -> str:
    return folded(_text(value))


def _columns(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and value:
        return tuple(_column(one) for one in value)
    raise _WrongValue(_("“%(value)s” is not a list of columns.") % {"value": value})


def _one_of(value: object, known: Sequence[str]) -> str:
    if isinstance(value, str) and value in known:
        return value
    raise _WrongValue(
        _("“%(value)s” is not one of: %(known)s.") % {"value": value, "known": ", ".join(known)}
    )


def _missing(value: object) -> str:
    return _one_of(value, ("allow", "forbid"))


def _gap_points(value: object) -> dict[int, float]:
    if not isinstance(value, dict):
        raise _WrongValue(_("Write points for gaps as { 1 = 9, 2 = 12 }."))
    try:
        return {int(gap): _number(points) for gap, points in value.items()}
    except ValueError as error:
        if isinstance(error, _WrongValue):
            raise
        raise _WrongValue(_("A gap is a whole number of levels.")) from error


def _keywords(value: object) -> dict[str, frozenset[str]]:
    if not isinstance(value, dict):
        raise _WrongValue(_("Write keywords as { topic = [“word”, “word”] }."))
    return {folded(topic): frozenset(_columns(words)) for topic, words in value.items()}


def _pairs(value: object) -> frozenset[tuple[str, str]]:
    if isinstance(value, list) and all(isinstance(one, list) and len(one) == 2 for one in value):
        return frozenset((_text(mentor), _text(mentee)) for mentor, mentee in value)
    raise _WrongValue(_("Write pairs as [[“mentor”, “mentee”], …], by id."))


CONVERTERS: dict[str, Callable[[object], object]] = {
    "least": _whole,
    "most": _whole,
    "within": _count,
    "enough": _count,
    "weight": _number,
    "missing": _missing,
    "column": _column,
    "mentee_column": _column,
    "columns": _columns,
    "called": _text,
    "points": _gap_points,
    "keywords": _keywords,
    "tell": _truth,
}
