"""Rounds for their pages: what is open, and what was told before beside what was told after."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from turnabout.foundation.common import charts
from turnabout.foundation.common.charts import MeanRange
from turnabout.foundation.common.role_words import in_role_words
from turnabout.foundation.common.texts import said
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.listening.checkins.models import Round, RoundTicket

# How people at different career stages see and treat each other.
BETWEEN_STAGES = ("other_stage", "other_stage_respect")


@dataclass(frozen=True)
class Told:
    """One question at one moment: a mean with its range, or counts; or that it may not be said."""

    mean: MeanRange | None = None
    counts: tuple[tuple[str, int], ...] = ()

    @property
    def is_hidden(self) -> bool:
        return self.mean is None and not self.counts


@dataclass(frozen=True)
class Change:
    """How far those who answered both times moved; `once` answered one of the two only."""

    mean: MeanRange | None = None
    once: int = 0


@dataclass(frozen=True)
class Compared:
    """One question, before and after; None where it was not asked at that moment."""

    words: str
    low: str
    high: str
    before: Told | None
    after: Told | None
    change: Change | None


@dataclass(frozen=True)
class Figures:
    """`is_paired` says that the two rounds were compared person by person."""

    is_paired: bool
    before: Round | None
    after: Round | None
    between_stages: tuple[Compared, ...]
    others: tuple[Compared, ...]

    @property
    def both(self) -> list[Round]:
        return [one for one in (self.before, self.after) if one is not None]


def open_round_of(programme: Programme) -> Round | None:
    return Round.objects.open().filter(programme=programme).first()


def ticket_of(round_: Round, person: Person) -> RoundTicket | None:
    return RoundTicket.objects.filter(round=round_, person=person).first()


def latest_ticket(programme: Programme, person: Person) -> RoundTicket | None:
    """Where somebody was asked last in this programme."""
    tickets = RoundTicket.objects.filter(round__programme=programme, person=person)
    return tickets.select_related("round").order_by("-round__opened_at").first()


def figures_of(programme: Programme) -> Figures | None:
    """The latest closed round of each moment; nothing before one has closed."""
    closed = list(Round.objects.filter(programme=programme).exclude(told=None))
    before, after = (
        next((one for one in closed if one.moment == moment), None) for moment in Round.Moment
    )
    if before is None and after is None:
        return None
    rows = {
        moment: {row["key"]: row for row in (found.told["rows"] if found and found.told else ())}
        for moment, found in (("before", before), ("after", after))
    }
    is_paired = bool(
        before and after and after.told and after.told.get("since") == before.public_id
    )
    keys = dict.fromkeys((*rows["before"], *rows["after"]))
    compared = {
        key: _compared(rows["before"].get(key), rows["after"].get(key), is_paired) for key in keys
    }
    return Figures(
        is_paired=is_paired,
        before=before,
        after=after,
        between_stages=tuple(compared[key] for key in BETWEEN_STAGES if key in compared),
        others=tuple(row for key, row in compared.items() if key not in BETWEEN_STAGES),
    )


def _compared(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, is_paired: bool
) -> Compared:
    latest = after or before or {}
    scale = latest["scale"]
    return Compared(
        words=in_role_words(said(latest["texts"])),
        low=in_role_words(said(scale["low"])) if scale else "",
        high=in_role_words(said(scale["high"])) if scale else "",
        before=_told(before),
        after=_told(after),
        change=_change(after) if is_paired and before and after and "mean" in after else None,
    )


def _change(row: Mapping[str, Any]) -> Change:
    found = row.get("change")
    if not found:
        return Change()
    points = row["scale"].get("points", 5) if row["scale"] else 0
    furthest = points - 1 if points else max(-found["low"], found["high"], 1.0)
    drawn = charts.mean_range(
        found["mean"], found["low"], found["high"], found["n"], scale=(-furthest, furthest)
    )
    if found["mean"] > 0:
        drawn = replace(drawn, mean=f"+{drawn.mean}")
    return Change(drawn, found["once"])


def _told(row: Mapping[str, Any] | None) -> Told | None:
    if row is None:
        return None
    found = row.get("mean")
    if found:
        ends = (1.0, float(row["scale"].get("points", 5))) if row["scale"] else (0.0, found["high"])
        mean = charts.mean_range(found["mean"], found["low"], found["high"], found["n"], scale=ends)
        return Told(mean=mean)
    counts = [
        (_words_of(one), one["count"]) for one in row.get("counts", ()) if one["count"] is not None
    ]
    return Told(counts=tuple(counts))


def _words_of(choice: Mapping[str, Any]) -> str:
    shipped = {"yes": _("Yes"), "no": _("No")}
    texts = choice["texts"]
    return in_role_words(said(texts)) if texts else shipped.get(choice["slug"], choice["slug"])
