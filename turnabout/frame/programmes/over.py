"""Once the last phase of its kind is closed, what belongs to that kind begins no more.

A phase that has not opened yet, or was left out, keeps nothing from happening, and neither does a
programme without phases. What has begun goes on: dates stay, answers count, letters are read.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.packs import Text
from turnabout.frame.programmes.models import Membership, Phase, Programme
from turnabout.frame.programmes.presets import load_phase_kinds

APPLYING = ("apply",)
MATCHING = ("match",)
SESSIONS = ("sessions-1", "sessions-2")
TOGETHER = (*SESSIONS, "close")


@dataclass(frozen=True)
class Over:
    """The phase that closed last, and who can hold it again."""

    phase: Phase
    name: Text
    coordinators: tuple[str, ...]

    @property
    def sentence(self) -> str:
        if not self.coordinators:
            return _("The phase “%(phase)s” is closed. Its coordinator can hold it again.") % {
                "phase": self.name
            }
        return _("The phase “%(phase)s” is closed. %(names)s can hold it again.") % {
            "phase": self.name,
            "names": ", ".join(self.coordinators),
        }


def over(programme: Programme, kinds: tuple[str, ...]) -> Over | None:
    """What keeps these kinds of phase from beginning anything new; None while nothing does."""
    phases = list(programme.phases.filter(kind__in=kinds, skipped_at=None).order_by("closed_at"))
    if not phases or any(phase.closed_at is None for phase in phases):
        return None
    names = {kind.slug: kind.name for kind in load_phase_kinds()}
    running = Membership.objects.coordinating(programme.pk)
    return Over(
        phases[-1],
        names[phases[-1].kind],
        tuple(running.order_by("accepted_at").values_list("person__name", flat=True)),
    )


def refuse_when_over(
    programme: Programme, kinds: tuple[str, ...], *, what: Promise | str = ""
) -> None:
    """Refuse to begin something once its phases are closed, with who can hold one again."""
    found = over(programme, kinds)
    if found is not None:
        raise Refusal(f"{what} {found.sentence}".strip())
