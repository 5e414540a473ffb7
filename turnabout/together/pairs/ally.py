"""What an ally does: actions that one can take on as a commitment, as a beginning."""

from dataclasses import dataclass, replace
from functools import cache

from turnabout.foundation.common.own_texts import in_own_words, version_of
from turnabout.foundation.common.packs import Text, known_fields, no_twins, read_toml, text

ALLY = "ally"


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


def actions_said(organisation_id: int) -> list[AllyAction]:
    """Every action as an organisation says it."""
    own = version_of(organisation_id, ALLY).words
    return [
        replace(action, heard=in_own_words(action.heard, action.slug, own))
        for action in ally_actions()
    ]
