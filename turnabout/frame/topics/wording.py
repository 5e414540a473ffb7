"""The words of a topic as sentences: as they were shipped, and as its organisation says them.

The row of a topic holds what is said now, so that every page, search and match reads it there.
"""

import re

from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.own_texts import OwnWords, Words
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.packs import TopicText, load_topics

TOPIC = "topic--"
NAME, KEYWORDS = "name", "keywords"
STEPS = ("step_1", "step_2", "step_3")
STEP_NAMES: dict[str, tuple[Words, ...]] = {
    Topic.Kind.SKILL: (_("With help"), _("Alone"), _("Can teach")),
    Topic.Kind.PRACTICE: (_("With help"), _("Alone"), _("Passes it on")),
    Topic.Kind.VIEW: (_("With a guide"), _("Unprompted"), _("Helps others see it")),
}
LONGEST_NAME, LONGEST_KEYWORD, MOST_KEYWORDS = 80, 80, 400


def step_names(topic: Topic) -> tuple[Words, ...]:
    """What the three steps of its ladder are called; none for what somebody has lived."""
    return () if topic.is_lived_experience else STEP_NAMES[topic.kind]


def kind_of(topic: Topic) -> str:
    return f"{TOPIC}{topic.public_id}"


def exercise(number: int) -> str:
    return f"exercise_{number}"


def namesake_of(topic: Topic) -> TopicText | None:
    """The shipped topic; none where an organisation added its own."""
    return next((one for one in load_topics() if one.slug == topic.slug), None)


def shipped_words(topic: Topic) -> dict[str, dict[str, str]]:
    """By language and sentence, what was shipped, or what a topic of one's own said at first."""
    shipped = namesake_of(topic)
    if shipped is None:
        return {language: dict(words) for language, words in topic.first_words.items()}
    keywords = {language: ", ".join(words) for language, words in shipped.keywords}
    found: dict[str, dict[str, str]] = {}
    for language, name in shipped.name.words:
        found[language] = {NAME: name, KEYWORDS: keywords.get(language, "")}
        for key, step in zip(STEPS, shipped.ladder, strict=False):
            found[language][key] = step.in_language(language)
        for number, one in enumerate(shipped.exercises, start=1):
            found[language][exercise(number)] = one.in_language(language)
    return found


def put_into_words(topic: Topic, own: OwnWords) -> None:
    """Set the row to what is said now, without saving it."""
    shipped = shipped_words(topic)
    told = {
        language: {**shipped.get(language, {}), **own.get(language, {})}
        for language in {**shipped, **own}
    }
    topic.names = {language: words[NAME] for language, words in told.items() if words.get(NAME)}
    topic.keywords = {
        language: keywords_in(words[KEYWORDS])
        for language, words in told.items()
        if words.get(KEYWORDS)
    }
    ladder = [
        {language: words[step] for language, words in told.items() if words.get(step)}
        for step in STEPS
    ]
    topic.ladder = ladder if all(ladder) else []
    topic.is_reworded = bool(own)


def keywords_in(words: str) -> list[str]:
    """Keywords as somebody writes them, one after a comma or on a line of its own."""
    found = (" ".join(one.split())[:LONGEST_KEYWORD] for one in re.split(r"[,;\n]", words))
    return list(dict.fromkeys(one for one in found if one))[:MOST_KEYWORDS]
