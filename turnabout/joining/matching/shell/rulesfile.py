"""The rules file: a commented TOML that a coordinator can read, change and pass on."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.joining.matching.engine import Rules
from turnabout.joining.matching.engine.cohort import folded
from turnabout.joining.matching.engine.rules import ScorePart
from turnabout.joining.matching.engine.score.columns import InCommon
from turnabout.joining.matching.rulebook import KEYS, read_rules
from turnabout.joining.matching.shell.people import Defaults
from turnabout.joining.matching.shell.understanding import meanings

SECTIONS = ("title", "columns", "levels", "places")


@dataclass(frozen=True)
class RulesFile:
    """What a rules file says: the engine's rules, and how to read the lists."""

    rules: Rules
    title: str = ""
    named: Mapping[str, str] = field(default_factory=dict)
    in_spite: frozenset[str] = frozenset()
    defaults: Defaults = field(default_factory=Defaults)

    @property
    def columns_used(self) -> frozenset[str]:
        """Columns that rules name, folded."""
        used: set[str] = set()
        for rule in (*self.rules.hard, *self.rules.parts):
            given: dict[str, Any] = vars(rule)
            used |= {given.get("column", ""), given.get("mentee_column", "")}
            used |= set(given.get("columns", ()))
        return frozenset(used - {""})


def load_rules(path: Path) -> RulesFile:
    """Read a rules file. Whatever is wrong with it is refused with its place and a remedy."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise Refusal(
            _("%(file)s: there is no such rules file. Check the name, or write one with")
            % {"file": path.name}
            + " --write-rules."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            _("%(file)s: the rules cannot be read. Save them as a text file in UTF-8.")
            % {"file": path.name}
        ) from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refusal(
            _("%(file)s: this is not a valid rules file (%(error)s). Correct that line.")
            % {"file": path.name, "error": error}
        ) from error
    try:
        return rules_from(data)
    except Refusal as refusal:
        raise Refusal(f"{path.name}: {refusal}") from refusal


def rules_from(data: Mapping[str, Any]) -> RulesFile:
    """The parts of a rules file."""
    for key in data:
        if key not in SECTIONS and key not in KEYS:
            raise Refusal(
                _("“%(key)s” means nothing here. Known: %(known)s.")
                % {"key": key, "known": ", ".join((*SECTIONS, *KEYS))}
            )
    columns = _section(data, "columns")
    places = _section(data, "places")
    levels = _section(data, "levels")
    in_spite = frozenset(_texts(columns.get("use_in_spite", []), "use_in_spite"))
    rules = read_rules({key: value for key, value in data.items() if key in KEYS})
    return RulesFile(
        rules=replace(rules, parts=tuple(_discreet(part, in_spite) for part in rules.parts)),
        title=str(data.get("title", "")),
        named=_named(columns),
        in_spite=in_spite,
        defaults=Defaults(
            mentor_places=_places(places, "mentors"),
            mentee_places=_places(places, "mentees"),
            levels=tuple(_texts(levels.get("order", []), "order")),
            lists=frozenset(_texts(columns.get("lists", []), "lists")),
        ),
    )


def _discreet(part: ScorePart, in_spite: frozenset[str]) -> ScorePart:
    """What somebody has in a column that is usually left out is never written down."""
    if isinstance(part, InCommon) and {part.column, part.mentee_column} & in_spite:
        return replace(part, tell=False)
    return part


def _section(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = data.get(name, {})
    if isinstance(section, dict):
        return section
    raise Refusal(_("“%(name)s” is a section: write [%(name)s] on a line.") % {"name": name})


def _named(columns: Mapping[str, Any]) -> dict[str, str]:
    known = meanings()
    named: dict[str, str] = {}
    for meaning, headings in columns.items():
        if meaning in ("use_in_spite", "lists"):
            continue
        if meaning not in known:
            raise Refusal(
                _("[columns]: nothing is called “%(meaning)s”. Known: %(known)s.")
                % {"meaning": meaning, "known": ", ".join(known)}
            )
        listed = headings if isinstance(headings, list) else [headings]
        named.update(dict.fromkeys(_texts(listed, meaning), meaning))
    return named


def _texts(value: object, name: str) -> list[str]:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return [folded(one) for one in value]
    raise Refusal(_("“%(name)s” is a list of texts in quotes.") % {"name": name})


def _places(section: Mapping[str, Any], side: str) -> int:
    count = section.get(side, 1)
    if isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= 50:
        return count
    raise Refusal(_("[places]: “%(side)s” is a whole number from 0 to 50.") % {"side": side})
