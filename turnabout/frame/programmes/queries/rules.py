"""The rules of a programme as pages show them, and how they were changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from turnabout.foundation.trust.models import AuditEntry
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes import defaults
from turnabout.frame.programmes.defaults_shape import Default
from turnabout.frame.programmes.models import OwnPreset, Programme
from turnabout.frame.programmes.own_sets import defaults_by_key, defaults_in
from turnabout.frame.programmes.presets import Preset, preset

LATEST = 20


@dataclass(frozen=True)
class Rule:
    """One default with what holds and what was shipped, in words."""

    default: Default
    value: Any
    shown: str
    shipped: str
    is_shipped: bool


@dataclass(frozen=True)
class Change:
    """What would change: from what, to what, and what that does where it runs."""

    default: Default
    was: str
    becomes: str


@dataclass(frozen=True)
class PastChange:
    """A change as the audit chain holds it."""

    at: datetime
    by: str
    label: str
    was: str
    became: str


def rules_of(programme: Programme) -> dict[str, Rule]:
    """Every default of a programme by its key."""
    found = preset(programme.preset)
    return {
        one.key: _rule(programme, found, one)
        for group in defaults_in(programme.organisation)
        for one in group.defaults
    }


def changes_to(programme: Programme, values: Mapping[str, Any]) -> list[Change]:
    """What these values would change, in the order of the page."""
    told = []
    for group in defaults_in(programme.organisation):
        for one in group.defaults:
            was = defaults.current(programme, one.key)
            if one.key in values and values[one.key] != was:
                told.append(Change(one, one.shown(was), one.shown(values[one.key])))
    return told


def changes_by_preset(programme: Programme, found: Preset) -> list[Change]:
    """What taking another preset would change."""
    return changes_to(
        programme, {key: defaults.shipped(found, key) for key in defaults.every_key()}
    )


def past_changes(about: Programme | OwnPreset) -> list[PastChange]:
    """The latest changes of rules, the newest first."""
    entries = AuditEntry.objects.filter(
        about=f"{about._meta.label_lower}:{about.public_id}", event="rule_changed"
    ).order_by("-number")[:LATEST]
    names = _names(entry.by for entry in entries)
    by_key = defaults_by_key(about.organisation)
    return [
        _past(by_key[entry.facts["rule"]], entry, names.get(entry.by, ""))
        for entry in entries
        if entry.facts["rule"] in by_key
    ]


def guidelines_of(programme: Programme) -> list[str]:
    """What the rules ask of the two, in sentences that they read."""
    told = [
        _("You meet %(sessions)s times for %(minutes)s minutes, about every %(days)s days.")
        % {
            "sessions": programme.sessions,
            "minutes": programme.session_minutes,
            "days": programme.gap_days,
        },
        _(
            "A session moves with %(hours)s hours’ notice, and each side moves at most %(moves)s "
            "times."
        )
        % {"hours": programme.notice_hours, "moves": programme.moves_allowed},
        *who_leads(programme),
    ]
    if defaults.current(programme, "training_gate"):
        told.append(_("Before the first session, both sides finish their short modules."))
    if defaults.current(programme, "supervision"):
        told.append(_("Mentors meet now and then in a circle of their own, with a facilitator."))
    if defaults.current(programme, "lived_experience_topics"):
        told.append(
            _(
                "Nobody has to speak of herself. Each mentor says per topic what is open, and what "
                "is not."
            )
        )
    return told


def who_leads(programme: Programme) -> tuple[str, str]:
    """Who leads the content and who looks after the dates, a sentence each."""
    return (
        {
            "mentor": _("The mentor leads the content."),
            "mentee": _("The mentee leads the content."),
            "both": _("Both lead the content, in turn."),
        }[defaults.current(programme, "leads_content")],
        {
            "mentor": _("The mentor looks after the dates."),
            "mentee": _("The mentee looks after the dates, or an assistant does."),
            "both": _("Both look after the dates."),
        }[defaults.current(programme, "keeps_dates")],
    )


def _rule(programme: Programme, found: Preset, one: Default) -> Rule:
    value, shipped = defaults.current(programme, one.key), defaults.shipped(found, one.key)
    return Rule(one, value, one.shown(value), one.shown(shipped), value == shipped)


def _names(public_ids: Iterable[str]) -> dict[str, str]:
    found = Person.objects.filter(public_id__in=set(public_ids))
    return dict(found.values_list("public_id", "name"))


def _past(one: Default, entry: AuditEntry, by: str) -> PastChange:
    has_values = "is" in entry.facts
    return PastChange(
        at=entry.at,
        by=by,
        label=str(one.label),
        was=one.shown(entry.facts["was"]) if has_values else "",
        became=one.shown(entry.facts["is"]) if has_values else "",
    )
