from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes import defaults
from turnabout.frame.programmes.models import OwnPreset, Programme
from turnabout.frame.programmes.presets import WEIGHTS
from turnabout.frame.programmes.services.rules import record_rule

USUAL_DAYS = 14


@transaction.atomic
def keep_preset(programme: Programme, *, name: str, description: str = "", by: Person) -> OwnPreset:
    """Keep the rules and phases of a programme, to begin others with. Its aim and people stay."""
    # Two who keep one under the same name at the same moment take turns.
    Organisation.objects.select_for_update().get(pk=programme.organisation_id)
    words = " ".join(name.split())[:80]
    said = {
        "description": description.strip(),
        "preset": programme.preset,
        "values": {
            key: defaults.current(programme, key)
            for key in defaults.every_key()
            if not defaults.is_shipped(programme, key)
        },
        "phases": _phases_of(programme),
    }
    hers = OwnPreset.objects.in_use().filter(organisation=programme.organisation, made_by=by)
    for one in hers.filter(name=words):
        if all(getattr(one, field) == value for field, value in said.items()):
            # A second tap finds what the first one kept.
            return one
    kept = OwnPreset.objects.create(
        organisation=programme.organisation,
        name=_free_name(programme.organisation, name),
        made_at=now(),
        made_by=by,
        **said,
    )
    audit.record("preset_kept", about=kept, by=by)
    return kept


@transaction.atomic
def rename_preset(own: OwnPreset, *, name: str, description: str, by: Person) -> None:
    """Call it otherwise. Programmes that began with it show the new name."""
    Organisation.objects.select_for_update().get(pk=own.organisation_id)
    own.name = _free_name(own.organisation, name, besides=own)
    own.description = description.strip()
    own.save(update_fields=["name", "description"])
    audit.record("preset_renamed", about=own, by=by)


@transaction.atomic
def change_preset(own: OwnPreset, *, values: Mapping[str, Any], by: Person) -> list[str]:
    """Change rules of one's own preset. Programmes that began with it keep theirs."""
    current = OwnPreset.objects.select_for_update().get(pk=own.pk)
    as_programme = programme_of(current)
    changed = []
    for key, value in values.items():
        was = defaults.current(as_programme, key)
        if was != value:
            defaults.put(as_programme, key, value)
            changed.append(key)
            record_rule(current, key, was, value, by)
    if not any(defaults.current(as_programme, f"weights.{name}") for name in WEIGHTS):
        raise Refusal(_("Something has to count in a match. Leave one weight above zero."))
    current.values = {
        key: defaults.current(as_programme, key)
        for key in defaults.every_key()
        if not defaults.is_shipped(as_programme, key)
    }
    current.save(update_fields=["values"])
    own.values = current.values
    return changed


@transaction.atomic
def retire_preset(own: OwnPreset, *, by: Person) -> None:
    """Offer it to no further programme. Those that began with it keep their rules."""
    if not OwnPreset.objects.in_use().filter(pk=own.pk).update(retired_at=now()):
        raise AlreadySo(_("This preset is retired already."))
    own.refresh_from_db()
    audit.record("preset_retired", about=own, by=by)


@transaction.atomic
def bring_back_preset(own: OwnPreset, *, by: Person) -> None:
    """Offer a retired preset again."""
    if not OwnPreset.objects.exclude(retired_at=None).filter(pk=own.pk).update(retired_at=None):
        raise AlreadySo(_("This preset is on the list already."))
    own.refresh_from_db()
    audit.record("preset_brought_back", about=own, by=by)


def programme_of(own: OwnPreset) -> Programme:
    """A programme as it would begin with this preset; it is never saved."""
    begun = Programme(organisation=own.organisation, name=own.name)
    defaults.begin_with(begun, own.preset, own.values)
    return begun


def _phases_of(programme: Programme) -> list[dict[str, Any]]:
    """The phases of the first wave, each once, with the days that were planned for it."""
    rows: dict[str, int] = {}
    for phase in programme.phases.filter(wave=1, skipped_at=None):
        days = USUAL_DAYS
        if phase.planned_from and phase.planned_until:
            days = (phase.planned_until - phase.planned_from).days + 1
        rows.setdefault(phase.kind, days)
    return [{"kind": kind, "days": days} for kind, days in rows.items()]


def _free_name(organisation: Organisation, name: str, *, besides: OwnPreset | None = None) -> str:
    words = " ".join(name.split())
    if not words:
        raise Refusal(_("Give the preset a name, so that you find it again."))
    others = OwnPreset.objects.filter(organisation=organisation).exclude(
        pk=besides.pk if besides else 0
    )
    if any(one.name.casefold() == words.casefold() for one in others):
        raise Refusal(_("Another preset has this name. Choose one that tells them apart."))
    return words[:80]
