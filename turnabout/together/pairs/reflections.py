"""Questions for oneself, by where the two stand."""

from dataclasses import dataclass
from functools import cache

from turnabout.foundation.common.own_texts import in_own_words, version_of
from turnabout.foundation.common.packs import Text, known_fields, no_twins, one_of, read_toml, text
from turnabout.together.pairs import packs
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.page import SessionFacts, session_facts

REFLECTIONS = "reflections"
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
    said = questions_said(pair, language)
    return [(one.slug, said[one.slug]) for one in load_reflections() if one.stage == stage]


def questions_said(pair: Pair, language: str) -> dict[str, str]:
    """The words of every question, by slug, as the organisation of the programme says them."""
    own = version_of(pair.programme.organisation_id, REFLECTIONS).words
    return {
        one.slug: in_own_words(one.text, one.slug, own).in_language(language)
        for one in load_reflections()
    }
