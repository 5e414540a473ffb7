from collections.abc import Mapping
from itertools import count

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.own_texts import OwnWords
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.topics.everyday import alias_of
from turnabout.frame.topics.models import Topic, TopicAlias
from turnabout.frame.topics.packs import TopicText, load_groups, load_topics
from turnabout.frame.topics.wording import KEYWORDS, LONGEST_NAME, NAME, put_into_words

LIVED = "lived"
# Shipped topics never begin so, whatever a later release brings.
OWN = "own-"


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
        raise AlreadySo(_("This topic is no longer offered already."))
    audit.record("topic_retired", about=topic, by=by)


@transaction.atomic
def restore_topic(topic: Topic, *, by: Person) -> None:
    """Let people choose a retired topic again."""
    if not Topic.objects.filter(pk=topic.pk).exclude(retired_at=None).update(retired_at=None):
        raise AlreadySo(_("This topic is offered already."))
    audit.record("topic_restored", about=topic, by=by)


@transaction.atomic
def add_topic(
    organisation: Organisation,
    *,
    names: Mapping[str, str],
    keywords: Mapping[str, str],
    group: str,
    kind: str,
    by: Person,
) -> Topic:
    """Let people choose a topic that only this organisation has, such as a tool of its own."""
    called = {code: " ".join(one.split())[:LONGEST_NAME] for code, one in names.items()}
    called = {code: one for code, one in called.items() if one}
    if not called:
        raise Refusal(_("A topic has a name. Write one."))
    if group not in {one.slug for one in load_groups()} or kind not in Topic.Kind.values:
        raise Refusal(_("Choose a group and a kind from those shown."))
    # Two who add at the same moment take turns.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    wanted = {one.casefold() for one in called.values()}
    for known in Topic.objects.filter(organisation=organisation):
        if wanted & {one.casefold() for one in known.names.values()}:
            raise Refusal(_("A topic of this name is there already. Change that one instead."))
    is_lived = group == LIVED
    topic = Topic(
        organisation=organisation,
        slug=_free_slug(organisation, next(iter(called.values()))),
        group=group,
        kind=Topic.Kind.VIEW if is_lived else kind,
        is_lived_experience=is_lived,
        first_words={
            code: {NAME: one, KEYWORDS: keywords.get(code, "").strip()}
            for code, one in called.items()
        },
    )
    put_into_words(topic, {})
    topic.save()
    audit.record("topic_added", about=topic, by=by)
    return topic


def say_topic(topic: Topic, own: OwnWords) -> None:
    """Let every page, search and match use what an organisation calls a topic now."""
    put_into_words(topic, own)
    topic.save(update_fields=["names", "keywords", "ladder", "is_reworded"])


def _free_slug(organisation: Organisation, name: str) -> str:
    base = f"{OWN}{slugify(name)}"[:70].rstrip("-")
    taken = set(
        Topic.objects.filter(organisation=organisation, slug__startswith=base).values_list(
            "slug", flat=True
        )
    )
    numbered = (f"{base}-{number}" for number in count(2))
    return base if base not in taken else next(one for one in numbered if one not in taken)


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
