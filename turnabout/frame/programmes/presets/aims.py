"""Aims that change a culture, each with how one will know and the signs to look for."""

from dataclasses import dataclass
from functools import cache

from turnabout.foundation.common.packs import (
    Table,
    Text,
    known_fields,
    no_twins,
    one_of,
    read_toml,
    sayable,
    text,
    texts,
)

PACKAGE = "turnabout.frame.programmes.presets"
AIMS_FILE = "aims.toml"
KINDS = ("culture", "technology")
AIM = "aim--"


@dataclass(frozen=True)
class CultureAim:
    """`presets` names the kinds of programme that offer it first."""

    slug: str
    kind: str
    presets: tuple[str, ...]
    says: Text
    know: Text
    signs: tuple[Text, ...]


@cache
def load_culture_aims() -> tuple[CultureAim, ...]:
    found = tuple(_aim(table) for table in read_toml(PACKAGE, AIMS_FILE)["aim"])
    no_twins([aim.slug for aim in found], where=AIMS_FILE)
    return found


def culture_aims_for(preset: str) -> list[CultureAim]:
    """Every culture aim, those of this kind of programme first."""
    return sorted(load_culture_aims(), key=lambda aim: preset not in aim.presets)


def _aim(table: Table) -> CultureAim:
    slug = table["slug"]
    known_fields(table, fields=frozenset(CultureAim.__dataclass_fields__), where=slug)
    kind = f"{AIM}{slug}"
    return CultureAim(
        slug=slug,
        kind=one_of(table["kind"], among=KINDS, where=slug),
        presets=tuple(table["presets"]),
        says=sayable(text(table["says"], where=slug), kind, "says"),
        know=sayable(text(table["know"], where=slug), kind, "know"),
        signs=tuple(
            sayable(sign, kind, f"sign_{at}")
            for at, sign in enumerate(texts(table["signs"], where=slug), start=1)
        ),
    )
