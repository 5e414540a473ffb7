from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.texts import said as in_words
from turnabout.frame.questions.forms import field_for
from turnabout.frame.questions.models import Question
from turnabout.frame.questions.policy import is_private, seen_by
from turnabout.joining.applications import policy
from turnabout.joining.applications.answers import StepSaid
from turnabout.joining.applications.forms.parts import Part, add_field
from turnabout.joining.applications.queries import Asked

PROMISES, GIVES_BACK, SHOWS = "promises", "gives_back", "shows_access_needs"


def is_extra(question: Question) -> bool:
    """What only makes a match better and need not be said: it stands folded, at the end."""
    is_short = question.kind in ("choice", "choices", "yes_no")
    return not question.is_required and (is_private(question) or not is_short)


class PromisesAsker:
    """That the applicant knows what is asked of her and promised to her."""

    def __init__(self, form: forms.Form) -> None:
        self.form = form
        label = _("I have read both sides. I take on my part, and I know what is promised to me.")
        needed = {"required": _("Tick this once you have read both.")}
        field = forms.BooleanField(label=label, error_messages=needed)
        add_field(form, PROMISES, field, False)

    def part(self) -> Part:
        return Part("promises", fields=(self.form[PROMISES],))

    def check(self, cleaned: dict[str, Any]) -> None:
        """The field checks itself."""

    def tell(self, said: StepSaid) -> StepSaid:
        return replace(said, has_accepted=bool(self.form.cleaned_data.get(PROMISES)))


class PlainAsker:
    """A question that needs nothing but an ordinary field."""

    def __init__(self, form: forms.Form, asked: Asked, question: Question) -> None:
        self.form, self.question = form, question
        self.is_about_languages = question.choices_from == "languages"
        field = field_for(question, asked.languages if self.is_about_languages else ())
        add_field(form, question.key, field, self._kept(asked))

    def part(self) -> Part:
        scale = self.question.scale if self.question.kind == "scale" else {}
        return Part(
            "scale" if scale else "plain",
            fields=(self.form[self.question.key],),
            is_extra=is_extra(self.question),
            low=in_words(scale["low"]) if scale else "",
            high=in_words(scale["high"]) if scale else "",
            sees=seen_by(self.question),
            is_private=is_private(self.question),
        )

    def check(self, cleaned: dict[str, Any]) -> None:
        """The field checks itself."""

    def tell(self, said: StepSaid) -> StepSaid:
        key, cleaned = self.question.key, self.form.cleaned_data
        if key not in cleaned:
            return said
        answer = {key: cleaned[key] or None}
        if self.is_about_languages:
            said = replace(said, languages=tuple(cleaned[key]))
        if is_private(self.question):
            return replace(said, private={**said.private, **answer})
        return replace(said, open={**said.open, **answer})

    def _kept(self, asked: Asked) -> Any:
        key = self.question.key
        if self.is_about_languages:
            person = asked.membership.person
            usual = [person.language or person.organisation.language]
            return (asked.application.languages if asked.application else None) or usual
        return asked.answers.get(key, asked.private.answers.get(key))


class AccessAsker(PlainAsker):
    """What would make taking part easier. The partner reads it only where the box is ticked."""

    def __init__(self, form: forms.Form, asked: Asked, question: Question) -> None:
        super().__init__(form, asked, question)
        field = forms.BooleanField(
            label=_("My partner may see this, once we have both said yes."), required=False
        )
        kept = asked.application.shows_access_needs if asked.application else False
        add_field(form, SHOWS, field, kept)

    def part(self) -> Part:
        part = super().part()
        fields = (*part.fields, self.form[SHOWS])
        return replace(part, fields=fields, sees=policy.SEEN_ACCESS, is_extra=False)

    def tell(self, said: StepSaid) -> StepSaid:
        shows = bool(self.form.cleaned_data.get(SHOWS))
        return replace(super().tell(said), shows_access_needs=shows)


class GivesBackAsker:
    """What a mentee could give in return, in the words that mentors ask for it."""

    def __init__(self, form: forms.Form, asked: Asked) -> None:
        self.form = form
        field = forms.MultipleChoiceField(
            label=_("What could you give back?"),
            help_text=_("Mentors say what they would like in return. You promise nothing yet."),
            choices=asked.gains,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        kept = asked.application.gives_back if asked.application else []
        add_field(form, GIVES_BACK, field, kept)

    def part(self) -> Part:
        return Part("plain", fields=(self.form[GIVES_BACK],), sees=policy.SEEN_PARTNER)

    def check(self, cleaned: dict[str, Any]) -> None:
        """The field checks itself."""

    def tell(self, said: StepSaid) -> StepSaid:
        cleaned = self.form.cleaned_data
        return (
            replace(said, gives_back=tuple(cleaned[GIVES_BACK]))
            if (GIVES_BACK in cleaned)
            else said
        )
