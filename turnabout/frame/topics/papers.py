"""Topics, their groups and learning paths, for an organisation to say in its own words."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.own_texts import (
    OwnText,
    OwnWords,
    Slot,
    Words,
    offers,
    offers_many,
)
from turnabout.foundation.common.packs import Text, shipped_of
from turnabout.foundation.common.texts import said
from turnabout.frame.topics import wording
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.packs import GROUP, GroupText, load_groups
from turnabout.frame.topics.paths import PATH, LearningPath, load_paths
from turnabout.frame.topics.services import say_topic

LONGEST_KEYWORDS = 8000


def _topic(organisation_id: int, public_id: str) -> OwnText:
    topic = Topic.objects.filter(organisation_id=organisation_id, public_id=public_id).first()
    if topic is None:
        raise KeyError(public_id)
    shipped = wording.shipped_words(topic)
    keys = list(dict.fromkeys(key for words in shipped.values() for key in words))

    def slot(key: str, label: Words, *, is_long: bool = True, longest: int = 0) -> Slot:
        words = {language: said[key] for language, said in shipped.items() if said.get(key)}
        return Slot(key, label, Text(tuple(sorted(words.items()))), (), is_long, longest)

    named = tuple(zip(wording.STEPS, wording.step_names(topic), strict=False))

    def slots() -> list[Slot]:
        steps = [
            slot(key, format_lazy(_("Step {number}: {name}"), number=number, name=name))
            for number, (key, name) in enumerate(named, start=1)
        ]
        return [
            slot(wording.NAME, _("Name"), is_long=False, longest=wording.LONGEST_NAME),
            slot(
                wording.KEYWORDS,
                _("What else people call it, with a comma between"),
                longest=LONGEST_KEYWORDS,
            ),
            *steps,
            *(
                slot(key, format_lazy(_("To try first, {number}"), number=key.rpartition("_")[2]))
                for key in keys
                if key.startswith("exercise_")
            ),
        ]

    def preview(words: Mapping[str, str]) -> Mapping[str, Any]:
        return {
            "said": words,
            "keywords": wording.keywords_in(words.get(wording.KEYWORDS, "")),
            "steps": [(name, words[key]) for key, name in named if words.get(key)],
            "exercises": [one for key, one in words.items() if key.startswith("exercise_")],
        }

    def kept(own: OwnWords) -> None:
        say_topic(topic, own)

    return OwnText(
        kind=wording.kind_of(topic),
        name=said(topic.names),
        read_where=_("On forms, in the catalogue, in the reasons of a match and in goals."),
        changing=_(
            "What people chose stays chosen, under the new name. The search and the matching use"
            " the keywords from now on."
        ),
        slots=slots,
        template="topics/_topic_said.html",
        preview=preview,
        read_at=reverse("topics:one", args=[topic.public_id]),
        wrong=_wrong,
        kept=kept,
    )


def _wrong(words: Mapping[str, str]) -> Words:
    steps = [words[key] for key in wording.STEPS if words.get(key)]
    if steps and len(steps) < len(wording.STEPS):
        return _("A ladder has three steps. Write all three, or none.")
    return "" if words.get(wording.NAME) else _("A topic has a name. Write one.")


def _path(path: LearningPath) -> OwnText:
    return OwnText(
        kind=f"{PATH}{path.slug}",
        name=path.name,
        read_where=_("Where mentees apply and where pairs write their goals."),
        changing=_("Goals that people took over stay as they are. Its topics stay the same."),
        slots=lambda: [
            Slot("name", _("Name"), shipped_of(path.name), is_long=False),
            Slot("what", _("What it is for"), shipped_of(path.what)),
            *(
                Slot(f"goal_{at}", format_lazy(_("Goal {number}"), number=at), shipped_of(one.goal))
                for at, one in enumerate(path.goals, start=1)
            ),
        ],
        template="topics/_path_said.html",
        family=_("Learning paths"),
    )


def _group(group: GroupText) -> OwnText:
    return OwnText(
        kind=f"{GROUP}{group.slug}",
        name=group.name,
        read_where=_("Above its topics wherever they stand, in polls and in figures."),
        changing=_("Its topics stay in it. Polls and readouts show the new name at once."),
        slots=lambda: [
            Slot("name", _("Name"), shipped_of(group.name), is_long=False),
            Slot("first_session", _("In a first session"), shipped_of(group.first_session)),
            Slot("reading", _("To read and look at"), shipped_of(group.reading)),
        ],
        template="topics/_group_said.html",
        family=_("Groups of topics"),
    )


offers_many(wording.TOPIC, _topic)
for one in load_paths():
    offers(_path(one))
for group in load_groups():
    offers(_group(group))
