"""Questions for oneself, by where the two stand."""

from dataclasses import dataclass
from functools import cache

from turnabout.foundation.common.packs import Text, known_fields, no_twins, one_of, read_toml, text
from turnabout.together.pairs import packs
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.page import SessionFacts, session_facts

STAGES = ("start", "early", "middle", "late", "after")


@dataclass(frozen=True)
class Reflection:
    slug: str
    stage: str
    text: Text


@cache
def load_reflections() -> tuple[Reflection, ...]:
    """All questions, the first stage first."""
    found = []
    for table in read_toml(packs.__name__, "reflections.toml")["reflection"]:
        slug = table["slug"]
        known_fields(table, fields=frozenset(Reflection.__dataclass_fields__), where=slug)
        stage = one_of(table["stage"], among=STAGES, where=slug)
        found.append(Reflection(slug, stage, text(table["text"], where=slug)))
    no_twins([one.slug for one in found], where="reflections.toml")
    return tuple(found)


def stage_of(pair: Pair) -> str:
    """Where the two stand, by sessions held."""
    held = session_facts([pair]).get(pair.pk, SessionFacts()).held
    if pair.ended_at is not None:
        return "after"
    if not held:
        return "start"
    if held >= pair.programme.sessions - 1:
        return "late"
    return "early" if held < pair.programme.sessions / 2 - 1 else "middle"


def questions_now(pair: Pair, language: str) -> list[tuple[str, str]]:
    """The questions of this stage, by slug."""
    stage = stage_of(pair)
    return [
        (one.slug, one.text.in_language(language))
        for one in load_reflections()
        if one.stage == stage
    ]


def question(slug: str, language: str) -> str:
    """The words of one question; nothing where there is none of that name."""
    found = {one.slug: one.text for one in load_reflections()}
    return found[slug].in_language(language) if slug in found else ""
