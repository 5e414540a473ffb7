"""What an ally does: actions that one can take on as a commitment, as a beginning."""

from dataclasses import dataclass
from functools import cache

from turnabout.foundation.common.packs import Text, known_fields, no_twins, read_toml, text


@dataclass(frozen=True)
class AllyAction:
    slug: str
    heard: Text


@cache
def ally_actions() -> tuple[AllyAction, ...]:
    """Every action, in the order of the page."""
    actions = []
    for table in read_toml("turnabout.together.pairs.packs", "ally.toml")["action"]:
        known_fields(table, fields=frozenset(("slug", "heard")), where="ally.toml")
        actions.append(AllyAction(table["slug"], text(table["heard"], where=table["slug"])))
    no_twins([action.slug for action in actions], where="ally.toml")
    return tuple(actions)
