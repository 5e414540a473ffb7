"""The pictures of the coordinator's and the sponsor's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from turnabout.foundation.common import charts
from turnabout.foundation.common.charts import (
    KEPT,
    MISSED,
    MOVED,
    BarRow,
    PromiseChart,
    WeekOfSessions,
)
from turnabout.frame.programmes.models import Initiative, Programme
from turnabout.frame.topics.packs import load_groups
from turnabout.outcomes.figures import sessions
from turnabout.outcomes.figures.groups import Merged, joined, merge_small
from turnabout.outcomes.figures.models import Release
from turnabout.outcomes.figures.sessions import SessionFact

WEEKS_SHOWN = 12
DUE = (KEPT, MOVED, MISSED)
# What is told of an initiative: how many pairs, goals and kept commitments serve it.
SERVING = ("pairs", "goals", "kept")


@dataclass(frozen=True)
class UnitRow:
    pairs: int
    bar: BarRow


@dataclass(frozen=True)
class Promises:
    """Sessions kept as booked, moved then held, missed and to come."""

    kept: int
    moved: int
    missed: int
    due: int
    waiting: int
    since: date | None
    chart: PromiseChart
    rows: tuple[UnitRow, ...]
    merged: str
    is_cut: bool


@dataclass(frozen=True)
class Served:
    """One initiative and what serves it; None is too few to say."""

    initiative: Initiative
    pairs: int | None
    goals: int | None
    kept: int | None


@dataclass(frozen=True)
class SponsorPage:
    """What was published, as it was published."""

    released_at: datetime
    kept: int
    due: int
    moved: int
    missed: int
    chart: PromiseChart | None
    rows: tuple[UnitRow, ...]
    merged: str
    themes: tuple[BarRow, ...]
    people: dict[str, int | None]
    changes: tuple[tuple[str, int | None], ...]
    initiatives: tuple[Served, ...]
    thanks: int | None


def promises(programme: Programme, at: datetime) -> Promises:
    """What the coordinator sees of promises: every session, and the seniors' units merged."""
    facts = sessions.sessions_of(programme, at)
    monday = sessions.first_monday(programme)
    now_week = sessions.week_of(programme, at.date())
    weeks = _weeks_shown(facts, now_week)
    due = [fact for fact in facts if fact.outcome in DUE]
    merged = merge_small(members_by_unit(facts))
    return Promises(
        kept=_count(due, KEPT),
        moved=_count(due, MOVED),
        missed=_count(due, MISSED),
        due=len(due),
        waiting=_count(facts, sessions.WAITING),
        since=monday + timedelta(weeks=min(fact.week for fact in due) - 1) if due else None,
        chart=charts.promise_chart(
            sessions.by_week(facts, monday=monday, weeks=weeks, now_week=now_week)
        ),
        rows=tuple(_unit_row(group, due) for group in merged),
        merged=_merged_label(merged),
        is_cut=bool(due) and min(fact.week for fact in due) < weeks[0],
    )


def members_by_unit(facts: Sequence[SessionFact]) -> dict[str, frozenset[int]]:
    units = {fact.unit for fact in facts}
    return {unit: frozenset(fact.mentee for fact in facts if fact.unit == unit) for unit in units}


def count_kept(group: Merged, due: Sequence[SessionFact]) -> tuple[int, int]:
    """How many sessions of this group's seniors were kept as booked, and how many were due."""
    theirs = [fact for fact in due if fact.unit in group.parts]
    return _count(theirs, KEPT), len(theirs)


