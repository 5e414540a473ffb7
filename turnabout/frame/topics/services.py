from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.topics.everyday import alias_of
from turnabout.frame.topics.models import Topic, TopicAlias
from turnabout.frame.topics.packs import TopicText, load_topics


@transaction.atomic
def install_catalogue(organisation: Organisation) -> None:
    """Give an organisation the shipped topics that it does not have yet."""
    Topic.objects.bulk_create(
        [_topic(organisation, words) for words in load_topics()], ignore_conflicts=True
    )


@transaction.atomic
def learn_alias(topic: Topic, words: str, *, by: Person | None = None) -> None:
    """Remember other words for a topic, after somebody confirmed that she meant it.

    Words about what somebody has lived are never kept.
    """
    said = alias_of(words)
    if not said:
        raise Refusal(_("There are no words to remember. Write what people call this topic."))
    if not topic.is_lived_experience:
        TopicAlias.objects.get_or_create(
            topic=topic, words=said, defaults={"confirmed_at": now(), "taught_by": by}
        )


@transaction.atomic
def retire_topic(topic: Topic, *, by: Person) -> None:
    """Take a topic out of what people choose from. What was chosen stays."""
    if not Topic.objects.filter(pk=topic.pk, retired_at=None).update(retired_at=now()):
        raise Refusal(_("This topic is no longer offered already."))
    audit.record("topic_retired", about=topic, by=by)


@transaction.atomic
def restore_topic(topic: Topic, *, by: Person) -> None:
    """Let people choose a retired topic again."""
    if not Topic.objects.filter(pk=topic.pk).exclude(retired_at=None).update(retired_at=None):
        raise Refusal(_("This topic is offered already."))
    audit.record("topic_restored", about=topic, by=by)


def _topic(organisation: Organisation, words: TopicText) -> Topic:
    return Topic(
        organisation=organisation,
        slug=words.slug,
        group=words.group,
        kind=words.kind,
        is_lived_experience=words.is_lived_experience,
        names=dict(words.name.words),
        keywords={language: list(found) for language, found in words.keywords},
        ladder=[dict(step.words) for step in words.ladder],
    )
