"""What an import replaces, noted so that it can be undone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from turnabout.frame.directory.comparison import Difference
from turnabout.frame.directory.models import Person

UNDO_DAYS = 30


def remember(difference: Difference, people: Mapping[str, Person]) -> dict[str, Any]:
    """For each person that will change: each field, as it is and as it will be."""
    fields: dict[str, dict[str, list[Any]]] = {}
    for change in (*difference.changed, *difference.rehired):
        noted = {
            one.field: [stored(one.before), stored(one.after)]
            for one in change.fields
            if one.field != "mail"
        }
        person = people[change.known_as]
        if person.left_on is not None:
            noted["left_on"] = [stored(person.left_on), None]
        if noted:
            fields[person.public_id] = noted
    for leaver in difference.left:
        fields[people[leaver.hr_id].public_id] = {"left_on": [None, stored(leaver.on)]}
    return {"fields": fields}


def stored(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def restored(field: str, value: Any) -> Any:
    if field.endswith("_on") or field == "away_until":
        return date.fromisoformat(value) if value else None
    return value
