from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes import events, presets
from turnabout.frame.programmes.models import Membership, Phase, Programme
from turnabout.frame.questions.services import install_question_sets
from turnabout.frame.topics.services import install_catalogue


@transaction.atomic
def create_programme(
    organisation: Organisation,
    *,
    preset: str,
    name: str,
    aim: str = "",
    priority: str = "",
    how_we_know: str = "",
    starts_on: date | None = None,
    by: Person,
) -> Programme:
    """Begin a programme from a preset; whoever begins it coordinates it. It sends nothing."""
    found = _preset(preset)
    if by.organisation_id != organisation.pk:
        raise Refusal(_("Somebody of this organisation begins its programmes."))
    if not name.strip():
        raise Refusal(_("Give the programme a name, so that people recognise it."))
    install_catalogue(organisation)
    install_question_sets(organisation)
    programme = Programme.objects.create(
        organisation=organisation,
        preset=found.slug,
        name=name.strip(),
        aim=aim.strip(),
        priority=priority.strip(),
        how_we_know=how_we_know.strip(),
        sessions=found.sessions,
        gap_days=found.gap_days,
        session_minutes=found.session_minutes,
        notice_hours=found.notice_hours,
        moves_allowed=found.moves_allowed,
        level_gap=found.minimum_level_gap,
        settings=_settings(found),
        starts_on=starts_on,
        created_by=by,
        created_at=now(),
    )
    Phase.objects.bulk_create(_phases(programme, found, starts_on))
    Membership.objects.create(
        programme=programme,
        person=by,
        role=Membership.Role.COORDINATOR,
        invited_at=now(),
        accepted_at=now(),
    )
    audit.record("programme_created", about=programme, by=by, preset=found.slug)
    return programme


@transaction.atomic
def change_purpose(
    programme: Programme, *, aim: str, priority: str, how_we_know: str, by: Person
) -> None:
    """Write down what the programme is for. A launched programme keeps an aim."""
    if programme.launched_at and not aim.strip():
        raise Refusal(_("A programme that has begun keeps an aim. Change it, but leave one."))
    programme.aim = aim.strip()
    programme.priority = priority.strip()
    programme.how_we_know = how_we_know.strip()
    programme.save(update_fields=["aim", "priority", "how_we_know"])
    audit.record("purpose_changed", about=programme, by=by)


@transaction.atomic
def launch_programme(programme: Programme, *, by: Person) -> None:
    """Let the programme begin. Refuses without an aim."""
    current = Programme.objects.get(pk=programme.pk)
    if not current.aim:
        raise Refusal(_("Write one aim first. People ask what the programme is for."))
    at = now()
    if not Programme.objects.filter(pk=programme.pk, launched_at=None).update(launched_at=at):
        raise Refusal(_("This programme has begun already."))
    programme.launched_at = at
    audit.record("programme_launched", about=programme, by=by)
    events.programme_launched.send(sender=None, programme=programme)


def _preset(slug: str) -> presets.Preset:
    try:
        return presets.preset(slug)
    except KeyError as error:
        raise Refusal(
            _("There is no such kind of programme. Choose one of those shown.")
        ) from error


def _settings(found: presets.Preset) -> dict[str, Any]:
    """The defaults that have no column of their own; each may be changed for this programme."""
    return {
        "direction": found.direction,
        "training_gate": found.training_gate,
        "lived_experience_topics": found.lived_experience_topics,
        "supervision": found.supervision,
        "role_labels": {
            "mentor": dict(found.role_labels.mentor.words),
            "mentee": dict(found.role_labels.mentee.words),
        },
        "role_pages": dict(found.role_pages),
        "weights": asdict(found.weights),
        "question_sets": dict(found.question_sets),
        "leading_groups": list(found.leading_groups),
    }


def _phases(programme: Programme, found: presets.Preset, starts_on: date | None) -> list[Phase]:
    """One phase after the other, each for as long as the preset plans."""
    rows, begins = [], starts_on
    for position, planned in enumerate(found.phases, start=1):
        ends = begins + timedelta(days=planned.days - 1) if begins else None
        rows.append(
            Phase(
                programme=programme,
                kind=planned.kind.slug,
                position=position,
                planned_from=begins,
                planned_until=ends,
            )
        )
        begins = ends + timedelta(days=1) if ends else None
    return rows
