"""The catalogue of topics that every installation starts with.

`groups.toml` holds the groups; every other file here holds topics. Each has a ladder of three
steps: a skill with help, alone, able to teach; a practice with help, alone, passed on to others; a
view asked about with a guide, acted on unprompted, shown to other leaders. A step says what one
does, never what one thinks, and what somebody has lived has no steps: it is never graded. A
learning package is the exercises of a topic with the first session and the reading of its group.
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
STEPS = 3
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
        topic(table, groups=tuple(places))
        for name in toml_names(__name__)
        if name != GROUPS_FILE
        for table in read_toml(__name__, name)["topic"]
    ]
    no_twins([one.slug for one in topics], where="topics")
    return tuple(sorted(topics, key=lambda one: places[one.group]))


def _group(table: Table) -> GroupText:
    slug = table["slug"]
    words = {
        part: sayable(text(table[part], where=f"{slug} {part}"), f"{GROUP}{slug}", part)
        for part in GROUP_PARTS
    }
    return GroupText(slug=slug, **words)


def topic(table: Table, *, groups: tuple[str, ...]) -> TopicText:
    """Read one topic, or say what is wrong with it."""
    slug = table["slug"]
    known_fields(table, fields=TOPIC_FIELDS, where=slug)
    kind = one_of(table["kind"], among=KINDS, where=slug)
    is_lived_experience = table.get("is_lived_experience", False)
    ladder = texts(table.get("ladder", []), where=f"{slug} ladder")
    if is_lived_experience and ladder:
        raise PackError(f"{slug}: what somebody has lived is never graded. It has no ladder.")
    if not is_lived_experience and len(ladder) != STEPS:
        raise PackError(f"{slug}: a topic has a ladder of three steps.")
    return TopicText(
        slug=slug,
        group=one_of(table["group"], among=groups, where=slug),
        kind=kind,
        name=text(table["name"], where=slug),
        keywords=_keywords(table["keywords"], where=slug),
        is_lived_experience=is_lived_experience,
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
