from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.texts import said as in_words
from turnabout.frame.questions.models import Question
from turnabout.frame.questions.policy import is_private, seen_by
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.queries import TopicGroup, name_of
from turnabout.joining.applications import policy
from turnabout.joining.applications.answers import StepSaid, WantSaid
from turnabout.joining.applications.forms.parts import FoldedGroup, Part, add_field
from turnabout.joining.applications.queries import Asked, asks_lived

RANKS = (1, 2, 3)
RANK_WORDS = {1: _("First"), 2: _("Second"), 3: _("Third")}
LEADING_GROUPS, FIRST_OF_EACH = 3, 2
WAYS = (("offer", _("Offer")), ("ask", _("Ask first")), ("off", _("Off limits")))


class ThreeWaysAsker:
    """For each topic: offer, ask first, off limits, or nothing."""

    def __init__(self, form: forms.Form, asked: Asked, question: Question) -> None:
        self.form, self.asked, self.question = form, asked, question
        self.topics = {topic.slug: topic for topic in asked.found}
        for group in asked.groups:
            self.topics |= {topic.slug: topic for topic in group.topics}
        offered = self._offered()
        for topic in self.topics.values():
            field = forms.ChoiceField(
                label=name_of(topic), choices=WAYS, required=False, widget=forms.RadioSelect
            )
            add_field(form, _field_name(topic), field, self._way(topic.slug, offered))

    def part(self) -> Part:
        first = [*self.asked.found, *self._leading()]
        shown = {topic.slug: topic for topic in first}
        groups = [self._folded(group, without=set(shown)) for group in self.asked.groups]
        return Part(
            "three_ways",
            title=in_words(self.question.texts),
            hint=in_words(self.question.hints),
            fields=self._fields(list(shown.values())),
            groups=tuple(group for group in groups if group.fields),
            sees=policy.offers_seen_by(self.question),
            is_private=True,
            is_extra=not self.question.is_required,
        )

    def check(self, cleaned: dict[str, Any]) -> None:
        if (
            self.question.is_required
            and not self.asked.own_words
            # What she has lived is enough to offer, and is asked last.
            and not asks_lived(self.asked.membership)
            and ("offer" not in self._ways().values())
        ):
            self.form.add_error(None, _("Choose “Offer” for at least one topic."))

    def tell(self, said: StepSaid) -> StepSaid:
        return replace(said, ways=self._ways())

    def _ways(self) -> dict[str, str]:
        cleaned = self.form.cleaned_data
        ways = {slug: cleaned.get(_field_name(topic)) for slug, topic in self.topics.items()}
        return {slug: way for slug, way in ways.items() if way}

    def _offered(self) -> set[str]:
        application = self.asked.application
        return (
            set(application.offers.values_list("topic__slug", flat=True)) if application else set()
        )

    def _way(self, slug: str, offered: set[str]) -> str:
        if slug in self.asked.private.ask_first:
            return "ask"
        if slug in self.asked.private.off_limits:
            return "off"
        return "offer" if slug in offered else ""

    def _leading(self) -> list[Topic]:
        """A few topics of each group that leads, so that the first screen is short."""
        groups = [group for group in self.asked.groups if group.slug in self.asked.leading]
        return [
            topic for group in groups[:LEADING_GROUPS] for topic in group.topics[:FIRST_OF_EACH]
        ]

    def _folded(self, group: TopicGroup, *, without: set[str]) -> FoldedGroup:
        fields = self._fields([topic for topic in group.topics if topic.slug not in without])
        return FoldedGroup(str(group.name), fields, is_open=any(one.value() for one in fields))

    def _fields(self, topics: list[Topic]) -> tuple[BoundField, ...]:
        return tuple(self.form[_field_name(topic)] for topic in topics)


class WantsAsker:
    """Up to three wishes in order; a mentee's each with the decision it would improve."""

    def __init__(self, form: forms.Form, asked: Asked, question: Question) -> None:
        self.form, self.asked, self.question = form, asked, question
        application = asked.application
        kept = list(application.wants.select_related("topic")) if application else []
        by_rank = {want.rank: want for want in kept}
        for rank in RANKS:
            want = by_rank.get(rank)
            topic = forms.ChoiceField(
                label=RANK_WORDS[rank],
                choices=self._choices(),
                required=rank == 1 and question.is_required and not asked.own_words,
            )
            slug = want.topic.slug if want else ""
            add_field(form, f"want_{rank}", topic, slug, missing=_("Choose one topic."))
            if asked.goal is not None:
                decision = _decision_field(asked.goal, is_first=rank == 1)
                add_field(form, f"decision_{rank}", decision, want.decision if want else "")

    def part(self) -> Part:
        return Part(
            "topics",
            title=in_words(self.question.texts),
            fields=self._fields(1),
            more=self._fields(2) + self._fields(3),
            more_is_open=any(
                self.form[f"want_{rank}"].value() or self.form[f"want_{rank}"].errors
                for rank in RANKS[1:]
            ),
            sees=seen_by(self.question),
            is_private=is_private(self.question),
        )

    def check(self, cleaned: dict[str, Any]) -> None:
        chosen = [cleaned.get(f"want_{rank}") for rank in RANKS]
        for place, slug in enumerate(chosen):
            if slug and slug in chosen[:place]:
                self.form.add_error(
                    f"want_{RANKS[place]}", _("You chose this topic above. Choose another one.")
                )

    def tell(self, said: StepSaid) -> StepSaid:
        cleaned = self.form.cleaned_data
        wants: dict[str, WantSaid] = {}
        for rank in RANKS:
            slug = cleaned.get(f"want_{rank}")
            if slug:
                wants.setdefault(slug, WantSaid(slug, cleaned.get(f"decision_{rank}", "")))
        return replace(said, wants=tuple(wants.values()))

    def _fields(self, rank: int) -> tuple[BoundField, ...]:
        names = (f"want_{rank}", f"decision_{rank}")
        return tuple(self.form[name] for name in names if name in self.form.fields)

    def _choices(self) -> list[Any]:
        choices: list[Any] = [("", _("Choose a topic"))]
        if self.asked.found:
            choices.append((_("Nearest to your words"), _named(self.asked.found)))
        return choices + [(str(group.name), _named(group.topics)) for group in self.asked.groups]


def _decision_field(goal: Question, *, is_first: bool) -> forms.CharField:
    return forms.CharField(
        label=in_words(goal.texts),
        help_text=in_words(goal.hints) if is_first and goal.hints else "",
        max_length=300,
        required=is_first and goal.is_required,
    )


def _named(topics: tuple[Topic, ...]) -> list[tuple[str, str]]:
    return [(topic.slug, name_of(topic)) for topic in topics]


def _field_name(topic: Topic) -> str:
    return f"topic_{topic.slug}"
