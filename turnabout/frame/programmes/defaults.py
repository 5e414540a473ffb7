"""Every default of a programme: what it is, what it affects, what a change does where it runs.

A default is named by the path to its value: `sessions` is a column of the programme,
`weights.topics` lies in its settings. What the preset shipped is always known beside it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from turnabout.frame.programmes.defaults_of_time import HOURS, MOVING, RHYTHM
from turnabout.frame.programmes.defaults_shape import (
    GUIDELINES_SAY_SO,
    NEW_FORMS,
    NEXT_RUN,
    Choices,
    Default,
    Group,
    Joined,
    Words,
)
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.presets import DIRECTIONS, WEIGHTS, Preset, load_presets, preset
from turnabout.frame.questions.sets import load_question_sets
from turnabout.frame.topics.packs import load_groups

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
# Stands in a pattern for video links where each pair has a name of its own.
ROOM = "{room}"
SAME_SETS: Mapping[str, str] = {"interview": "interview-notes"}
SIDES = ("mentor", "mentee")
LONGEST_LABEL = 40


@cache
def load_defaults() -> tuple[Group, ...]:
    """Every default, group by group, in the order of the page."""
    return (
        Group("rhythm", _("Rhythm of the sessions"), RHYTHM),
        Group("moving", _("Moving a session"), MOVING),
        Group("hours", _("Hours, ways and rooms"), HOURS),
        Group("lead", _("Who leads, who looks after the dates"), _LEADING),
        Group("matching", _("Who may be paired, and what counts"), (*_PAIRING, *_WEIGHTS)),
        Group("care", _("Preparation and care"), _CARE, facts=_PRIVACY),
        Group("labels", _("What the two are called"), tuple(_labels())),
        Group("content", _("Topics, pages and forms"), tuple(_content())),
    )


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


_LEADING = (
    Default(
        "leads_content",
        _("Who leads the content"),
        _("Who brings the topic of a session, as the guidelines say."),
        GUIDELINES_SAY_SO,
        kind="choice",
        choices=(
            ("mentor", _("the mentor")),
            ("mentee", _("the mentee")),
            ("both", _("both, in turn")),
        ),
    ),
    Default(
        "keeps_dates",
        _("Who looks after the dates"),
        _("Whose calendar the sessions stand in first, as the guidelines say."),
        GUIDELINES_SAY_SO,
        kind="choice",
        choices=(
            ("mentee", _("the mentee, or the assistant")),
            ("mentor", _("the mentor")),
            ("both", _("both")),
        ),
    ),
)

_DIRECTION_WORDS = {
    "mentor_junior": _("the mentor is the junior one"),
    "mentor_senior": _("the mentor is the senior one"),
    "any": _("either way"),
}

_PAIRING = (
    Default(
        "direction",
        _("Direction of seniority"),
        _("Who may be paired with whom, how letters are worded, and which training is offered."),
        NEXT_RUN,
        kind="choice",
        choices=tuple((one, _DIRECTION_WORDS[one]) for one in DIRECTIONS),
    ),
    Default(
        "level_gap",
        _("Levels between the two, at least"),
        _("Who may be paired: further apart is freer, and leaves more people without a partner."),
        NEXT_RUN,
        high=9,
    ),
)

_WEIGHT_WORDS = {
    "topics": (
        _("What counts: topics"),
        _("How much it counts that one offers what the other wants."),
    ),
    "style": (
        _("What counts: ways of working"),
        _("How much it counts that the two like to work alike."),
    ),
    "distance": (
        _("What counts: a different place"),
        _("How much it counts that the two see the organisation from different places."),
    ),
    "wishes": (
        _("What counts: wishes"),
        _("How much it counts whom the two asked for."),
    ),
    "hours": (
        _("What counts: shared hours"),
        _("How much it counts that the two have time at the same hours."),
    ),
}

_WEIGHTS = tuple(
    Default(
        f"weights.{name}",
        *_WEIGHT_WORDS[name],
        running=_("The next run begins with it. Runs that were made stay as they are."),
    )
    for name in WEIGHTS
)

_CARE = (
    Default(
        "conduct_by",
        _("Who writes the code of conduct"),
        _(
            "Whether each pair writes its own from the lines of the page “How two people treat "
            "each other”, or those lines stand in every agreement."
        ),
        _("Agreements that are written from now on follow it. What was signed stays."),
        kind="choice",
        choices=(
            ("pair", _("each pair, from starter lines")),
            ("programme", _("the programme, the same for all")),
        ),
    ),
    Default(
        "training_gate",
        _("Both sides prepare before the first session"),
        _(
            "The first session of each pair waits until both have finished their modules. You can "
            "let somebody begin without."
        ),
        _("Pairs that have not met yet wait from now on, or no longer. The guidelines say so."),
        kind="tick",
    ),
    Default(
        "supervision",
        _("Mentors meet in a circle of their own"),
        _("What the guidelines promise mentors: a facilitated hour among mentors."),
        GUIDELINES_SAY_SO,
        kind="tick",
    ),
    Default(
        "lived_experience_topics",
        _("Personal experience may be a topic"),
        _(
            "Whether such topics stand on the forms, how strict the advice on readiness is, and "
            "that groups below ten never appear in figures about them."
        ),
        NEW_FORMS,
        kind="tick",
    ),
)

_PRIVACY = (
    _("What a pair writes is sealed, and no setting opens it."),
    _("Figures need five people, ten on personal experience. No setting lowers that."),
    _("Mentors are asked first and in private. No setting turns that round."),
)


def _labels() -> Iterator[Default]:
    names = dict(settings.LANGUAGES)
    sides = {"mentor": _("Instead of “mentor”"), "mentee": _("Instead of “mentee”")}
    for side in SIDES:
        for language in names:
            yield Default(
                f"role_labels.{side}.{language}",
                Joined(sides[side], names[language]),
                _("The word in letters, on forms and on every page of those who take part."),
                _("Letters that leave from now on and every page use it."),
                kind="words",
                high=LONGEST_LABEL,
            )


def _content() -> Iterator[Default]:
    yield Default(
        "leading_groups",
        _("Topics that stand first"),
        _("Which groups of topics people meet first on the forms. All others follow."),
        NEW_FORMS,
        kind="several",
        choices=tuple((group.slug, group.name) for group in load_groups()),
    )
    pages = {"mentor": _("Page on the mentor’s part"), "mentee": _("Page on the mentee’s part")}
    for side in SIDES:
        yield Default(
            f"role_pages.{side}",
            pages[side],
            _("What this side reads about its part, linked from the guidelines."),
            GUIDELINES_SAY_SO,
            kind="choice",
            choices=_in_any_preset("role_pages", side, _PAGE_WORDS),
        )
    names = {one.slug: one.name for one in load_question_sets()}
    for use, (label, affects) in _SET_USES.items():
        yield Default(
            f"question_sets.{use}",
            label,
            affects,
            NEW_FORMS,
            kind="choice",
            choices=_in_any_preset("question_sets", use, names),
        )


_PAGE_WORDS = {
    "roles/mentor": _("for a mentor who is the junior one"),
    "roles/mentee": _("for a mentee who is the senior one"),
    "roles/mentor-growth": _("for a mentor among peers, or the senior one"),
    "roles/mentee-growth": _("for a mentee among peers, or the junior one"),
}
_FILLED = _("Which form this side fills when it applies. Its words are edited on its own page.")
_AFTER = _("What this side is asked for itself after a session. The answers stay sealed.")
_ROUND = _("What both sides are asked in a round without names. A round that is open stays.")
_SET_USES = {
    "interest": (
        _("Poll of interest"),
        _("What polls ask that are opened for this programme. Polls before it ask the usual set."),
    ),
    "mentor_application": (_("Form for mentors"), _FILLED),
    "mentee_application": (_("Form for mentees"), _FILLED),
    "selection": (
        _("What applications are read for"),
        _("The criteria that readers use, and that people see before they apply."),
    ),
    "interview": (
        _("Notes of a talk with an applicant"),
        _("What is asked and noted in a talk before the choice."),
    ),
    "pulse_mentor": (_("Pulse of the mentor"), _AFTER),
    "pulse_mentee": (_("Pulse of the mentee"), _AFTER),
    "baseline": (_("Questions before it begins"), _ROUND),
    "end": (_("Questions at the end"), _ROUND),
}


def _in_any_preset(field: str, name: str, words: Mapping[str, Words]) -> Choices:
    same = SAME_SETS if field == "question_sets" else {}
    found = dict.fromkeys({**same, **dict(getattr(one, field))}[name] for one in load_presets())
    return tuple((slug, words[slug]) for slug in found)
