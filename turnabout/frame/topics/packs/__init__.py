"""The catalogue of topics that every installation starts with.

`groups.toml` holds the groups; every other file here holds topics. A skill has a ladder of
three steps: with help, alone, able to teach. A view and a practice have none, and what somebody
has lived is never graded. A learning package is the exercises of a topic with the first session
and the reading of its group.
"""

from dataclasses import dataclass
from functools import cache

from turnabout.foundation.common.packs import (
    REQUIRED_LANGUAGES,
    PackError,
    Table,
    Text,
    known_fields,
    no_twins,
    one_of,
    read_toml,
    sayable,
    text,
    texts,
    toml_names,
)

KINDS = ("skill", "view", "practice")
GROUP = "group--"
GROUP_PARTS = ("name", "first_session", "reading")
GROUPS_FILE = "groups.toml"
TOPIC_FIELDS = frozenset(
    ("slug", "group", "name", "keywords", "is_lived_experience", "kind", "ladder", "exercises")
)


@dataclass(frozen=True)
class GroupText:
    slug: str
    name: Text
    first_session: Text
    reading: Text


@dataclass(frozen=True)
class TopicText:
    slug: str
    group: str
    kind: str
    name: Text
    keywords: tuple[tuple[str, tuple[str, ...]], ...]
    is_lived_experience: bool
    ladder: tuple[Text, ...]
    exercises: tuple[Text, ...]

    def keywords_in(self, language: str) -> tuple[str, ...]:
        by_language = dict(self.keywords)
        return by_language.get(language.lower().split("-")[0], by_language["en"])


@cache
def load_groups() -> tuple[GroupText, ...]:
    """Return the groups in the order in which pages show them."""
    groups = tuple(_group(table) for table in read_toml(__name__, GROUPS_FILE)["group"])
    no_twins([group.slug for group in groups], where=GROUPS_FILE)
    return groups


@cache
def load_topics() -> tuple[TopicText, ...]:
    """Return every topic, by group and then as written."""
    places = {group.slug: place for place, group in enumerate(load_groups())}
    topics = [
        _topic(table, groups=tuple(places))
        for name in toml_names(__name__)
        if name != GROUPS_FILE
        for table in read_toml(__name__, name)["topic"]
    ]
    no_twins([topic.slug for topic in topics], where="topics")
    return tuple(sorted(topics, key=lambda topic: places[topic.group]))


def _group(table: Table) -> GroupText:
    slug = table["slug"]
    words = {
        part: sayable(text(table[part], where=f"{slug} {part}"), f"{GROUP}{slug}", part)
        for part in GROUP_PARTS
    }
    return GroupText(slug=slug, **words)


def _topic(table: Table, *, groups: tuple[str, ...]) -> TopicText:
    slug = table["slug"]
    known_fields(table, fields=TOPIC_FIELDS, where=slug)
    kind = one_of(table["kind"], among=KINDS, where=slug)
    ladder = texts(table.get("ladder", []), where=f"{slug} ladder")
    if len(ladder) != (3 if kind == "skill" else 0):
        raise PackError(f"{slug}: a skill has a ladder of three steps, other topics have none.")
    return TopicText(
        slug=slug,
        group=one_of(table["group"], among=groups, where=slug),
        kind=kind,
        name=text(table["name"], where=slug),
        keywords=_keywords(table["keywords"], where=slug),
        is_lived_experience=table.get("is_lived_experience", False),
        ladder=ladder,
        exercises=texts(table.get("exercises", []), where=f"{slug} exercises"),
    )


def _keywords(
    table: dict[str, list[str]], *, where: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    for language in REQUIRED_LANGUAGES:
        if not table.get(language):
            raise PackError(f"{where}: no keywords in {language!r}.")
    return tuple((language, tuple(words)) for language, words in sorted(table.items()))
