from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now, today
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes import events
from turnabout.frame.programmes.models import Phase, Programme
from turnabout.frame.programmes.presets import load_phase_kinds, preset

USUAL_DAYS = 14


@transaction.atomic
def open_phase(phase: Phase, *, by: Person) -> None:
    """Open a phase, whatever the others do. A skipped one comes back; a closed one is repeated."""
    waiting = Phase.objects.filter(pk=phase.pk, opened_at=None)
    if not waiting.update(opened_at=now(), skipped_at=None):
        raise AlreadySo(_("This phase was opened already. To hold it again, repeat it."))
    phase.refresh_from_db()
    audit.record("phase_opened", about=phase, by=by, kind=phase.kind)
    events.phase_opened.send(sender=None, phase=phase)


@transaction.atomic
def close_phase(phase: Phase, *, by: Person) -> None:
    """Close an open phase. What was done in it stays."""
    is_open = Phase.objects.filter(pk=phase.pk, closed_at=None).exclude(opened_at=None)
    if not is_open.update(closed_at=now()):
        raise AlreadySo(_("This phase is not open, so there is nothing to close."))
    phase.refresh_from_db()
    audit.record("phase_closed", about=phase, by=by, kind=phase.kind)
    events.phase_closed.send(sender=None, phase=phase)


@transaction.atomic
def skip_phase(phase: Phase, *, by: Person) -> None:
    """Leave a phase out. It can still be opened later."""
    waiting = Phase.objects.filter(pk=phase.pk, opened_at=None, skipped_at=None)
    if not waiting.update(skipped_at=now()):
        raise AlreadySo(_("This phase was opened or skipped already. Close it instead."))
    phase.refresh_from_db()
    audit.record("phase_skipped", about=phase, by=by, kind=phase.kind)


@transaction.atomic
def repeat_phase(phase: Phase, *, by: Person) -> Phase:
    """Hold a closed phase again: a new one of its kind opens right after it."""
    if phase.closed_at is None:
        raise Refusal(_("Close this phase first. Then it can be held again."))
    later = Phase.objects.filter(programme_id=phase.programme_id, position__gt=phase.position)
    same = later.filter(kind=phase.kind, wave=phase.wave, closed_at=None)
    if same.exclude(opened_at=None).exists():
        raise AlreadySo(_("This phase is being held again already."))
    later.update(position=F("position") + 1)
    begins = today(phase.programme.organisation.zone)
    again = Phase.objects.create(
        programme_id=phase.programme_id,
        kind=phase.kind,
        wave=phase.wave,
        position=phase.position + 1,
        planned_from=begins,
        planned_until=begins + _length(phase),
        opened_at=now(),
    )
    audit.record("phase_repeated", about=again, by=by, kind=phase.kind)
    events.phase_opened.send(sender=None, phase=again)
    return again


@transaction.atomic
def plan_phase(phase: Phase, *, planned_from: date, planned_until: date, by: Person) -> None:
    """Give a phase other days. Nothing opens or closes by a date alone."""
    if planned_until < planned_from:
        raise Refusal(_("A phase ends on the day it begins, or later."))
    if not Phase.objects.filter(pk=phase.pk, closed_at=None).update(
        planned_from=planned_from, planned_until=planned_until
    ):
        raise Refusal(_("This phase is closed. Hold it again to give it new days."))
    phase.refresh_from_db()
    audit.record("phase_planned", about=phase, by=by, kind=phase.kind)


@transaction.atomic
def begin_wave(
    programme: Programme, *, kinds: Sequence[str], starts_on: date, by: Person
) -> list[Phase]:
    """Plan another wave: phases of these kinds, one after the other.

    Earlier waves stay as they are. It opens nothing and sends nothing.
    """
    current = Programme.objects.select_for_update().get(pk=programme.pk)
    if current.closed_at:
        raise Refusal(_("This programme is over. Begin a new one for further people."))
    order = [kind.slug for kind in load_phase_kinds()]
    if not kinds or set(kinds) - set(order):
        raise Refusal(_("Choose at least one phase for this wave."))
    days = {planned.kind.slug: planned.days for planned in preset(current.preset).phases}
    last = Phase.objects.filter(programme=current).aggregate(
        wave=Max("wave", default=0), position=Max("position", default=0)
    )
    latest = list(programme.phases.filter(wave=last["wave"], opened_at=None, closed_at=None))
    if {phase.kind for phase in latest} == set(kinds) and latest[0].planned_from == starts_on:
        # A second tap: the same wave, which has not begun.
        return latest
    begins, rows = starts_on, []
    for place, kind in enumerate(sorted(set(kinds), key=order.index), start=1):
        ends = begins + timedelta(days=days.get(kind, USUAL_DAYS) - 1)
        rows.append(
            Phase.objects.create(
                programme=current,
                kind=kind,
                wave=last["wave"] + 1,
                position=last["position"] + place,
                planned_from=begins,
                planned_until=ends,
            )
        )
        begins = ends + timedelta(days=1)
    audit.record("wave_begun", about=programme, by=by, wave=last["wave"] + 1)
    return rows


def _length(phase: Phase) -> timedelta:
    if phase.planned_from and phase.planned_until:
        return phase.planned_until - phase.planned_from
    return timedelta(days=USUAL_DAYS)
