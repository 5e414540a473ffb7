"""The words for levels, places and kept columns, as somebody says what they mean."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from turnabout.frame.directory.columns import why_left_out
from turnabout.frame.directory.models import Criterion, Level
from turnabout.frame.directory.places import zone_of
from turnabout.frame.directory.queries import CriterionMet, PlaceWord
from turnabout.frame.directory.services import Step, Where

_FIRST, _LAST = 0, 30_000


class LevelsForm(forms.Form):
    """A number for each word: one is the most junior, and the same number counts as the same."""

    def __init__(self, levels: Iterable[Level], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.levels = list(levels)
        for level in self.levels:
            self.fields[f"step_{level.pk}"] = forms.FloatField(
                label=_("Step of “%(word)s”") % {"word": level.name},
                initial=level.rank,
                min_value=_FIRST,
                max_value=_LAST,
                widget=forms.NumberInput(attrs={"step": "any", "class": "input"}),
            )
            self.fields[f"called_{level.pk}"] = forms.CharField(
                label=_("“%(word)s” is shown as") % {"word": level.name},
                initial=level.title,
                required=False,
                max_length=80,
                widget=forms.TextInput(attrs={"class": "input"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        step_of: dict[str, float] = {}
        for level in self.levels:
            called, step = cleaned.get(f"called_{level.pk}"), cleaned.get(f"step_{level.pk}")
            if called and step is not None and step_of.setdefault(called.casefold(), step) != step:
                said = _("“%(name)s” stands on another step too. Name each step differently.")
                self.add_error(f"called_{level.pk}", said % {"name": called})
        return cleaned

    def rows(self) -> list[tuple[Level, forms.BoundField, forms.BoundField]]:
        return [
            (level, self[f"step_{level.pk}"], self[f"called_{level.pk}"]) for level in self.levels
        ]

    def said(self) -> dict[str, Step]:
        return {
            level.name: Step(self.cleaned_data[f"step_{level.pk}"], self._called(level))
            for level in self.levels
        }

    def _called(self, level: Level) -> str:
        """What somebody wrote; the word itself is no wish while it shares its step."""
        called: str = self.cleaned_data[f"called_{level.pk}"]
        return "" if called == level.name and not level.called else called


class PlacesForm(forms.Form):
    """For each word which place it means, and the place's time zone."""

    def __init__(self, words: Sequence[PlaceWord], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.words = words
        for index, one in enumerate(words):
            self.fields[f"word_{index}"] = forms.CharField(
                initial=one.word, max_length=120, strip=False, widget=forms.HiddenInput
            )
            self.fields[f"called_{index}"] = forms.CharField(
                label=_("Place that “%(word)s” means") % {"word": one.word},
                initial=one.called,
                required=False,
                max_length=120,
                widget=forms.TextInput(attrs={"class": "input", "list": "place-names"}),
            )
            self.fields[f"zone_{index}"] = forms.CharField(
                label=_("Time zone of “%(word)s”") % {"word": one.word},
                initial=one.zone,
                required=False,
                max_length=64,
                widget=forms.TextInput(attrs={"class": "input", "list": "zone-names"}),
            )

    def rows(
        self,
    ) -> list[tuple[PlaceWord, forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [
            (one, self[f"word_{index}"], self[f"called_{index}"], self[f"zone_{index}"])
            for index, one in enumerate(self.words)
        ]

    def clean(self) -> dict[str, Any]:
        zones: dict[str, str] = {}
        self._said: dict[str, Where] = {}
        for index in range(len(self.words)):
            word = self.cleaned_data.get(f"word_{index}", "")
            called = self.cleaned_data.get(f"called_{index}") or word.strip()
            zone = self._zone(index)
            if zone and zones.setdefault(called, zone) != zone:
                self.add_error(
                    f"zone_{index}",
                    _("“%(place)s” has %(zone)s in another row. A place has one time zone.")
                    % {"place": called, "zone": zones[called]},
                )
            if word:
                self._said[word] = Where(called)
        self._said = {
            word: where._replace(zone=zones.get(where.called, ""))
            for word, where in self._said.items()
        }
        return self.cleaned_data

    def _zone(self, index: int) -> str:
        text = self.cleaned_data.get(f"zone_{index}", "")
        zone = zone_of(text)
        if text and not zone:
            self.add_error(
                f"zone_{index}",
                _("“%(text)s” is no time zone we know. Write region and city, as Europe/Madrid.")
                % {"text": text[:40]},
            )
        return zone

    def said(self) -> dict[str, Where]:
        return self._said


class CriteriaForm(forms.Form):
    """What each kept column is called, and which are kept no longer."""

    def __init__(self, met: Iterable[CriterionMet], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.met = list(met)
        for one in self.met:
            criterion = one.criterion
            self.fields[f"name_{criterion.pk}"] = forms.CharField(
                label=_("“%(column)s” is called") % {"column": criterion.name},
                initial=criterion.name,
                max_length=80,
                widget=forms.TextInput(attrs={"class": "input"}),
            )
            self.fields[f"forget_{criterion.pk}"] = forms.BooleanField(
                label=_("Keep “%(column)s” no longer") % {"column": criterion.name}, required=False
            )

    def rows(self) -> list[tuple[CriterionMet, forms.BoundField, forms.BoundField]]:
        return [
            (one, self[f"name_{one.criterion.pk}"], self[f"forget_{one.criterion.pk}"])
            for one in self.met
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one in self.met:
            field = f"name_{one.criterion.pk}"
            if reason := why_left_out(cleaned.get(field, "")):
                self.add_error(field, reason)
        return cleaned

    def names(self) -> dict[int, str]:
        return {one.criterion.pk: self.cleaned_data[f"name_{one.criterion.pk}"] for one in self.met}

    def to_forget(self) -> list[Criterion]:
        return [
            one.criterion for one in self.met if self.cleaned_data[f"forget_{one.criterion.pk}"]
        ]
