from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from turnabout.foundation.common.own_texts import in_own_words, version_of
from turnabout.foundation.common.packs import Text
from turnabout.foundation.common.texts import said
from turnabout.frame.directory.models import Organisation
from turnabout.frame.topics.everyday import alias_of
from turnabout.frame.topics.models import Topic, TopicAlias
from turnabout.frame.topics.packs import load_groups, load_topics
from turnabout.frame.topics.paths import LearningPath, load_paths
from turnabout.frame.topics.similarity import PROPOSED, Document, document_of, indexed
from turnabout.frame.topics.wording import exercise, kind_of, namesake_of

NEAR_ENOUGH = 0.12
ALL: frozenset[str] = frozenset()


@dataclass(frozen=True)
class TopicGroup:
    """The topics of one group, in the order of pages."""

    slug: str
    name: Text | str
    topics: tuple[Topic, ...]


def topics_of(organisation: Organisation) -> list[Topic]:
    """The topics that people of this organisation choose from, group by group."""
    places = {group.slug: place for place, group in enumerate(load_groups())}
    offered = Topic.objects.filter(organisation=organisation, retired_at=None).order_by("pk")
    return sorted(offered, key=lambda topic: places.get(topic.group, len(places)))


def grouped(topics: Sequence[Topic]) -> list[TopicGroup]:
    """Topics by group; a group of the organisation's own comes last, under its own name."""
    names: dict[str, Text | str] = {group.slug: group.name for group in load_groups()}
    slugs = [*names, *sorted({topic.group for topic in topics} - names.keys())]
    found = [
        TopicGroup(
            slug=slug,
            name=names.get(slug, slug.replace("-", " ").capitalize()),
            topics=tuple(topic for topic in topics if topic.group == slug),
        )
        for slug in slugs
    ]
    return [group for group in found if group.topics]


def suggest(
    organisation: Organisation, words: str, limit: int = PROPOSED, *, among: frozenset[str] = ALL
) -> list[Topic]:
    """The topics nearest to what somebody wrote in her own words, the nearest first."""
    return suggest_each(organisation, [words], limit, among=among)[0]


def suggest_each(
    organisation: Organisation,
    phrases: Sequence[str],
    limit: int = PROPOSED,
    *,
    among: frozenset[str] = ALL,
) -> list[list[Topic]]:
    """For each phrase the topics nearest to it.

    Names, keywords, ladders and exercises count in every language they have. A keyword, such as the
    name of a tool, and words that somebody confirmed for a topic before name it outright. Nothing
    near gives an empty list. `among` holds the slugs to choose from; empty means every topic that
    is offered.
    """
    topics = list(Topic.objects.filter(organisation=organisation, retired_at=None).order_by("pk"))
    documents = [_document(topic) for topic in topics]
    index = indexed(tuple(documents))
    known = TopicAlias.objects.filter(
        topic__organisation=organisation, words__in=[alias_of(words) for words in phrases]
    ).values_list("words", "topic_id")
    called: dict[str, set[int]] = {}
    for words, topic_id in known:
        called.setdefault(words, set()).add(topic_id)
    keywords = [{word.casefold() for word in document.keywords} for document in documents]

    def outright(words: str) -> set[int]:
        said = " ".join(words.split()).casefold()
        named = {topic.pk for topic, own in zip(topics, keywords, strict=True) if said in own}
        return named | called.get(alias_of(words), set())

    ranked = [_ranked(topics, index.nearness(words), outright(words)) for words in phrases]
    return [
        [topic for topic in found if not among or topic.slug in among][:limit] for found in ranked
    ]


def _ranked(topics: list[Topic], scores: list[float], called: set[int]) -> list[Topic]:
    """Topics that are called so first, then the nearest."""
    ranked = sorted(
        (
            (topic.pk not in called, -near, topic.slug, topic)
            for topic, near in zip(topics, scores, strict=True)
            if topic.pk in called or near >= NEAR_ENOUGH
        ),
        key=lambda found: found[:3],
    )
    return [topic for *_order, topic in ranked]


def name_of(topic: Topic) -> str:
    return said(topic.names)


def _document(topic: Topic) -> Document:
    """The words of a topic: its own, and those that its shipped namesake has gained since.

    What an organisation says in its own words is all there is to it.
    """
    nothing = Document(names=())
    shipped = nothing if topic.is_reworded else _shipped().get(topic.slug, nothing)
    keywords = tuple(word for words in topic.keywords.values() for word in words)
    steps = tuple(words for step in topic.ladder for words in step.values())
    return Document(
        names=tuple(topic.names.values()),
        keywords=tuple(dict.fromkeys(keywords + shipped.keywords)),
        sentences=tuple(dict.fromkeys(steps + shipped.sentences)),
    )


@cache
def _shipped() -> dict[str, Document]:
    return {words.slug: document_of(words) for words in load_topics()}


@dataclass(frozen=True)
class Package:
    """What helps two people begin with a topic."""

    exercises: tuple[Text, ...]
    first_session: Text
    reading: Text


def package_of(topic: Topic) -> Package | None:
    """The learning package of a topic; a topic and a group of one's own have none."""
    words = namesake_of(topic)
    group = next((group for group in load_groups() if group.slug == topic.group), None)
    if group is None:
        return None
    own = version_of(topic.organisation_id, kind_of(topic)).words if topic.is_reworded else {}
    exercises = tuple(
        in_own_words(one, exercise(number), own)
        for number, one in enumerate(words.exercises if words else (), start=1)
    )
    return Package(exercises, group.first_session, group.reading)


def paths_among(topics: Sequence[Topic]) -> list[LearningPath]:
    """The learning paths that lead through one of these topics."""
    slugs = {topic.slug for topic in topics}
    return [path for path in load_paths() if slugs & {goal.topic for goal in path.goals}]
