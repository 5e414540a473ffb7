"""What became of duties and promises since somebody accepted them, and who is to read them anew."""

from collections.abc import Iterable
from dataclasses import dataclass

from turnabout.foundation.notices.models import OutboxMessage
from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes.models import Programme
from turnabout.joining.applications.duties import Side, duties_at, duties_for, name_for
from turnabout.joining.applications.models import Application
from turnabout.joining.applications.queries import SIDES, duties_of, setting

PROMISES_CHANGED = "applications/promises_changed"


@dataclass(frozen=True)
class SideChanged:
    """What one side reads that is new, and what it no longer reads."""

    role: str
    new: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True)
class ToAsk:
    """Those who accepted other words than those of today, and how many of them were written to."""

    applications: tuple[Application, ...]
    written_to: int

    @property
    def to_write(self) -> int:
        return len(self.applications) - self.written_to


def changes_since_accepted(application: Application) -> list[SideChanged]:
    """What changed since the applicant's latest yes. Nothing where she has not said one yet."""
    latest = application.acceptances.last()
    if latest is None:
        return []
    programme = application.membership.programme
    today = duties_of(programme)
    if latest.version == today.version:
        return []
    before = duties_at(latest.version, programme.organisation_id)
    changed = []
    for role in SIDES:
        now_said = _lines(today.of(role))
        was_said = _lines(before.of(role)) if before else _kept(latest.words.get(role, {}))
        new = tuple(line for line in now_said if line not in was_said)
        gone = tuple(line for line in was_said if line not in now_said)
        if new or gone:
            changed.append(SideChanged(role, new, gone))
    return changed


def to_ask_anew(organisation: Organisation, name: str) -> ToAsk:
    """Who takes part in a programme of this direction and accepted other words."""
    applications = Application.objects.sent().filter(
        membership__programme__in=_programmes(organisation, name),
        membership__ended_at=None,
        refused_at=None,
        promises_accepted_at__isnull=False,
    )
    version = _version(organisation, name)
    found = tuple(
        application
        for application in applications.select_related(
            "membership__programme__organisation", "membership__person__organisation"
        ).prefetch_related("acceptances")
        if not _is_accepted(application, version)
    )
    written = OutboxMessage.objects.filter(
        kind=PROMISES_CHANGED, dedupe__in=[dedupe_of(one, version) for one in found]
    )
    return ToAsk(found, written.count() if found else 0)


def dedupe_of(application: Application, version: str) -> str:
    """Nobody is asked twice about the same words."""
    return f"{PROMISES_CHANGED}:{application.public_id}:{version}"


def _is_accepted(application: Application, version: str) -> bool:
    accepted = {one.version for one in application.acceptances.all()}
    return not accepted or version in accepted


def _version(organisation: Organisation, name: str) -> str:
    direction = "mentor_junior" if name == "reverse" else "any"
    return duties_for(direction, organisation.pk).version


def _programmes(organisation: Organisation, name: str) -> list[Programme]:
    running = Programme.objects.filter(organisation=organisation, closed_at=None)
    return [one for one in running if name_for(setting(one, "direction")) == name]


def _lines(side: Side) -> list[str]:
    return [*map(str, side.duties), *(f"{one.title}: {one.text}" for one in side.promises)]


def _kept(words: dict[str, Iterable[str]]) -> list[str]:
    return [*words.get("duties", ()), *words.get("promises", ())]
