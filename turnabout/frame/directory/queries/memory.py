"""What was said of earlier lists with the same columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from turnabout.frame.directory.models import ImportBatch, Organisation
from turnabout.frame.directory.vocabulary import plain
from turnabout.frame.directory.wholeness import Said

LOOKED_AT = 50
NEARLY = 0.75


@dataclass(frozen=True)
class Memory:
    """How a list was mapped that had the same columns, or nearly the same."""

    columns: Mapping[str, str] = field(default_factory=dict)
    on: date | None = None
    file: str = ""
    is_same: bool = True
    is_whole: bool | None = None

    @property
    def said(self) -> Said | None:
        if self.on is None or self.is_whole is None or not self.is_same:
            return None
        return Said(self.is_whole, self.on)

    def kept(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat() if self.on else "",
            "file": self.file,
            "is_same": self.is_same,
            "is_whole": self.is_whole,
        }


def memory_of(understood: Mapping[str, Any]) -> Memory:
    """What a list that is being brought was understood by."""
    kept = dict(understood.get("memory", {}))
    on = kept.pop("on", "")
    return Memory(on=date.fromisoformat(on) if on else None, **kept)


def remembered_mapping(
    organisation: Organisation, columns: Iterable[str], *, but: ImportBatch | None = None
) -> Memory:
    """The latest list with these columns, in any order; else one that has nearly all of them."""
    wanted = {plain(name) for name in columns}
    earlier = ImportBatch.objects.filter(organisation=organisation, undone_at=None)
    rows = earlier.exclude(pk=but.pk if but else 0).order_by("-uploaded_at", "-pk")
    nearly: Memory | None = None
    for mapping, at, name in rows.values_list("mapping", "uploaded_at", "file_name")[:LOOKED_AT]:
        chosen = mapping.get("columns") or {}
        names = {plain(one) for one in chosen}
        if not names:
            continue
        is_same = names == wanted
        if is_same or (nearly is None and _share(names, wanted) >= NEARLY):
            memory = Memory(
                columns=chosen,
                on=at.astimezone(ZoneInfo(organisation.zone)).date(),
                file=name,
                is_same=is_same,
                is_whole=mapping.get("is_whole"),
            )
            if is_same:
                return memory
            nearly = memory
    return nearly or Memory()


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)
