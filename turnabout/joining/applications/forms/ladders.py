"""Where somebody stands on the ladder of a topic: as a giver, seen; as a learner, for herself."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.texts import said as in_words
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.queries import name_of
from turnabout.frame.topics.wording import step_names
from turnabout.joining.applications import policy
from turnabout.joining.applications.answers import StepSaid
from turnabout.joining.applications.forms.parts import Part, add_field
from turnabout.joining.applications.models import Offer
from turnabout.joining.applications.queries import WHERE_I_AM, Asked

NEW = (0, _("New to me"))


class LevelsAsker:
    """For each skill and practice that a mentor offers: with help, alone, or passes it on."""

    def __init__(self, form: forms.Form, asked: Asked) -> None:
        self.form, self.asked = form, asked
        self.offers = {offer.topic.slug: offer for offer in asked.offered}
        self.open = [slug for slug, offer in self.offers.items() if offer.confirmed_at is None]
        for slug in self.open:
            offer = self.offers[slug]
            add_field(form, f"level_{slug}", level_field(offer.topic), offer.level)

    def part(self) -> Part:
        question = self.asked.offers_question
        return Part(
            "ladders",
            title=str(_("How well do you know what you offer?")),
            hint=str(_("Leave what fits. You need not be an expert to be of help.")),
            fields=tuple(self.form[f"level_{slug}"] for slug in self.open),
            sees=policy.levels_seen_by(question) if question else policy.SEEN_COORDINATOR,
        )

    def check(self, cleaned: dict[str, Any]) -> None:
        """The fields check themselves."""

    def tell(self, said: StepSaid) -> StepSaid:
        cleaned = self.form.cleaned_data
        chosen = {slug: cleaned.get(f"level_{slug}") for slug in self.open}
        return replace(said, levels={slug: int(level) for slug, level in chosen.items() if level})


class WhereIAmAsker:
    """Where a mentee is today with what she wants to learn. Sealed: nobody but her reads it."""

    def __init__(self, form: forms.Form, asked: Asked) -> None:
        self.form, self.slugs = form, [topic.slug for topic in asked.wanted]
        kept = asked.private.answers.get(WHERE_I_AM) or {}
        for topic in asked.wanted:
            field = place_field(topic)
            add_field(form, f"now_{topic.slug}", field, kept.get(topic.slug))

    def part(self) -> Part:
        return Part(
            "ladders",
            title=str(_("Where are you today? For your eyes only")),
            hint=str(_("So that you can see later how far you came. Leave out what you like.")),
            fields=tuple(self.form[f"now_{slug}"] for slug in self.slugs),
            sees=policy.SEEN_SEALED,
            is_private=True,
        )

    def check(self, cleaned: dict[str, Any]) -> None:
        """The fields check themselves."""

    def tell(self, said: StepSaid) -> StepSaid:
        cleaned = self.form.cleaned_data
        now = {slug: cleaned.get(f"now_{slug}") for slug in self.slugs}
        kept = {slug: int(level) for slug, level in now.items() if level not in (None, "")}
        return replace(said, private={**said.private, WHERE_I_AM: kept})


class ConfirmForm(forms.Form):
    """What a talk showed of the skills and practices that somebody offers."""

    def __init__(self, offers: Iterable[Offer], data: Any = None) -> None:
        super().__init__(data)
        self.offers = {offer.topic.slug: offer for offer in offers}
        for slug, offer in self.offers.items():
            kept = offer.level if offer.confirmed_at else None
            add_field(self, f"level_{slug}", level_field(offer.topic), kept)

    def levels(self) -> dict[str, int]:
        """The steps that were shown, by the slug of the topic; what was not talked about is out."""
        chosen = {slug: self.cleaned_data.get(f"level_{slug}") for slug in self.offers}
        return {slug: int(level) for slug, level in chosen.items() if level}


def level_field(topic: Topic) -> forms.ChoiceField:
    """How well somebody knows what she offers: each step of its ladder in its own words."""
    return _radios(topic, _steps(topic))


def place_field(topic: Topic) -> forms.ChoiceField:
    """Where a learner begins: new to her, or on a step before the last, which is for the end."""
    return _radios(topic, [NEW, *_steps(topic)[:-1]])


def _steps(topic: Topic) -> list[tuple[int, str]]:
    named = zip(step_names(topic), topic.ladder, strict=False)
    return [(number, f"{name}: {in_words(said)}") for number, (name, said) in enumerate(named, 1)]


def _radios(topic: Topic, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=name_of(topic), choices=choices, required=False, widget=forms.RadioSelect
    )
