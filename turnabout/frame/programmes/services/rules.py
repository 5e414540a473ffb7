from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes import defaults
from turnabout.frame.programmes.models import OwnPreset, Programme
from turnabout.frame.programmes.presets import WEIGHTS, preset

FIELDS = [*defaults.COLUMNS, "settings"]


@transaction.atomic
def change_rules(programme: Programme, *, values: Mapping[str, Any], by: Person) -> list[str]:
    """Change defaults of a programme, and only those named. Returns what really changed."""
    current = Programme.objects.select_for_update().get(pk=programme.pk)
    if current.closed_at:
        raise Refusal(_("This programme is over, so its rules stay as they were."))
    changed = []
    for key, value in values.items():
        was = defaults.current(current, key)
        if was == value:
            continue
        defaults.put(current, key, value)
        changed.append(key)
        record_rule(current, key, was, value, by)
    if not any(defaults.current(current, f"weights.{name}") for name in WEIGHTS):
        raise Refusal(_("Something has to count in a match. Leave one weight above zero."))
    current.save(update_fields=FIELDS)
    for field in FIELDS:
        setattr(programme, field, getattr(current, field))
    return changed


@transaction.atomic
def restore_rules(programme: Programme, *, keys: list[str] | None = None, by: Person) -> list[str]:
    """Put defaults back as the preset ships them; all of them unless some are named."""
    found = preset(programme.preset)
    return change_rules(
        programme,
        values={key: defaults.shipped(found, key) for key in keys or defaults.every_key()},
        by=by,
    )


def record_rule(about: Programme | OwnPreset, key: str, was: Any, value: Any, by: Person) -> None:
    # The chain holds no words that somebody wrote.
    told = {} if defaults.default(key).kind == "words" else {"was": was, "is": value}
    audit.record("rule_changed", about=about, by=by, rule=key, **told)
