"""The step on personal experience: a yes or a no, and with a yes on which topics."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.frame.questions.forms import field_for
from turnabout.frame.questions.models import Question
from turnabout.frame.questions.policy import seen_by
from turnabout.frame.topics.queries import name_of
from turnabout.joining.applications import policy
from turnabout.joining.applications.answers import StepSaid
from turnabout.joining.applications.forms.parts import Part, add_field
from turnabout.joining.applications.forms.plain import PlainAsker
from turnabout.joining.applications.lived import DRAWS, NOTHING_SAID, ON_TOPICS
from turnabout.joining.applications.queries import Asked


class DrawsAsker(PlainAsker):
    """Whether she is willing to. “No” is a whole answer."""

    def part(self) -> Part:
        return replace(super().part(), sees=policy.SEEN_LIVED, is_private=True, is_extra=False)

    def tell(self, said: StepSaid) -> StepSaid:
        draws = self.form.cleaned_data.get(DRAWS)
        if draws is None:
            return said
        return replace(said, lived=replace(said.lived or NOTHING_SAID, draws=draws))

    def _kept(self, asked: Asked) -> Any:
        draws = asked.lived.draws if asked.lived else None
        return "" if draws is None else "yes" if draws else "no"


class OnTopicsAsker:
    """On which topics. What stands here counts only with a yes."""

    def __init__(self, form: forms.Form, asked: Asked, question: Question) -> None:
        self.form, self.question = form, question
        kept = (asked.lived or NOTHING_SAID).topics
        names = [(topic.slug, name_of(topic)) for topic in asked.lived_topics]
        add_field(form, ON_TOPICS, field_for(question, names), sorted(kept))

    def part(self) -> Part:
        sees = seen_by(self.question)
        return Part("plain", fields=(self.form[ON_TOPICS],), sees=sees, is_private=True)

    def check(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get(DRAWS) and not cleaned.get(ON_TOPICS):
            self.form.add_error(ON_TOPICS, _("Choose at least one topic, or say no above."))

    def tell(self, said: StepSaid) -> StepSaid:
        topics = frozenset(self.form.cleaned_data.get(ON_TOPICS, ()))
        return replace(said, lived=replace(said.lived or NOTHING_SAID, topics=topics))
