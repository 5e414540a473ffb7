from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.matching.criteria import (
    ASKS,
    COUNTED,
    Column,
    Criterion,
    of_everybody,
)
from turnabout.joining.matching.queries import find_member, rules_against
from turnabout.joining.matching.rules import WEIGHTS, WHOLE, RunRules, shared_out
from turnabout.joining.matching.words import rules_forbid

LABELS = {
    "topics": _("Topics offered and wanted"),
    "style": _("Working style"),
    "distance": _("Distance of view"),
    "wishes": _("Wishes of both sides"),
    "hours": _("Hours in common"),
}

# What a criterion counts until somebody says more or less.
POINTS = 10
# The fields that say what must hold, by the rule that each of them sets.
RULE_OF = {
    "needs_topic": "some_wish",
    "needs_hours": "shared_hours",
    "needs_way": "shared_way",
    "level_gap": "level_gap",
    "common_manager_levels": "no_common_manager",
}


class Follows(forms.Form):
    """A form that asks for a run. The latest run on its page tells a second tap from a new wish."""

    follows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def number_in(cls, data: Mapping[str, Any]) -> int | None:
        """The number that a form without other fields came with, or nothing that can be read."""
        asked = cls(data)
        return asked.cleaned_data["follows"] if asked.is_valid() else None


class NameForm(forms.Form):
    """What a run is called."""

    name = forms.CharField(label=_("Name of this run"), max_length=80, required=False)


class RunForm(Follows):
    """What counts in a run, and what must hold. Weights are shared out in proportion."""

    name = forms.CharField(label=_("Name of this run"), max_length=80, required=False)
    fairest = forms.BooleanField(label=_("Lift the weakest pair first"), required=False)
    leaves_places = forms.BooleanField(
        label=_("Leave wanted places free where all pairs fit better for it"),
        help_text=_("Otherwise as many wanted places as possible are filled."),
        required=False,
    )
    repeats = forms.ChoiceField(
        label=_("Two whose pairing is over"),
        choices=[
            ("forbid", _("are not paired again")),
            ("allow", _("may be paired again")),
            ("favour", _("are paired again rather than others: 10 of the 100 points")),
        ],
        required=False,
    )
    only_accepted = forms.BooleanField(
        label=_("Only people who have been accepted"),
        help_text=_("Otherwise everybody who applied and was neither put off nor turned down."),
        required=False,
    )
    needs_topic = forms.BooleanField(
        label=_("Only pairs with a wanted topic in common"), required=False
    )
    needs_hours = forms.BooleanField(
        label=_("Only pairs with an hour of the week in common"), required=False
    )
    needs_way = forms.BooleanField(
        label=_("Only pairs who can meet the same way"),
        help_text=_("By video, or in person where both work."),
        required=False,
    )
    level_gap = forms.IntegerField(
        label=_("Levels between the two, at least"),
        help_text=_("Empty: levels do not matter."),
        min_value=0,
        max_value=20,
        required=False,
    )
    common_manager_levels = forms.IntegerField(
        label=_("No manager in common, so many levels up"),
        help_text=_("0: a manager in common does not matter."),
        min_value=0,
        max_value=20,
        required=False,
    )

    def __init__(
        self,
        rules: RunRules,
        data: Mapping[str, Any] | None = None,
        *,
        follows: int = 0,
        columns: Sequence[Column] | None = None,
    ) -> None:
        holds = {name: rule not in rules.without for name, rule in RULE_OF.items()}
        choices = {
            "fairest": rules.fairest,
            "leaves_places": not rules.fill_places,
            "repeats": rules.repeats,
            "only_accepted": rules.only_accepted,
            "needs_topic": rules.needs_topic and holds["needs_topic"],
            "needs_hours": holds["needs_hours"],
            "needs_way": holds["needs_way"],
            "level_gap": rules.level_gap if holds["level_gap"] else None,
            "common_manager_levels": (
                rules.common_manager_levels if holds["common_manager_levels"] else 0
            ),
            "follows": follows,
        }
        super().__init__(
            data, initial={**{name: rules.weights[name] for name in WEIGHTS}, **choices}
        )
        self.rules = rules
        if rules.direction == "any":
            del self.fields["level_gap"]
        for name in WEIGHTS:
            self.fields[name] = forms.IntegerField(
                label=LABELS[name],
                min_value=0,
                max_value=WHOLE,
                widget=forms.NumberInput(attrs={"type": "range", "class": "range"}),
            )
        self.columns = of_everybody() if columns is None else columns
        self._ask_about_columns()

    def _ask_about_columns(self) -> None:
        asked = {one.column: one.asks for one in self.rules.criteria}
        for column in self.columns:
            self.fields[f"asks_{column.slug}"] = forms.ChoiceField(
                label=column.label,
                choices=[("", _("does not matter")), *ASKS.items()],
                initial=asked.get(column.name, ""),
                required=False,
                widget=forms.Select(attrs={"class": "select"}),
            )
            self.fields[f"points_{column.slug}"] = forms.IntegerField(
                label=_("Points of %(column)s") % {"column": column.label},
                initial=self.rules.counted.get(column.name, POINTS),
                min_value=0,
                max_value=WHOLE,
                required=False,
                widget=forms.NumberInput(attrs={"class": "input"}),
            )

    @property
    def criteria(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"asks_{one.slug}"], self[f"points_{one.slug}"]) for one in self.columns]

    @property
    def asks_something(self) -> bool:
        """Whether a criterion is asked about, or has something to put right."""
        return any(asks.value() or asks.errors or points.errors for asks, points in self.criteria)

    def _chosen_criteria(self) -> tuple[tuple[Criterion, ...], dict[str, int]]:
        """What is asked of columns, and the points of those that count.

        What the page did not ask about stays as it was.
        """
        criteria, points = [], {}
        for column in self.columns:
            name, amount = f"asks_{column.slug}", self.cleaned_data[f"points_{column.slug}"]
            is_said = name in self.data
            asks = self.cleaned_data[name] if is_said else self.fields[name].initial
            if not is_said or amount is None:
                amount = self.fields[f"points_{column.slug}"].initial
            if asks in COUNTED and amount:
                points[column.name] = amount
            if asks and (asks not in COUNTED or amount):
                criteria.append(Criterion(column.name, column.called, asks))
        return tuple(criteria), points

    @property
    def weights(self) -> list[forms.BoundField]:
        return [self[name] for name in WEIGHTS]

    @property
    def must_hold(self) -> list[forms.BoundField]:
        return [self[name] for name in RULE_OF if name in self.fields]

    def chosen(self) -> RunRules:
        """The rules of a valid form, the rest as they were."""
        cleaned = self.cleaned_data
        gap, levels = (
            cleaned[name] if name in self.data else self.initial[name]
            for name in ("level_gap", "common_manager_levels")
        )
        criteria, points = self._chosen_criteria()
        left_out = set(self.rules.without) - set(RULE_OF.values())
        left_out |= {RULE_OF[name] for name in ("needs_hours", "needs_way") if not cleaned[name]}
        if gap is None and self.rules.direction != "any":
            left_out.add(RULE_OF["level_gap"])
        if not levels:
            left_out.add(RULE_OF["common_manager_levels"])
        return replace(
            self.rules,
            weights=shared_out({**{name: cleaned[name] for name in WEIGHTS}, **points}),
            criteria=criteria,
            needs_topic=cleaned["needs_topic"],
            fairest=cleaned["fairest"],
            fill_places=not cleaned["leaves_places"],
            repeats=cleaned["repeats"] or self.rules.repeats,
            only_accepted=cleaned["only_accepted"],
            level_gap=self.rules.level_gap if gap is None else gap,
            common_manager_levels=levels or self.rules.common_manager_levels,
            without=tuple(sorted(left_out)),
        )


