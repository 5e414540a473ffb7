"""What the pages of an import say, as plain data: counts first, then a few of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.foundation.common.tables import Problem
from turnabout.foundation.common.time import now
from turnabout.frame.directory.comparison import Change, FieldChange
from turnabout.frame.directory.models import BY_HAND, ImportBatch, Person
from turnabout.frame.directory.queries.imports import Preview
from turnabout.frame.directory.undo_notes import UNDO_DAYS
from turnabout.frame.directory.vocabulary import Field, short_meaning

SAMPLE = 12
PROBLEMS = 60


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
class CheckPage:
    heading: str
    lead: str
    figures: tuple[tuple[int, str], ...]
    groups: tuple[Group, ...]
    errors: Problems
    warnings: Problems
    notes: tuple[str, ...]
    levels: tuple[str, ...]
    levels_why: str
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
        levels=preview.levels.names,
        levels_why=preview.levels.why,
        brakes=told.brakes if preview.can_apply else (),
        can_apply=preview.can_apply and not leaves_herself,
        leaves_herself=leaves_herself,
        verb=_("Change the order of the levels")
        if not count
        else ngettext("Change %(count)d person", "Change %(count)d people", count)
        % {"count": count},
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
    if not preview.changes_anything:
        return _("Everybody is here as the list says. There is nothing to import.")
    if not preview.difference.changes_anything:
        return _("Everybody is here as the list says. Only the order of the levels would change.")
    return _("Nothing has changed yet. Look through it; afterwards you can undo it for 30 days.")


def _problems(heading: str, problems: Sequence[Problem]) -> Problems:
    return Problems(heading, len(problems), tuple(problems[:PROBLEMS]))


def _groups(preview: Preview) -> Iterable[Group]:
    told = preview.difference
    yield _group(
        _("New here"),
        [Line(one.name, _dotted(one.job_title, one.unit, one.place), one.row) for one in told.new],
    )
    yield _group(_("Changed"), [_change_line(one) for one in told.changed])
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
    yield _group(_("Back again"), [_change_line(one) for one in told.rehired])
    yield _group(
        _("Addresses that belong to somebody else now"),
        [
            Line(one.address, _("from %(before)s to %(after)s") % vars(one), one.row)
            for one in told.addresses_reused
        ],
    )


def _group(heading: str, lines: list[Line]) -> Group:
    return Group(heading, len(lines), tuple(lines[:SAMPLE]))


def _change_line(change: Change) -> Line:
    return Line(change.name, "; ".join(_field_text(one) for one in change.fields), change.row)


def _field_text(change: FieldChange) -> str:
    return _("%(what)s: %(before)s → %(after)s") % {
        "what": short_meaning(Field(change.field)),
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


@dataclass(frozen=True)
class DonePage:
    heading: str
    lead: str
    figures: tuple[tuple[int, str], ...]
    undone: tuple[str, ...]
    can_undo: bool
    undo_until: date | None
    brings_back: int


def done_page(batch: ImportBatch) -> DonePage:
    counts = batch.counts
    until = batch.applied_at + timedelta(days=UNDO_DAYS) if batch.applied_at else None
    if batch.undone_at:
        heading = _("The import is undone")
        lead = _("People are as they were before, but for what is told here.")
    else:
        changed = sum(counts.get(name, 0) for name in ("new", "changed", "left", "rehired"))
        heading = ngettext(
            "Done, %(count)d person changed", "Done, %(count)d people changed", changed
        ) % {"count": changed}
        lead = _("Nobody was written to.")
        if batch.before.get("ended"):
            lead = _("Roles of those who left have ended. Only their partners are written to.")
    return DonePage(
        heading=heading,
        lead=lead,
        figures=tuple(
            (counts.get(name, 0), word)
            for name, word in (
                ("new", _("new")),
                ("changed", _("changed")),
                ("left", _("left")),
                ("rehired", _("back again")),
                ("unchanged", _("as they were")),
            )
        ),
        undone=tuple(_undone(counts.get("undone"))),
        can_undo=batch.undone_at is None and until is not None and until > now(),
        undo_until=until.date() if until else None,
        brings_back=len(batch.before.get("ended", ())),
    )


def _undone(counts: dict[str, int] | None) -> Iterable[str]:
    if counts is None:
        return
    restored, removed = counts["restored"], counts["removed"]
    yield ngettext(
        "%(count)d person has back what the list changed.",
        "%(count)d people have back what the list changed.",
        restored,
    ) % {"count": restored}
    yield ngettext(
        "%(count)d person whom the list brought is gone again.",
        "%(count)d people whom the list brought are gone again.",
        removed,
    ) % {"count": removed}
    if counts["changed_since"]:
        yield ngettext(
            "%(count)d entry was changed since and stays as it is now.",
            "%(count)d entries were changed since and stay as they are now.",
            counts["changed_since"],
        ) % {"count": counts["changed_since"]}
    if counts["in_use"]:
        yield ngettext(
            "%(count)d person whom the list brought takes part here already and stays.",
            "%(count)d people whom the list brought take part here already and stay.",
            counts["in_use"],
        ) % {"count": counts["in_use"]}
    if counts.get("resumed"):
        yield ngettext(
            "%(count)d role that ended with the list goes on.",
            "%(count)d roles that ended with the list go on.",
            counts["resumed"],
        ) % {"count": counts["resumed"]}
