from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.joining.matching.rules import WEIGHTS, WHOLE, RunRules, shared_out

LABELS = {
    "topics": _("Topics offered and wanted"),
    "style": _("Working style"),
    "distance": _("Distance of view"),
    "wishes": _("Wishes of both sides"),
    "hours": _("Hours in common"),
}


class RunForm(forms.Form):
    """What counts in a run. Weights that do not add up to 100 are shared out in proportion."""

    name = forms.CharField(label=_("Name of this run"), max_length=80, required=False)
    fairest = forms.BooleanField(label=_("Lift the weakest pair first"), required=False)
    needs_topic = forms.BooleanField(
        label=_("Only pairs with a wanted topic in common"), required=False
    )

    follows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, rules: RunRules, data: Mapping[str, Any] | None = None, *, follows: int = 0
    ) -> None:
        choices = {"fairest": rules.fairest, "needs_topic": rules.needs_topic, "follows": follows}
        super().__init__(data, initial={**rules.weights, **choices})
        self.rules = rules
        for name in WEIGHTS:
            self.fields[name] = forms.IntegerField(
                label=LABELS[name],
                min_value=0,
                max_value=WHOLE,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "input num"}),
            )

    @property
    def weights(self) -> list[forms.BoundField]:
        return [self[name] for name in WEIGHTS]

    def chosen(self) -> RunRules:
        """The rules of a valid form, the rest as they were."""
        cleaned = self.cleaned_data
        return RunRules(
            weights=shared_out({name: cleaned[name] for name in WEIGHTS}),
            direction=self.rules.direction,
            level_gap=self.rules.level_gap,
            common_manager_levels=self.rules.common_manager_levels,
            needs_topic=cleaned["needs_topic"],
            fairest=cleaned["fairest"],
        )