class RematchForm(Follows):
    """How much it is worth to keep the pairs that live."""

    keep = forms.ChoiceField(
        label=_("Pairs that are together"),
        choices=[
            ("nearly", _("Keep nearly always: part only where more people get a partner")),
            ("prefer", _("Prefer to keep: part where others gain clearly")),
            ("free", _("Change freely: match as if nobody were together")),
            ("never", _("Never part them: match only around them")),
        ],
        initial="nearly",
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Name of this run"), max_length=80, required=False)

    def chosen(self, rules: RunRules) -> RunRules:
        return replace(rules, keep=self.cleaned_data["keep"])


class ByHandForm(Follows):
    """Two people whom a coordinator puts together herself, and why."""

    mentor = forms.CharField(
        label=_("Mentor"), widget=forms.TextInput(attrs={"list": "mentors", "autocomplete": "off"})
    )
    mentee = forms.CharField(
        label=_("Mentee"), widget=forms.TextInput(attrs={"list": "mentees", "autocomplete": "off"})
    )
    reason = forms.CharField(
        label=_("Why these two"),
        help_text=_("A few words. Coordinators read them beside the pair, nobody else."),
        max_length=300,
    )
    despite_rules = forms.BooleanField(
        label=_("Put them together although a rule forbids it"), required=False
    )

    def __init__(
        self,
        programme: Programme,
        rules: RunRules,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.programme = programme
        self.rules = rules

    def clean_mentor(self) -> Membership:
        return self._found("mentor")

    def clean_mentee(self) -> Membership:
        return self._found("mentee")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        mentor, mentee = cleaned.get("mentor"), cleaned.get("mentee")
        if mentor and mentee and not cleaned.get("despite_rules"):
            broken = rules_against(self.programme, mentor, mentee, self.rules)
            if broken:
                self.add_error("despite_rules", rules_forbid(broken))
        return cleaned

    def _found(self, side: str) -> Membership:
        words = self.cleaned_data[side]
        found = find_member(self.programme, words, role=side)
        if found is None:
            raise forms.ValidationError(
                _("No one person on this side who applied is called “%(words)s”."),
                params={"words": words},
            )
        return found
