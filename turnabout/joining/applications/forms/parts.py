"""What a step is made of: each kind of question asks, checks and tells for itself."""

from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnabout.joining.applications.answers import StepSaid

Words = str | Promise
NEEDED = _("This answer is needed before you go on.")


@dataclass(frozen=True)
class FoldedGroup:
    """Topics of one group as fields, folded away unless one of them is answered."""

    name: str
    fields: tuple[BoundField, ...]
    is_open: bool


@dataclass(frozen=True)
class Part:
    """One thing that is asked: its fields, and the line that says who sees the answer."""

    kind: str
    title: str = ""
    hint: str = ""
    fields: tuple[BoundField, ...] = ()
    sees: Words = ""
    is_private: bool = False
    is_extra: bool = False
    groups: tuple[FoldedGroup, ...] = ()
    more: tuple[BoundField, ...] = ()
    more_is_open: bool = False
    low: str = ""
    high: str = ""


class Asker(Protocol):
    """One question of a step. It adds its fields to the form when it is made."""

    def part(self) -> Part:
        """What the page shows."""
        ...

    def check(self, cleaned: dict[str, Any]) -> None:
        """Add what is to put right to the form."""
        ...

    def tell(self, said: StepSaid) -> StepSaid:
        """What the step says so far, with the answer to this question where it makes sense."""
        ...


def add_field(
    form: forms.Form, name: str, field: forms.Field, initial: Any, *, missing: Words = NEEDED
) -> None:
    """Add a field that says in our words when its answer is missing."""
    if not isinstance(field, forms.BooleanField):
        field.error_messages["required"] = str(missing)
    form.fields[name] = field
    form.initial[name] = initial
