"""The forms of the builder: the words of a question or a set, each language beside the other."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.texts import said
from turnabout.frame.questions.models import Question, QuestionSet
from turnabout.frame.questions.needs import need_of
from turnabout.frame.questions.policy import READERS
from turnabout.frame.questions.services import building
from turnabout.frame.questions.services.building import Draft

LONGEST, LONGEST_TITLE = 400, 120
SPARE_CHOICES = 3
KINDS: Mapping[str, str | Promise] = {
    "choice": _("One of several"),
    "choices": _("Some of several"),
    "scale": _("A scale between two ends"),
    "short": _("A line of text"),
    "long": _("A longer text"),
    "number": _("A number"),
    "yes_no": _("Yes or no"),
    "accept": _("Something to agree to"),
    "topics": _("Topics from the catalogue"),
    "three_ways": _("Topics: offer, ask first, off limits"),
    "week": _("Hours in a week"),
    "people": _("People or teams"),
}
SOURCES = (
    ("own", _("Our own words")),
    ("free", _("Published, and free to use")),
    ("licensed", _("Published, and used by permission")),
)


def languages() -> list[tuple[str, str | Promise]]:
    return list(settings.LANGUAGES)


class QuestionForm(forms.Form):
    """One question: its words, what can be answered, who sees it and where it comes from."""

    def __init__(
        self, question: Question, data: Mapping[str, Any] | None = None, *, is_new: bool
    ) -> None:
        super().__init__(data=data)
        self.question, self.is_new = question, is_new
        if is_new:
            kinds = building.kinds_for(question.question_set)
            self.fields["kind"] = forms.ChoiceField(
                label=_("Kind of question"),
                choices=[(kind, KINDS[kind]) for kind in kinds],
                initial="choice",
            )
        self._add_words("text", _("The question"), question.texts, LONGEST, is_long=True)
        self._add_words("hint", _("A hint under it"), question.hints, LONGEST)
        self._add_words("reason", _("What it is asked for"), question.reasons, LONGEST)
        self._add_choices()
        self._add_scale()
        self._add_place()
        self._add_readers()
        self._add_source()

    @property
    def words(self) -> list[Any]:
        return self._bound("text_", "hint_", "reason_")

    @property
    def choice_rows(self) -> list[list[Any]]:
        numbers = range(self.choices_shown)
        return (
            [[self[f"choice_{at}_{code}"] for code, _name in languages()] for at in numbers]
            if self.choices_shown
            else []
        )

    @property
    def choice_more(self) -> list[Any]:
        return self._bound("most")

    @property
    def scale(self) -> list[Any]:
        return self._bound("low_", "high_", "points")

    @property
    def place(self) -> list[Any]:
        return self._bound("step", "is_required", "readers")

    @property
    def source(self) -> list[Any]:
        return self._bound("source_")

    def draft(self) -> Draft:
        said_here = self.cleaned_data
        choices = [
            {
                "slug": self._slug_at(at),
                "texts": {code: said_here[f"choice_{at}_{code}"] for code, _n in languages()},
            }
            for at in range(self.choices_shown)
        ]
        source = {
            name: said_here.get(f"source_{name}", "") for name in ("kind", "name", "permission")
        }
        return Draft(
            texts=self._texts("text"),
            hints=self._texts("hint"),
            reasons=self._texts("reason"),
            step=int(said_here.get("step") or self.question.step),
            is_required=bool(said_here.get("is_required", self.question.is_required)),
            kind=said_here.get("kind") or self.question.kind,
            choices=choices,
            most=said_here.get("most") or 0,
            scale=self._scale(),
            readers=frozenset(said_here.get("readers", ())),
            source=source if source["kind"] in ("free", "licensed") else {},
        )

    def _add_words(
        self, name: str, label: str | Promise, texts: Mapping[str, str], most: int, **more: bool
    ) -> None:
        for code, language in languages():
            said_in = {"lang": code}
            widget = (
                forms.Textarea(attrs={**said_in, "rows": 2})
                if more.get("is_long")
                else forms.TextInput(attrs=said_in)
            )
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=format_lazy("{label}, {language}", label=label, language=language),
                initial=texts.get(code, ""),
                max_length=most,
                required=False,
                widget=widget,
            )

    def _add_choices(self) -> None:
        question = self.question
        asks = self.is_new or (question.kind in ("choice", "choices") and not question.choices_from)
        need = None if self.is_new else need_of(question)
        spare = 0 if need and need.has_fixed_choices else SPARE_CHOICES
        self.choices_shown = len(question.choices) + (5 if self.is_new else spare) if asks else 0
        for at in range(self.choices_shown):
            known = question.choices[at]["texts"] if at < len(question.choices) else {}
            label = format_lazy("{word} {number}", word=_("Choice"), number=at + 1)
            self._add_words(f"choice_{at}", label, known, LONGEST_TITLE)
        if asks and (self.is_new or question.kind == "choices"):
            self.fields["most"] = forms.IntegerField(
                label=_("How many may be chosen"),
                help_text=_("0 means as many as there are."),
                initial=question.most,
                min_value=0,
                max_value=50,
                required=False,
            )

    def _add_scale(self) -> None:
        if not self.is_new and self.question.kind != "scale":
            return
        scale = self.question.scale
        self._add_words("low", _("The low end"), scale.get("low", {}), LONGEST_TITLE)
        self._add_words("high", _("The high end"), scale.get("high", {}), LONGEST_TITLE)
        self.fields["points"] = forms.TypedChoiceField(
            label=_("How many steps"),
            choices=[(str(number), str(number)) for number in range(3, 8)],
            coerce=int,
            empty_value="5",
            initial=str(scale.get("points", 5)),
            required=False,
        )

    def _add_place(self) -> None:
        steps = self.question.question_set.steps
        if len(steps) > 1:
            self.fields["step"] = forms.ChoiceField(
                label=_("Step"),
                choices=[
                    (step["number"], f"{step['number']}, {said(step['titles'])}") for step in steps
                ],
                initial=self.question.step,
            )
        need = None if self.is_new else need_of(self.question)
        stays = self.question.kind == "accept" or (need and self.question.is_required)
        if not stays:
            self.fields["is_required"] = forms.BooleanField(
                label=_("An answer is needed to go on"),
                initial=self.question.is_required,
                required=False,
            )

    def _add_readers(self) -> None:
        if building.has_fixed_readers(self.question) and not self.is_new:
            return
        readers = building.readers_for(self.question)
        named = ["coordinator"] if self.is_new else self.question.audience
        if readers:
            self.fields["readers"] = forms.MultipleChoiceField(
                label=_("Who sees the answer, besides the person"),
                choices=[(name, str(READERS[name]).capitalize()) for name in readers],
                initial=[name for name in readers if name in named],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                help_text=_("The line under the question says exactly this. Nobody else sees it."),
            )

    def _add_source(self) -> None:
        source = self.question.source
        self.fields["source_kind"] = forms.ChoiceField(
            label=_("Where the words come from"),
            choices=SOURCES,
            initial=source.get("kind", "own"),
            required=False,
        )
        self.fields["source_name"] = forms.CharField(
            label=_("Name of the published scale"),
            initial=source.get("name", ""),
            max_length=LONGEST_TITLE,
            required=False,
        )
        self.fields["source_permission"] = forms.CharField(
            label=_("Reference of the permission"),
            help_text=_("The number of the licence, or the letter and its date."),
            initial=source.get("permission", ""),
            max_length=200,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = cast(dict[str, Any], super().clean())
        if not any(cleaned.get(f"text_{code}") for code, _name in languages()):
            self.add_error("text_en", _("A question has words. Write it in at least one language."))
        if cleaned.get("source_kind") == "licensed" and not cleaned.get("source_permission"):
            self.add_error(
                "source_permission",
                _("A scale under licence is asked only with the reference of the permission."),
            )
        if cleaned.get("source_kind") in ("free", "licensed") and not cleaned.get("source_name"):
            self.add_error("source_name", _("Name the scale, so that others find it."))
        return cleaned

    def _slug_at(self, at: int) -> str:
        known = self.question.choices
        return str(known[at]["slug"]) if at < len(known) else ""

    def _scale(self) -> dict[str, Any]:
        if "points" not in self.fields:
            return {}
        return {
            "points": int(self.cleaned_data["points"]),
            "low": _filled(self._texts("low")),
            "high": _filled(self._texts("high")),
        }

    def _texts(self, name: str) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"{name}_{code}", "") for code, _n in languages()}

    def _bound(self, *prefixes: str) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith(prefixes)]


class SetForm(forms.Form):
    """The words above the questions of a set."""

    def __init__(self, question_set: QuestionSet, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data=data)
        self.numbers = [step["number"] for step in question_set.steps]
        self._add("title", _("Name"), question_set.titles)
        self._add("intro", _("What stands above"), question_set.intros, is_long=True)
        for step in question_set.steps:
            label = format_lazy("{word} {number}", word=_("Step"), number=step["number"])
            self._add(f"step_{step['number']}", label, step["titles"])
        self.fields["seconds"] = forms.IntegerField(
            label=_("How long it takes, in seconds"),
            initial=question_set.seconds,
            min_value=5,
            max_value=3600,
        )

    def texts(self, name: str) -> dict[str, str]:
        return _filled({code: self.cleaned_data[f"{name}_{code}"] for code, _n in languages()})

    def step_titles(self) -> dict[int, dict[str, str]]:
        return {number: self.texts(f"step_{number}") for number in self.numbers}

    def clean(self) -> dict[str, Any]:
        cleaned = cast(dict[str, Any], super().clean())
        for name in ("title", *(f"step_{number}" for number in self.numbers)):
            if not any(cleaned.get(f"{name}_{code}") for code, _n in languages()):
                self.add_error(f"{name}_en", _("Write this in at least one language."))
        return cleaned

    def _add(
        self, name: str, label: str | Promise, texts: Mapping[str, str], *, is_long: bool = False
    ) -> None:
        for code, language in languages():
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=format_lazy("{label}, {language}", label=label, language=language),
                initial=texts.get(code, ""),
                max_length=LONGEST if is_long else LONGEST_TITLE,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code})
                if is_long
                else forms.TextInput(attrs={"lang": code}),
            )


def missing_in(texts: Sequence[Mapping[str, str]]) -> list[str | Promise]:
    """The languages in which some of these texts are missing, so that another one is shown."""
    return [
        name for code, name in languages() if any(text and not text.get(code) for text in texts)
    ]


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    return {code: text.strip() for code, text in texts.items() if text.strip()}
