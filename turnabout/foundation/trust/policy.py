"""The one policy. Each room declares its rules; nothing declared means no.

`can(actor, action, thing)` and `Model.objects.visible_to(actor)` are the only entrances. Pages,
API, exports, mail and templates ask these two.
"""

from collections.abc import Callable
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

from turnabout.foundation.common.actors import Actor

Predicate = Callable[[Actor, Any], bool]
VisibleRows = Callable[[Actor], Q]
Row = TypeVar("Row", bound=models.Model)

NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING

_predicates: dict[tuple[type[models.Model], str], tuple[Predicate, frozenset[str]]] = {}
_visible: dict[type[models.Model], tuple[VisibleRows, frozenset[str]]] = {}
_sentences: dict[str, str | Promise] = {}


def allows(
    model: type[models.Model], *actions: str, by_link: tuple[str, ...] = ()
) -> Callable[[Predicate], Predicate]:
    """Declare who may do these actions to a row of this model.

    Somebody who came by a one-purpose link is asked about only where `by_link` names its purpose.
    """

    def declare(predicate: Predicate) -> Predicate:
        for action in actions:
            _predicates[model, action] = (predicate, frozenset(by_link))
        return predicate

    return declare


def shows(
    model: type[models.Model], *, by_link: tuple[str, ...] = ()
) -> Callable[[VisibleRows], VisibleRows]:
    """Declare which rows of this model an actor may see; `by_link` as for `allows`."""

    def declare(rows: VisibleRows) -> VisibleRows:
        _visible[model] = (rows, frozenset(by_link))
        return rows

    return declare


def tells(name: str, sentence: str | Promise) -> str | Promise:
    """Declare the sentence that tells people who sees a thing; pages and tests use the same one."""
    _sentences[name] = sentence
    return sentence


def sentence(name: str) -> str | Promise:
    return _sentences[name]


def sentences() -> list[tuple[str, str | Promise]]:
    """Every declared sentence with its name, for the page that tells who sees what."""
    return list(_sentences.items())


def can(actor: Actor, action: str, thing: models.Model) -> bool:
    """Whether this actor may do this to this row. No rule means no."""
    declared = _predicates.get((type(thing), action))
    return declared is not None and _may_ask(actor, declared[1]) and declared[0](actor, thing)


class VisibleQuerySet(models.QuerySet[Row]):
    """Rows that start from what somebody may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Only what this actor may see; a model without a rule shows nothing."""
        declared = _visible.get(self.model)
        if declared is None or not _may_ask(actor, declared[1]):
            return self.none()
        return self.filter(declared[0](actor)).distinct()


def _may_ask(actor: Actor, link_purposes: frozenset[str]) -> bool:
    return actor.scope is None or actor.scope.purpose in link_purposes
