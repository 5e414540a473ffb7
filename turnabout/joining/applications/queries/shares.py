"""How the places fell by level, place and function, where enough people stand behind a number."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnabout.foundation.trust.disclosure import Cell, releasable
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.joining.applications.models import Application

MOST_ROWS = 10
READERS: dict[str, tuple[Promise | str, Callable[[Person], str]]] = {
    "level": (gettext_lazy("By level"), lambda person: person.level.title if person.level else ""),
    "place": (gettext_lazy("By place"), lambda person: person.place),
    "unit": (gettext_lazy("By function"), lambda person: person.unit),
}


@dataclass(frozen=True)
class Row:
    """One group: how many applied and how many take part; None where too few stand behind it."""

    name: str
    applied: int | None
    chosen: int | None


@dataclass(frozen=True)
class Shares:
    name: Promise | str
    rows: tuple[Row, ...]


def shares_of(programme: Programme, role: str) -> list[Shares]:
    """One table for each way of grouping. All of them pass disclosure control together."""
    sent = (
        Application.objects.sent()
        .filter(membership__programme=programme, membership__role=role)
        .select_related("membership__person__level")
    )
    people = [(one.membership.person, not one.reserved_at and not one.refused_at) for one in sent]
    ranks = {one.level.name: one.level.rank for one, _is_in in people if one.level}
    groups = {
        key: _groups(people, read, ranks if key == "level" else {})
        for key, (_name, read) in READERS.items()
    }
    cells = {
        f"{key}:{what}:{name}": members
        for key, found in groups.items()
        for name, both in found.items()
        for what, members in zip(("applied", "chosen"), both, strict=True)
    }
    shown = releasable(Cell(name, frozenset(members)) for name, members in cells.items())

    def number(key: str, what: str, name: str) -> int | None:
        cell = f"{key}:{what}:{name}"
        return len(cells[cell]) if cell in shown else None

    return [
        Shares(
            READERS[key][0],
            tuple(
                Row(name, number(key, "applied", name), number(key, "chosen", name))
                for name in found
            ),
        )
        for key, found in groups.items()
    ]


def _groups(
    people: list[tuple[Person, bool]], read: Callable[[Person], str], ranks: Mapping[str, int]
) -> dict[str, tuple[set[int], set[int]]]:
    """The people of each group, and those of them who take part; small groups stand together.

    Levels stand in their order and all else by name: an order by size would tell of sizes.
    """
    sizes = Counter(read(person) for person, _is_in in people)
    largest = [name for name, _size in sizes.most_common(MOST_ROWS) if name]
    named = sorted(largest, key=lambda name: (ranks.get(name, 0), name))
    found: dict[str, tuple[set[int], set[int]]] = {name: (set(), set()) for name in named}
    for person, is_in in people:
        name = read(person) if read(person) in found else _("All others")
        applied, chosen = found.setdefault(name, (set(), set()))
        applied.add(person.pk)
        if is_in:
            chosen.add(person.pk)
    return found
