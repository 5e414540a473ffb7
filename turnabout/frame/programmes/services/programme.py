from collections.abc import Sequence
from datetime import date, timedelta
from operator import attrgetter

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.second_tap import sent_before
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes import defaults, events, presets
from turnabout.frame.programmes.models import Membership, OwnPreset, Phase, Priority, Programme
from turnabout.frame.programmes.queries import missing_purpose, verdict_on
from turnabout.frame.programmes.services.priorities import install_priorities
from turnabout.frame.questions.services import install_question_sets
from turnabout.frame.topics.services import install_catalogue

MOST_SIGNS = 5


@transaction.atomic
def create_programme(
    organisation: Organisation,
    *,
    preset: str,
    own_preset: OwnPreset | None = None,
    name: str,
    aim: str = "",
    priority: Priority | None = None,
    how_we_know: str = "",
    signs: Sequence[str] = (),
    starts_on: date | None = None,
    by: Person,
) -> Programme:
    """Begin a programme from a preset; whoever begins it coordinates it. It sends nothing."""
    found = _preset(preset)
    if by.organisation_id != organisation.pk:
        raise Refusal(_("Somebody of this organisation begins its programmes."))
    if not name.strip():
        raise Refusal(_("Give the programme a name, so that people recognise it."))
    _refuse_foreign(priority, organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    begun = Programme.objects.filter(created_by=by, preset=found.slug, own_preset=own_preset)
    begun = begun.filter(aim=aim.strip(), starts_on=starts_on, launched_at=None)
    if before := sent_before(begun, name.strip(), at="created_at", read=attrgetter("name")):
        return before
    install_catalogue(organisation)
    install_question_sets(organisation)
    install_priorities(organisation)
    programme = Programme(
        organisation=organisation,
        name=name.strip(),
        aim=aim.strip(),
        priority=priority,
        how_we_know=how_we_know.strip(),
        starts_on=starts_on,
        created_by=by,
        created_at=now(),
    )
    _take_defaults(programme, found, own_preset)
    programme.settings["signs"] = list(signs)[:MOST_SIGNS]
    programme.save()
    Phase.objects.bulk_create(_phases(programme, _planned(found, own_preset)))
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
def take_preset(programme: Programme, preset: str, *, by: Person) -> None:
    """Begin again from another preset. Aim, people and readiness stay; rules and phases are new."""
    found = _preset(preset)
    current = Programme.objects.select_for_update().get(pk=programme.pk)
    if current.launched_at or current.phases.exclude(opened_at=None).exists():
        raise Refusal(
            _(
                "This programme has begun, so it keeps its preset. You can still change each of "
                "its rules."
            )
        )
    was, signs = current.preset, current.settings.get("signs", [])
    _take_defaults(current, found)
    current.settings["signs"] = signs
    current.save()
    current.phases.all().delete()
    Phase.objects.bulk_create(_phases(current, _planned(found)))
    programme.refresh_from_db()
    audit.record("preset_taken", about=programme, by=by, was=was, preset=found.slug)


@transaction.atomic
def change_purpose(
    programme: Programme,
    *,
    aim: str,
    priority: Priority | None,
    how_we_know: str,
    signs: Sequence[str] = (),
    by: Person,
) -> None:
    """Write down what the programme is for. One that has begun keeps all three parts of it."""
    current = Programme.objects.select_for_update().get(pk=programme.pk)
    _refuse_foreign(priority, current.organisation)
    current.aim = aim.strip()
    current.priority = priority
    current.how_we_know = how_we_know.strip()
    current.settings["signs"] = list(signs)[:MOST_SIGNS]
    if current.launched_at and missing_purpose(current):
        raise Refusal(
            _(
                "A programme that has begun keeps an aim, a priority, and how you will know. "
                "Change them, but leave none empty."
            )
        )
    current.save(update_fields=["aim", "priority", "how_we_know", "settings"])
    programme.refresh_from_db()
    audit.record("purpose_changed", about=programme, by=by)


@transaction.atomic
def launch_programme(programme: Programme, *, despite: str = "", by: Person) -> None:
    """Let the programme begin. Against the advice it wants a sentence, and keeps it."""
    current = Programme.objects.select_for_update().get(pk=programme.pk)
    if current.launched_at:
        raise AlreadySo(_("This programme has begun already."))
    missing: list[Promise | str] = missing_purpose(current)
    if missing:
        raise Refusal(
            _("Something is missing before it can begin: %(what)s")
            % {"what": " ".join(str(one) for one in missing)}
        )
    verdict = verdict_on(current)
    if verdict.is_advice_against and not despite.strip():
        raise Refusal(
            _(
                "The advice is not to begin yet. You may, and then say in one sentence why. "
                "The sentence is kept."
            )
        )
    current.launched_at = now()
    current.launched_despite = despite.strip() if verdict.is_advice_against else ""
    current.save(update_fields=["launched_at", "launched_despite"])
    programme.refresh_from_db()
    audit.record("programme_launched", about=programme, by=by, advice=str(verdict.outcome))
    events.programme_launched.send(sender=None, programme=programme)


def _refuse_foreign(priority: Priority | None, organisation: Organisation) -> None:
    if priority is not None and priority.organisation_id != organisation.pk:
        raise Refusal(_("Choose a priority of this organisation."))


def _preset(slug: str) -> presets.Preset:
    try:
        return presets.preset(slug)
    except KeyError as error:
        raise Refusal(
            _("There is no such kind of programme. Choose one of those shown.")
        ) from error


def _take_defaults(
    programme: Programme, found: presets.Preset, own: OwnPreset | None = None
) -> None:
    if own is not None and (own.retired_at or own.organisation_id != programme.organisation_id):
        raise Refusal(_("This preset is not offered any more. Choose one of those shown."))
    defaults.begin_with(programme, found.slug, own.values if own else {})
    programme.own_preset = own


def _planned(found: presets.Preset, own: OwnPreset | None = None) -> list[tuple[str, int]]:
    if own is not None and own.phases:
        return [(row["kind"], row["days"]) for row in own.phases]
    return [(planned.kind.slug, planned.days) for planned in found.phases]


def _phases(programme: Programme, planned: Sequence[tuple[str, int]]) -> list[Phase]:
    """One phase after the other, each for as long as the preset plans."""
    rows: list[Phase] = []
    begins = programme.starts_on
    for position, (kind, days) in enumerate(planned, start=1):
        ends = begins + timedelta(days=days - 1) if begins else None
        rows.append(
            Phase(
                programme=programme,
                kind=kind,
                position=position,
                planned_from=begins,
                planned_until=ends,
            )
        )
        begins = ends + timedelta(days=1) if ends else None
    return rows
