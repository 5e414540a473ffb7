from collections.abc import Sequence
from dataclasses import dataclass

from turnabout.foundation.common.packs import Text
from turnabout.foundation.common.texts import said
from turnabout.frame.directory.models import Organisation
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.packs import load_groups
from turnabout.frame.topics.similarity import nearness

NEAR_ENOUGH = 0.08


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


def suggest(organisation: Organisation, words: str, limit: int = 3) -> list[Topic]:
    """The topics nearest to what somebody wrote in her own words, the nearest first.

    Names and keywords count in every language they have; so do the aliases learned here. Words
    that are an alias of a topic name it outright. Nothing near gives an empty list.
    """
    topics = list(
        Topic.objects.filter(organisation=organisation, retired_at=None)
        .prefetch_related("aliases")
        .order_by("slug")
    )
    exact = " ".join(words.split()).lower()
    scores = nearness(words, [_document(topic) for topic in topics])
    ranked = sorted(
        (
            (0 if _is_called(topic, exact) else 1, -float(score), topic.slug, topic)
            for topic, score in zip(topics, scores, strict=True)
        ),
        key=lambda found: found[:3],
    )
    return [topic for other, score, _slug, topic in ranked if not other or -score >= NEAR_ENOUGH][
        :limit
    ]


def name_of(topic: Topic) -> str:
    return said(topic.names)


def _is_called(topic: Topic, words: str) -> bool:
    return words in {alias.words for alias in topic.aliases.all()}


def _document(topic: Topic) -> str:
    keywords = [word for words in topic.keywords.values() for word in words]
    return " ".join([*topic.names.values(), *keywords, *(a.words for a in topic.aliases.all())])
