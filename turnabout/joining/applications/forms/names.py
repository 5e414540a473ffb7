from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from turnabout.foundation.common.texts import said as in_words
from turnabout.frame.questions.models import Question
from turnabout.frame.questions.policy import is_private, seen_by
from turnabout.joining.applications import policy
from turnabout.joining.applications.answers import StepSaid
from turnabout.joining.applications.forms.parts import Part, add_field
from turnabout.joining.applications.queries import Asked, Named, names_in

MOST_LINES = 20
PERSON, UNIT = "person:", "unit:"


class NamesAsker:
    """People and teams as one writes them: whom to avoid, or who looks after one's times.

    Whoever several people could be is asked about again, each with work and unit beside the name.
    """

    def __init__(self, form: forms.Form, asked: Asked, question: Question) -> None:
        self.form, self.asked, self.question = form, asked, question
        self.is_private = is_private(question)
        self.named: list[Named] = []
        self.kept = self._kept()
        key = question.key
        words = forms.CharField(
            label=in_words(question.texts),
            help_text=in_words(question.hints) if question.hints else "",
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        add_field(form, f"{key}_words", words, "")
        if self.kept:
            kept = forms.MultipleChoiceField(
                label=_("On your list. Untick to take off."),
                choices=list(self.kept.items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            add_field(form, f"{key}_kept", kept, list(self.kept))

    def part(self) -> Part:
        return Part(
            "people",
            title=in_words(self.question.texts),
            fields=self._fields(),
            sees=policy.SEEN_AVOID if self.is_private else seen_by(self.question),
            is_private=self.is_private,
        )

    def check(self, cleaned: dict[str, Any]) -> None:
        lines = (cleaned.get(self._words) or "").replace(";", "\n").replace(",", "\n")
        organisation = self.asked.membership.programme.organisation
        self.named = names_in(organisation, lines.splitlines()[:MOST_LINES])
        unknown = [one.words for one in self.named if not one.unit and not one.people]
        if unknown:
            self.form.add_error(
                self._words,
                _("Nobody here is called “%(name)s”. Write the whole name, or a team.")
                % {"name": unknown[0]},
            )
        for place, one in enumerate(self.named):
            if len(one.people) > 1:
                self._ask_which(place, one)

    def tell(self, said: StepSaid) -> StepSaid:
        chosen = self._chosen()
        if self.is_private:
            people, units = _after(PERSON, chosen), _after(UNIT, chosen)
            return replace(said, people=frozenset(people), units=frozenset(units))
        named = dict.fromkeys(one for one in chosen if one.startswith(PERSON))
        ids = (one.removeprefix(PERSON) for one in named)
        rows = [{"id": one, "name": self._name(one)} for one in ids]
        return replace(said, open={**said.open, self.question.key: rows or None})

    @property
    def _words(self) -> str:
        return f"{self.question.key}_words"

    def _kept(self) -> dict[str, str]:
        """Who is on the list, by `person:…` and `unit:…`."""
        if self.is_private:
            units = sorted(self.asked.private.units)
            people = {f"{PERSON}{one.public_id}": one.name for one in self.asked.avoided}
            return people | {f"{UNIT}{unit}": unit for unit in units}
        rows = self.asked.answers.get(self.question.key) or []
        return {f"{PERSON}{row['id']}": row["name"] for row in rows}

    def _ask_which(self, place: int, named: Named) -> None:
        name = f"{self.question.key}_among_{place}"
        choices = {
            f"{PERSON}{one.public_id}": ", ".join(filter(None, (one.name, one.job_title, one.unit)))
            for one in named.people
        }
        self.form.fields[name] = forms.MultipleChoiceField(
            label=_("Whom do you mean by “%(name)s”?") % {"name": named.words},
            choices=list(choices.items()),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        value = self.form[name].data or []
        picked = [one for one in value if one in choices]
        if not picked:
            self.form.add_error(name, _("Tick whom you mean."))
        self.form.cleaned_data[name] = picked

    def _chosen(self) -> list[str]:
        cleaned, key = self.form.cleaned_data, self.question.key
        chosen = list(cleaned.get(f"{key}_kept") or [])
        for place, one in enumerate(self.named):
            if one.unit:
                chosen.append(f"{UNIT}{one.unit}")
            elif len(one.people) == 1:
                chosen.append(f"{PERSON}{one.people[0].public_id}")
            else:
                chosen += cleaned.get(f"{key}_among_{place}") or []
        return chosen

    def _name(self, public_id: str) -> str:
        people = {one.public_id: one.name for named in self.named for one in named.people}
        return people.get(public_id) or self.kept[f"{PERSON}{public_id}"]

    def _fields(self) -> tuple[BoundField, ...]:
        key = self.question.key
        names = [name for name in self.form.fields if name.startswith(f"{key}_among_")]
        mine = [f"{key}_words", f"{key}_kept", *names]
        return tuple(self.form[name] for name in mine if name in self.form.fields)


def _after(prefix: str, values: Iterable[str]) -> set[str]:
    return {value.removeprefix(prefix) for value in values if value.startswith(prefix)}
