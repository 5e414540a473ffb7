"""Learning paths: a few goals that belong together, each on a topic of the catalogue."""

from dataclasses import dataclass
from functools import cache

from turnabout.foundation.common.packs import (
    PackError,
    Table,
    Text,
    known_fields,
    no_twins,
    read_toml,
    sayable,
    text,
)
from turnabout.frame.topics.packs import load_topics

FILE = "paths.toml"
PATH = "path--"
MOST_GOALS = 3


@dataclass(frozen=True)
class PathGoal:
    """One goal of a path: the slug of its topic, and what one can do at the end."""

    topic: str
    goal: Text


@dataclass(frozen=True)
class LearningPath:
    slug: str
    name: Text
    what: Text
    goals: tuple[PathGoal, ...]


@cache
def load_paths() -> tuple[LearningPath, ...]:
    """Return every learning path, in the order in which pages show them."""
    known = {topic.slug for topic in load_topics()}
    paths = tuple(_path(table, known) for table in read_toml(__name__, FILE)["path"])
    no_twins([path.slug for path in paths], where=FILE)
    return paths


def _path(table: Table, known: set[str]) -> LearningPath:
    slug = table["slug"]
    known_fields(table, fields=frozenset(("slug", "name", "what", "goal")), where=slug)
    kind = f"{PATH}{slug}"
    goals = tuple(
        PathGoal(
            topic=row["topic"], goal=sayable(text(row["text"], where=slug), kind, f"goal_{at}")
        )
        for at, row in enumerate(table["goal"], start=1)
    )
    unknown = sorted({goal.topic for goal in goals} - known)
    if unknown or not 1 <= len(goals) <= MOST_GOALS:
        raise PackError(f"{slug}: one to three goals on topics that are there, not {unknown}.")
    return LearningPath(
        slug=slug,
        name=sayable(text(table["name"], where=slug), kind, "name"),
        what=sayable(text(table["what"], where=slug), kind, "what"),
        goals=goals,
    )
