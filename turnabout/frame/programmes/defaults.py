"""Every default of a programme: what it is, what it affects, what a change does where it runs.

A default is named by the path to its value: `sessions` is a column of the programme,
`weights.topics` lies in its settings. What the preset shipped is always known beside it.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from turnabout.frame.programmes.default_lines import SAME_SETS, Default, load_defaults
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.presets import Preset, preset

COLUMNS = {
    "sessions": "sessions",
    "gap_days": "gap_days",
    "session_minutes": "session_minutes",
    "notice_hours": "notice_hours",
    "moves_allowed": "moves_allowed",
    "level_gap": "minimum_level_gap",
}
# What has no line in a preset file, because every preset says the same.
SAME_IN_ALL: Mapping[str, Any] = {
    "leads_content": "mentor",
    "keeps_dates": "mentee",
    "conduct_by": "pair",
    "quiet_from": 20,
    "quiet_until": 7,
    "travel_minutes": 15,
    "video_link": "",
}


def default(key: str) -> Default:
    """One default by its key; raises KeyError when there is none."""
    return {one.key: one for group in load_defaults() for one in group.defaults}[key]


def every_key() -> list[str]:
    """The key of every default, in the order of the page."""
    return [one.key for group in load_defaults() for one in group.defaults]


def shipped(found: Preset, key: str) -> Any:
    """What the preset says."""
    return _at(_shipped_settings(found), key) if key not in COLUMNS else _column(found, key)


def current(programme: Programme, key: str) -> Any:
    """What holds in this programme; as shipped where nobody ever set it."""
    if key in COLUMNS:
        return getattr(programme, key)
    try:
        return _at(programme.settings, key)
    except KeyError:
        return shipped(preset(programme.preset), key)


def put(programme: Programme, key: str, value: Any) -> None:
    """Set one default on the row, without saving it."""
    if key in COLUMNS:
        setattr(programme, key, value)
        return
    name, _dot, rest = key.partition(".")
    if not rest:
        programme.settings[name] = value
        return
    held = programme.settings.get(name) or shipped(preset(programme.preset), name)
    programme.settings[name] = _with(held, rest.split("."), value)


def settings_of(found: Preset) -> dict[str, Any]:
    """The settings that a programme begins with."""
    return _shipped_settings(found)


def begin_with(programme: Programme, slug: str, own: Mapping[str, Any]) -> None:
    """Give a row the defaults of a preset and then those of somebody's own, without saving it."""
    found = preset(slug)
    programme.preset = slug
    for column in COLUMNS:
        setattr(programme, column, shipped(found, column))
    programme.settings = settings_of(found)
    for key in every_key():
        if key in own:
            put(programme, key, own[key])


def is_shipped(programme: Programme, key: str) -> bool:
    return bool(current(programme, key) == shipped(preset(programme.preset), key))


def _column(found: Preset, key: str) -> Any:
    return getattr(found, COLUMNS[key])


def _shipped_settings(found: Preset) -> dict[str, Any]:
    return {
        **SAME_IN_ALL,
        "direction": found.direction,
        "training_gate": found.training_gate,
        "lived_experience_topics": found.lived_experience_topics,
        "supervision": found.supervision,
        "role_labels": {
            "mentor": found.role_labels.mentor.table,
            "mentee": found.role_labels.mentee.table,
        },
        "role_pages": dict(found.role_pages),
        "weights": asdict(found.weights),
        "question_sets": {**SAME_SETS, **dict(found.question_sets)},
        "leading_groups": list(found.leading_groups),
    }


def _at(held: Mapping[str, Any], key: str) -> Any:
    value: Any = held
    for part in key.split("."):
        value = value[part]
    return value


def _with(held: Mapping[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    name, *rest = path
    return {**held, name: _with(held[name], rest, value) if rest else value}
