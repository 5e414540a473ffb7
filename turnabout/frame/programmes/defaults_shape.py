"""What a default of a programme is, and what a change of one does where the programme runs."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.packs import Text


@dataclass(frozen=True)
class Joined:
    """A text and what it is about, in the language of the reader."""

    text: "Words"
    about: "Words"

    def __str__(self) -> str:
        return f"{self.text} ({self.about})"


Words = Promise | Text | Joined | str
Choices = tuple[tuple[str, Words], ...]

FROM_NOW_ON = _("It holds from now on, for every pair. What happened before stays as it was.")
NEXT_RUN = _(
    "Pairs that are together stay together, and those that no longer fit are listed under Match "
    "again. The next run keeps to it."
)
GUIDELINES_SAY_SO = _("The guidelines say so from now on. Nobody is written to.")
NEW_FORMS = _("Forms that are opened from now on follow it. What was answered stays.")


@dataclass(frozen=True)
class Default:
    """One default. `kind` is number, choice, tick, words or several."""

    key: str
    label: Words
    affects: Words
    running: Words
    kind: str = "number"
    low: int = 0
    high: int = 100
    choices: Choices = ()
    is_optional: bool = False

    def shown(self, value: Any) -> str:
        """The value in words, as a page shows it."""
        if self.kind == "tick":
            return str(_("yes") if value else _("no"))
        names = {name: str(words) for name, words in self.choices}
        if self.kind == "several":
            return ", ".join(names.get(one, str(one)) for one in value)
        return names.get(value, str(value))


@dataclass(frozen=True)
class Group:
    """Defaults that a page shows together. `facts` are those that nobody can change."""

    slug: str
    name: Words
    defaults: tuple[Default, ...]
    facts: tuple[Words, ...] = ()
