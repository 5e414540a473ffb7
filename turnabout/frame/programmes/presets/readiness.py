"""The eight questions on whether a programme can work here now."""

from dataclasses import dataclass
from functools import cache

from turnabout.foundation.common.packs import (
    Table,
    Text,
    known_fields,
    no_twins,
    read_toml,
    sayable,
    text,
)
from turnabout.frame.programmes.presets.aims import PACKAGE

READINESS_FILE = "readiness.toml"
READINESS = "readiness--questions"
PARTS = ("asks", "why", "if_not")


@dataclass(frozen=True)
class ReadinessQuestion:
    slug: str
    asks: Text
    why: Text
    if_not: Text


@cache
def load_readiness() -> tuple[ReadinessQuestion, ...]:
    found = tuple(_question(table) for table in read_toml(PACKAGE, READINESS_FILE)["question"])
    no_twins([question.slug for question in found], where=READINESS_FILE)
    return found


def _question(table: Table) -> ReadinessQuestion:
    slug = table["slug"]
    known_fields(table, fields=frozenset(ReadinessQuestion.__dataclass_fields__), where=slug)
    words = {
        part: sayable(text(table[part], where=slug), READINESS, f"{slug}_{part}") for part in PARTS
    }
    return ReadinessQuestion(slug=slug, **words)
