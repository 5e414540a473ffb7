"""What later rooms say of question sets: where one is used, and which questions a rule needs."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from turnabout.frame.directory.models import Organisation
from turnabout.frame.questions.models import Question
from turnabout.frame.questions.sets import base_of

Words = str | Promise
Uses = Callable[[Organisation], dict[str, list[str]]]


@dataclass(frozen=True)
class Need:
    """Why a question stays. Where its choices are known by name, they are only reworded."""

    because: Words
    has_fixed_choices: bool = True


_by_key: dict[tuple[str, str], Need] = {}
_by_kind: dict[str, Need] = {}
_uses: list[Uses] = []
_waiting: dict[str, Words] = {}


def needs(
    keys: tuple[str, ...], *, because: Words, purpose: str, has_fixed_choices: bool = True
) -> None:
    """Declare that a rule reads these questions of the sets of one kind."""
    need = Need(because, has_fixed_choices)
    _by_key.update({(purpose, key): need for key in keys})


def needs_kinds(*kinds: str, because: Words) -> None:
    """Declare that a page or a rule asks these kinds of question."""
    _by_kind.update(dict.fromkeys(kinds, Need(because)))


def says_where_used(uses: Uses) -> Uses:
    """Register what tells, by the slug of a set, where an organisation uses it."""
    _uses.append(uses)
    return uses


def waits(*slugs: str, because: Words) -> None:
    """Declare that nothing asks these shipped sets yet, in a sentence for whoever edits them."""
    _waiting.update(dict.fromkeys(slugs, because))


def why_it_waits(slug: str) -> Words:
    """Why nobody is asked this set, or one that was made of it; nothing where people are."""
    return _waiting.get(base_of(slug), "")


def need_of(question: Question) -> Need | None:
    purpose = question.question_set.purpose
    return _by_key.get((purpose, question.key)) or _by_kind.get(question.kind)


def where_used(organisation: Organisation) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for uses in _uses:
        for slug, places in uses(organisation).items():
            if why_it_waits(slug):
                continue
            found.setdefault(slug, []).extend(places)
    return found
