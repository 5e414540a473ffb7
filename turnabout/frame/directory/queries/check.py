"""What the dry run of a list says, as plain data: counts first, then a few of each."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.foundation.common.tables import Problem
from turnabout.frame.directory.comparison import Change, FieldChange
from turnabout.frame.directory.kept import attribute_of, key_of
from turnabout.frame.directory.likeness import Evidence, Likeness
from turnabout.frame.directory.models import BY_HAND, Person
from turnabout.frame.directory.queries.imports import Preview
from turnabout.frame.directory.queries.words import NewWords
from turnabout.frame.directory.vocabulary import Field, short_meaning

SAMPLE = 12
PROBLEMS_SHOWN = 60
ALIKE_SHOWN = 30
EVIDENCE = ("name", "mail", "job_title", "unit", "place", "started_on")


@dataclass(frozen=True)
class Line:
    name: str
    text: str
    row: int | None = None


@dataclass(frozen=True)
class Group:
    """One kind of change: how many, and the first of them."""

    heading: str
    count: int
    lines: tuple[Line, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True)
class Problems:
    heading: str
    count: int
    first: tuple[Problem, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.first)


@dataclass(frozen=True)
class Alike:
    """A row that may be somebody who is known: the evidence side by side, and what was said."""

    key: str
    hr_id: str
    known_as: str
    name: str
    why: str
    same: str
    other: str
    evidence: tuple[tuple[str, str, str], ...]
    is_same: bool | None


@dataclass(frozen=True)
class CheckPage:
    heading: str
    lead: str
    figures: tuple[tuple[int, str], ...]
    groups: tuple[Group, ...]
    errors: Problems
    warnings: Problems
    notes: tuple[str, ...]
    steps: tuple[tuple[str, ...], ...]
    levels_why: str
    new_words: NewWords
    asks_whole: bool
    is_whole: bool
    whole_why: str
    alike: tuple[Alike, ...]
    alike_count: int
    waiting: int
    both_agree: int
    trusts_both: bool
    fingerprint: str
    brakes: tuple[str, ...]
    can_apply: bool
    verb: str
    leaves_herself: bool


def check_page(preview: Preview, *, by: Person | None = None) -> CheckPage:
    """What the page says to the person who brings the list."""
    told = preview.difference
    leaves_herself = by is not None and told.lets_leave(by.hr_id)
    count = len(told.new) + len(told.changed) + len(told.left) + len(told.rehired)
    return CheckPage(
        heading=_heading(count, len(told.errors)),
        lead=_lead(preview, len(told.errors)),
        figures=(
            (len(told.new), _("new")),
            (len(told.changed), _("changed")),
            (len(told.moved), _("of them moved")),
            (len(told.left), _("left")),
            (len(told.rehired), _("back again")),
            (told.unchanged, _("as they were")),
        ),
        groups=tuple(_groups(preview)),
        errors=_problems(_("Rows to put right first"), told.errors),
        warnings=_problems(_("Worth knowing"), told.warnings),
        notes=preview.notes,
        steps=preview.levels.steps,
        levels_why=preview.levels.why,
        new_words=preview.new_words,
        asks_whole=not preview.advice.is_first,
        is_whole=preview.is_whole,
        whole_why=_whole_why(preview),
        alike=tuple(_alike(one) for one in _waiting_first(told.likenesses)[:ALIKE_SHOWN]),
        alike_count=len(told.likenesses),
        waiting=len(told.waiting),
        both_agree=sum(one.evidence is Evidence.BOTH for one in told.likenesses),
        trusts_both=preview.trusts_both,
        fingerprint=preview.fingerprint,
        brakes=told.brakes if preview.can_apply else (),
        can_apply=preview.can_apply and not leaves_herself,
        leaves_herself=leaves_herself,
        verb=_("Change the order of the levels")
        if not count
        else ngettext("Change %(count)d person", "Change %(count)d people", count)
        % {"count": count},
    )


def keep_page(page: CheckPage) -> dict[str, Any]:
    """The page as plain data, to be kept with its list."""
    return asdict(page)


def kept_page(kept: dict[str, Any]) -> CheckPage | None:
    """The page that was kept; None where an earlier release kept it in another shape."""
    try:
        return _from_kept(kept)
    except (AttributeError, KeyError, TypeError):
        return None


def _from_kept(kept: dict[str, Any]) -> CheckPage:
    told = dict(kept)
    told["groups"] = tuple(
        Group(one["heading"], one["count"], tuple(Line(**line) for line in one["lines"]))
        for one in told["groups"]
    )
    for name in ("errors", "warnings"):
        first = tuple(Problem(**one) for one in told[name]["first"])
        told[name] = Problems(told[name]["heading"], told[name]["count"], first)
    told["new_words"] = NewWords(**told["new_words"])
    told["alike"] = tuple(Alike(**one) for one in told["alike"])
    return CheckPage(**told)


def _whole_why(preview: Preview) -> str:
    """Why the list is taken for what it is, or what speaks against what somebody said."""
    if preview.is_whole == preview.advice.is_whole:
        return preview.advice.why
    return _("You said so. What speaks against it: %(why)s") % {"why": preview.advice.why}


def _waiting_first(likenesses: Iterable[Likeness]) -> list[Likeness]:
    return sorted(likenesses, key=lambda one: (not one.is_waiting, one.entry.row))


def _alike(one: Likeness) -> Alike:
    entry, known, has_left = one.entry, one.known, one.known.left_on is not None
    key = hashlib.sha256(f"{entry.hr_id}\n{known.hr_id}".encode()).hexdigest()[:16]
    told = [(_("Staff number"), entry.hr_id, known.hr_id)]
    told += [
        (short_meaning(Field(name)), _shown(entry.value(name)), _shown(known.values.get(name)))
        for name in EVIDENCE
        if entry.value(name) or known.values.get(name)
    ]
    if known.left_on is not None:
        told.append((_("Last day here"), _shown(None), _shown(known.left_on)))
    return Alike(
        key=key,
        hr_id=entry.hr_id,
        known_as=known.hr_id,
        name=entry.name,
        why={
            Evidence.BOTH: _("Name and mail address are those of somebody who is known."),
            Evidence.MAIL: _("The mail address is, or was, that of somebody who is known."),
            Evidence.NAME: _("The name is that of somebody who is known."),
        }[one.evidence],
        same=_("The same person, back again")
        if has_left
        else _("The same person, with a new staff number"),
        other=_("Somebody new of the same name")
        if one.evidence is Evidence.NAME
        else _("Somebody new, who has the address from now on"),
        evidence=tuple(told),
        is_same=one.is_same,
    )


def _heading(count: int, errors: int) -> str:
    if errors:
        return ngettext("%(count)d thing to put right", "%(count)d things to put right", errors) % {
            "count": errors
        }
    if not count:
        return _("Nobody changes")
    return ngettext("%(count)d person changes", "%(count)d people change", count) % {"count": count}


def _lead(preview: Preview, errors: int) -> str:
    if errors:
        return _("Nothing is imported until the list can be read whole. Nothing has changed yet.")
    if preview.difference.waiting and not preview.changes_anything:
        return _(
            "Nothing changes before you say who the rows are that look like people known here."
        )
    if not preview.changes_anything:
        return _("Everybody is here as the list says. There is nothing to import.")
    if not preview.difference.changes_anything:
        return _("Everybody is here as the list says. Only the order of the levels would change.")
    return _("Nothing has changed yet. Look through it; afterwards you can undo it for 30 days.")


def _problems(heading: str, problems: Sequence[Problem]) -> Problems:
    return Problems(heading, len(problems), tuple(problems[:PROBLEMS_SHOWN]))


def _groups(preview: Preview) -> Iterable[Group]:
    told = preview.difference
    yield _group(
        _("New here"),
        [Line(one.name, _dotted(one.job_title, one.unit, one.place), one.row) for one in told.new],
    )
    names = {attribute_of(key_of(one.name)): one.name for one in preview.columns}
    yield _group(_("Changed"), [_change_line(one, names) for one in told.changed])
    yield _group(
        _("Left"),
        [
            Line(
                one.name,
                _("not on the list")
                if one.is_missing
                else _("on %(day)s, as the list says") % {"day": _shown(one.on)},
            )
            for one in told.left
        ],
    )
    yield _group(_("Back again"), [_change_line(one, names) for one in told.rehired])
    yield _group(
        _("Addresses that belong to somebody else now"),
        [
            Line(one.address, _("from %(before)s to %(after)s") % vars(one), one.row)
            for one in told.addresses_reused
        ],
    )


def _group(heading: str, lines: list[Line]) -> Group:
    return Group(heading, len(lines), tuple(lines[:SAMPLE]))


def _change_line(change: Change, names: Mapping[str, str]) -> Line:
    texts = [_field_text(one, names) for one in change.fields]
    return Line(change.name, "; ".join(texts), change.row)


def _field_text(change: FieldChange, names: Mapping[str, str]) -> str:
    return _("%(what)s: %(before)s → %(after)s") % {
        "what": names.get(change.field) or short_meaning(Field(change.field)),
        "before": _shown(change.before),
        "after": _shown(change.after),
    }


def _shown(value: object) -> str:
    if isinstance(value, date):
        return _("further notice") if value.year == 9999 else date_format(value, _("j F Y"))
    if str(value).startswith(BY_HAND):
        return _("none, added by hand")
    return str(value or _("nothing"))


def _dotted(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
