"""What is kept of a person. Each room declares it once, in its `privacy.py`: for her copy, for her
erasure, and for the page that tells her of both.

A declaration names a model and the links that lead from its rows to her. A row `goes` with her,
is only `unlinked` from her, or `stays`: then it says why, and an act of its own takes out of it
what is hers alone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import BinaryField, DateField, Field, Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust.names import Names

# Random signs, secrets, notes of the machinery, and what the other side decided and when: they
# say nothing to her, or what no page says.
NEVER_TOLD = frozenset({
    "id", "public_id", "number", "about", "by", "recipient", "owner", "person", "facts",
    "digest", "password", "nonce", "secret_digest", "content_tag", "links", "context", "dedupe",
    "claimed_until", "leased_until", "attempts", "last_error", "turn", "keys",
    "mentor_signed_words", "mentee_signed_words", "accepted_at", "reserved_at", "refused_at",
    "code", "declined_at", "proposed_at", "mentor_accepted_at", "mentee_accepted_at",
    "closed_unformed_at", "mentor_ready_at", "mentee_ready_at", "mentor_notes_on_at",
    "mentee_notes_on_at", "mentor_kept_at", "mentee_kept_at", "last_login",
})  # fmt: skip
WHY_UNLINKED = gettext_lazy("It stays for the others, and no longer says that it was you.")


class Fate(StrEnum):
    """What becomes of a row when its person is erased."""

    GOES = "goes"
    UNLINKED = "unlinked"
    STAYS = "stays"


@dataclass(frozen=True)
class Leaving:
    """Who is erased, and what names her. `keys` are destroyed once all is written."""

    person: Any
    names: Names
    keys: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The holder of the key of what she wrote for herself."""
        return author_key(self.person)

    @cached_property
    def _surely(self) -> Names:
        return self.names.nobody_elses()

    def is_told_of_in(self, text: str) -> bool:
        """Whether a text that may be of anybody names her, and could mean nobody else."""
        return self._surely.are_in(text)

    def taken_out_of(self, text: str) -> str:
        """What somebody wrote who speaks of her, without her name."""
        return self.names.taken_out_of(text, instead=_("somebody who left"))

    def taken_out_of_what_is_told(self, text: str) -> str:
        """What is told of anybody: of it only what could mean nobody else."""
        return self._surely.taken_out_of(text, instead=_("somebody who left"))

    def taken_out_of_data(self, data: Any) -> Any:
        """What is told of anybody, as plain data, through all its lists and tables."""
        if isinstance(data, str):
            return self.taken_out_of_what_is_told(data)
        if isinstance(data, list):
            return [self.taken_out_of_data(one) for one in data]
        if isinstance(data, dict):
            return {name: self.taken_out_of_data(value) for name, value in data.items()}
        return data


Act = Callable[[Leaving], None]
Opens = Callable[[Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Kept:
    """One thing that a room keeps of people, and what becomes of it."""

    model: type[Model]
    links: tuple[str, ...]
    words: str | Promise
    fate: Fate
    why: str | Promise = ""
    erase: Act | None = None
    opens: Opens | None = None
    is_told: bool = True
    told: Q = field(default_factory=Q)

    def rows(self, person: Any) -> QuerySet[Any]:
        wanted = Q(pk__in=[])
        for link in self.links:
            wanted |= Q(**{link: person if self._leads_to_a_row(link) else person.public_id})
        return self.model._default_manager.filter(wanted)

    def rows_told(self, person: Any) -> QuerySet[Any]:
        """Those that she may know of."""
        return self.rows(person).filter(self.told)

    def _leads_to_a_row(self, link: str) -> bool:
        return self.model._meta.get_field(link.split("__", 1)[0]).is_relation


_kept: list[Kept] = []


def goes(
    model: type[Model],
    *links: str,
    words: str | Promise,
    opens: Opens | None = None,
    erase: Act | None = None,
    is_told: bool = True,
    told: Q | None = None,
) -> None:
    """Declare rows that are deleted with her. `opens` reads what is sealed, for her copy.

    `is_told` is off for what others wrote about her, which a program must not hand out, and `told`
    narrows the rest to what she knows of: no copy says what no page says.
    """
    _kept.append(Kept(model, links, words, Fate.GOES, "", erase, opens, is_told, told or Q()))


def unlinked(model: type[Model], *links: str, words: str | Promise) -> None:
    """Declare what somebody did for all: it stays, and no longer says that it was she."""
    _kept.append(Kept(model, links, words, Fate.UNLINKED, WHY_UNLINKED))


def stays(
    model: type[Model],
    *links: str,
    words: str | Promise,
    why: str | Promise,
    erase: Act | None = None,
    opens: Opens | None = None,
    is_told: bool = True,
    told: Q | None = None,
) -> None:
    """Declare rows that others need; `erase` takes out of them what is hers alone."""
    _kept.append(Kept(model, links, words, Fate.STAYS, why, erase, opens, is_told, told or Q()))


def everything_kept() -> list[Kept]:
    """All declarations, the earliest room first."""
    return list(_kept)


def author_key(person: Any) -> str:
    """The holder of the key that only this person's own texts are sealed under."""
    return f"person:{person.public_id}"


def take_away(leaving: Leaving) -> None:
    """Do what every room declares, the last room first, for its rows lead through earlier ones."""
    for kept in reversed(_kept):
        if kept.erase is not None:
            kept.erase(leaving)
        elif kept.fate is Fate.GOES:
            kept.rows(leaving.person).delete()
        elif kept.fate is Fate.UNLINKED:
            _unlink(kept, leaving.person)


def copy_of(person: Any) -> Iterable[tuple[Kept, list[dict[str, Any]]]]:
    """Everything she may have in her hands, as plain data, thing by thing."""
    for kept in _kept:
        if kept.is_told:
            rows = [_told(kept, row) for row in kept.rows_told(person).order_by("pk")]
            if rows:
                yield kept, rows


def _unlink(kept: Kept, person: Any) -> None:
    for link in kept.links:
        if kept.model._meta.get_field(link).many_to_many:
            for row in kept.model._default_manager.filter(**{link: person}):
                getattr(row, link).remove(person)
        else:
            kept.model._default_manager.filter(**{link: person}).update(**{link: None})


def _told(kept: Kept, row: Any) -> dict[str, Any]:
    plain = {
        one.name: one.value_from_object(row)
        for one in row._meta.concrete_fields
        if _is_for_her(one, kept.fate)
    }
    try:
        opened = kept.opens(row) if kept.opens else {}
    except Refusal as refusal:
        opened = {"": str(refusal)}
    return {name: value for name, value in {**plain, **opened}.items() if value not in (None, "")}


def _is_for_her(one: "Field[Any, Any]", fate: Fate) -> bool:
    """Of what she did for all, her copy says when; the thing itself is the organisation's."""
    if fate is Fate.UNLINKED:
        return isinstance(one, DateField)
    return not (one.is_relation or isinstance(one, BinaryField) or one.name in NEVER_TOLD)