def sponsor_page(release: Release) -> SponsorPage:
    """Unfold what a release holds. Nothing is counted here."""
    by_subject: dict[str, list[dict[str, Any]]] = {}
    for cell in release.cells:
        by_subject.setdefault(cell["subject"].split(":")[0], []).append(cell)
    weeks = sorted(by_subject.get("week", ()), key=lambda cell: cell["value"]["number"])
    monday = date.fromisoformat(weeks[0]["value"]["monday"]) if weeks else date.min
    drawn = [_published_week(cell["value"], monday) for cell in weeks]
    units = by_subject.get("unit", [])
    part = {cell["name"]: cell["value"]["count"] for cell in by_subject.get("part", ())}
    changes = {cell["name"]: cell["value"]["count"] for cell in by_subject.get("change", ())}
    thanks = [cell["value"]["count"] for cell in by_subject.get("thanks", ())]
    return SponsorPage(
        released_at=release.released_at,
        kept=sum(week.kept for week in drawn),
        moved=sum(week.moved for week in drawn),
        missed=sum(week.missed for week in drawn),
        due=sum(week.kept + week.moved + week.missed for week in drawn),
        chart=charts.promise_chart(drawn[-WEEKS_SHOWN:]) if drawn else None,
        rows=tuple(_published_unit(cell) for cell in units if cell["name"] != "all"),
        merged=next((joined(tuple(cell["parts"])) for cell in units if cell["parts"][1:]), ""),
        themes=_themes(by_subject.get("theme", [])),
        people={name: part.get(name) for name in ("mentors", "mentees")},
        changes=tuple((name, changes.get(name)) for name in ("heard", "agreed", "done")),
        initiatives=_served(release.programme, by_subject.get("initiative", ())),
        thanks=thanks[0] if thanks else None,
    )


def _served(programme: Programme, cells: Sequence[dict[str, Any]]) -> tuple[Served, ...]:
    """Every initiative that is on the list or was served, in the order of the list."""
    told = {(cell["subject"], cell["name"]): cell["value"]["count"] for cell in cells}
    rows = []
    for one in programme.initiatives.select_related("sponsor"):
        counts = [told.get((f"initiative:{name}", one.public_id)) for name in SERVING]
        if one.retired_at is None or counts != [None] * len(SERVING):
            rows.append(Served(one, *counts))
    return tuple(rows)


def _weeks_shown(facts: Sequence[SessionFact], now_week: int) -> list[int]:
    first = min((fact.week for fact in facts), default=1)
    last = min(max((fact.week for fact in facts), default=1), now_week + 1)
    last = max(last, first)
    return list(range(max(first, last - WEEKS_SHOWN + 1), last + 1))


def _count(facts: Sequence[SessionFact], outcome: str) -> int:
    return sum(fact.outcome == outcome for fact in facts)


def _unit_row(group: Merged, due: Sequence[SessionFact]) -> UnitRow:
    kept, of = count_kept(group, due)
    return UnitRow(len(group.members), _kept_bar(group.label, kept, of))


def _kept_bar(label: str, kept: int, of: int) -> BarRow:
    return charts.bar_row(label, kept, of, text=_of_due(kept, of))


def _of_due(kept: int, of: int) -> str:
    return _("%(kept)s of %(due)s") % {"kept": kept, "due": of}


def _merged_label(groups: Sequence[Merged]) -> str:
    return next((group.label for group in groups if len(group.parts) > 1), "")


def _published_week(value: dict[str, Any], monday: date) -> WeekOfSessions:
    return WeekOfSessions(
        label=str(value["number"]),
        kept=value["kept"],
        moved=value["moved"],
        missed=value["missed"],
        title=sessions.week_title(value["number"], monday),
    )


def _published_unit(cell: dict[str, Any]) -> UnitRow:
    value = cell["value"]
    return UnitRow(
        value["pairs"], _kept_bar(joined(tuple(cell["parts"])), value["kept"], value["due"])
    )


def _themes(cells: Sequence[dict[str, Any]]) -> tuple[BarRow, ...]:
    names = {group.slug: str(group.name) for group in load_groups()}
    counts = sorted(
        ((cell["value"]["count"], names.get(cell["name"], cell["name"])) for cell in cells),
        key=lambda row: (-row[0], row[1]),
    )
    most = max((count for count, _theme in counts), default=1)
    return tuple(charts.bar_row(name, count, most, text=str(count)) for count, name in counts)
