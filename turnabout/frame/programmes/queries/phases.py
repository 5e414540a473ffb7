"""The phases of a programme, wave by wave: what each is, needs and does, and what can be done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnabout.foundation.common.charts import write
from turnabout.foundation.common.packs import Text
from turnabout.foundation.common.time import today
from turnabout.frame.programmes.models import Phase, Programme
from turnabout.frame.programmes.presets import PhaseKind, load_phase_kinds
from turnabout.frame.programmes.readiness import what_is_missing

# What is held again for people who come later.
USUAL_IN_A_WAVE = (
    "apply",
    "match",
    "train",
    "sessions-1",
    "midpoint",
    "sessions-2",
    "close",
)


@dataclass(frozen=True)
class Act:
    """What can be done to a phase, and what that will do."""

    name: str
    label: Promise | str
    does: Promise | str


ACTS = {
    "open": Act(
        "open",
        gettext_lazy("Open this phase"),
        gettext_lazy(
            "From today it stands as open on everybody’s line of phases. Nothing is sent, and no "
            "other phase closes."
        ),
    ),
    "close": Act(
        "close",
        gettext_lazy("Close this phase"),
        gettext_lazy(
            "It stands as done from today. What was done in it stays, and nothing is sent. You can "
            "hold it again."
        ),
    ),
    "skip": Act(
        "skip",
        gettext_lazy("Skip it"),
        gettext_lazy("It disappears from the line of phases. You can still open it later."),
    ),
    "repeat": Act(
        "repeat",
        gettext_lazy("Hold it again"),
        gettext_lazy(
            "A second one of the same length opens today, right after this one. The first stays "
            "as it was."
        ),
    ),
}


@dataclass(frozen=True)
class PhaseOnPage:
    """A phase as the set-up page tells of it: what it is, needs, will do, and can be done to it."""

    public_id: str
    kind: PhaseKind
    wave: int
    state: str
    when: str
    planned_from: date | None
    planned_until: date | None
    missing: tuple[Promise | str, ...]
    acts: tuple[Act, ...]

    @property
    def name(self) -> Text:
        return self.kind.name

    @property
    def url(self) -> str:
        return reverse("programmes:phase_page", kwargs={"public_id": self.public_id})

    @property
    def note(self) -> str:
        return _("Something is missing.") if self.missing and self.state == "now" else ""


@dataclass(frozen=True)
class Bar:
    """A phase on the plan: where its bar begins and how long it is, in parts of 100."""

    phase: PhaseOnPage
    start: str
    length: str


@dataclass(frozen=True)
class Wave:
    """The phases of one wave, in their order."""

    number: int
    phases: tuple[PhaseOnPage, ...]

    @property
    def line(self) -> list[PhaseOnPage]:
        """Those that stand on the line; what is left out does not."""
        return [phase for phase in self.phases if phase.state != "skipped"]


@dataclass(frozen=True)
class Plan:
    """All waves, the same days under each other, and where today stands among them."""

    waves: tuple[Wave, ...]
    bars: tuple[tuple[int, tuple[Bar, ...]], ...]
    today: str
    first: date | None
    last: date | None


def phases_of(programme: Programme) -> list[PhaseOnPage]:
    """The phases of a programme in their order, each with what it needs and does."""
    kinds = {kind.slug: kind for kind in load_phase_kinds()}
    missing = {
        kind: tuple(what_is_missing(programme, kind))
        for kind in {phase.kind for phase in programme.phases.all() if not phase.closed_at}
    }
    return [
        _on_page(phase, kinds[phase.kind], missing.get(phase.kind, ()))
        for phase in programme.phases.all()
    ]


def phase_on_page(phase: Phase) -> PhaseOnPage:
    kinds = {kind.slug: kind for kind in load_phase_kinds()}
    missing = () if phase.closed_at else tuple(what_is_missing(phase.programme, phase.kind))
    return _on_page(phase, kinds[phase.kind], missing)


def phase_names(kinds: Iterable[str]) -> list[Text]:
    names = {kind.slug: kind.name for kind in load_phase_kinds()}
    return [names[kind] for kind in kinds]


def open_phases(programme: Programme) -> QuerySet[Phase]:
    return programme.phases.filter(closed_at=None).exclude(opened_at=None)


def plan_of(programme: Programme, phases: Sequence[PhaseOnPage]) -> Plan:
    """The waves of a programme as lines and as bars over the days of all of them."""
    by_wave = sorted(phases, key=lambda phase: phase.wave)
    waves = tuple(
        Wave(number, tuple(rows)) for number, rows in groupby(by_wave, lambda phase: phase.wave)
    )
    days = [day for phase in phases for day in (phase.planned_from, phase.planned_until) if day]
    if not days:
        return Plan(waves, (), "", None, None)
    first, last = min(days), max(days)
    whole = max((last - first).days + 1, 1)
    now = (today(programme.organisation.zone) - first).days
    return Plan(
        waves=waves,
        bars=tuple((wave.number, tuple(_bars(wave.line, first, whole))) for wave in waves),
        today=write(100 * now / whole) if 0 <= now <= whole else "",
        first=first,
        last=last,
    )


def first_to_act_on(phases: Sequence[PhaseOnPage]) -> PhaseOnPage | None:
    """The open phase, else the next one; that is where the coordinator looks first."""
    for state in ("now", "to_come"):
        for phase in phases:
            if phase.state == state:
                return phase
    return None


def _bars(phases: Sequence[PhaseOnPage], first: date, whole: int) -> list[Bar]:
    return [
        Bar(
            phase,
            start=write(100 * (phase.planned_from - first).days / whole),
            length=write(100 * ((phase.planned_until - phase.planned_from).days + 1) / whole),
        )
        for phase in phases
        if phase.planned_from and phase.planned_until
    ]


def _on_page(phase: Phase, kind: PhaseKind, missing: tuple[Promise | str, ...]) -> PhaseOnPage:
    state, acts = _state(phase)
    return PhaseOnPage(
        public_id=phase.public_id,
        kind=kind,
        wave=phase.wave,
        state=state,
        when=_when(phase),
        planned_from=phase.planned_from,
        planned_until=phase.planned_until,
        missing=missing,
        acts=tuple(ACTS[act] for act in acts),
    )


def _state(phase: Phase) -> tuple[str, tuple[str, ...]]:
    if phase.is_open:
        return "now", ("close",)
    if phase.closed_at:
        return "done", ("repeat",)
    if phase.skipped_at:
        return "skipped", ("open",)
    return "to_come", ("open", "skip")


def _when(phase: Phase) -> str:
    if phase.closed_at:
        return _("closed on %(day)s") % {"day": _day(phase.closed_at.date())}
    if phase.skipped_at:
        return _("skipped")
    if phase.planned_until and phase.is_open:
        return _("to %(day)s") % {"day": _day(phase.planned_until)}
    if phase.planned_from and phase.planned_until:
        return _("%(first)s to %(last)s") % {
            "first": _day(phase.planned_from),
            "last": _day(phase.planned_until),
        }
    return ""


def _day(day: date) -> str:
    return date_format(day, _("j M"))
