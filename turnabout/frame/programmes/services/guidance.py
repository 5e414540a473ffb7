from collections.abc import Sequence

from django.db import transaction

from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme


@transaction.atomic
def change_guidance(
    programme: Programme,
    *,
    objectives: Sequence[str],
    guidelines: Sequence[str],
    support: Sequence[str],
    by: Person,
) -> None:
    """Write what this programme adds to the shipped guidelines: objectives, rules, support."""
    _keep(
        programme,
        "guidance",
        {
            "objectives": list(objectives),
            "guidelines": list(guidelines),
            "support": list(support),
        },
    )
    audit.record("guidance_changed", about=programme, by=by)


@transaction.atomic
def set_targets(
    programme: Programme, *, mentors: int | None, mentees: int | None, by: Person
) -> None:
    """Say how many people the programme wants on each side; None says nothing."""
    targets = {"mentor": mentors, "mentee": mentees}
    _keep(programme, "targets", targets)
    audit.record("targets_set", about=programme, by=by, **targets)


def _keep(programme: Programme, name: str, value: object) -> None:
    current = Programme.objects.select_for_update().get(pk=programme.pk)
    current.settings[name] = value
    current.save(update_fields=["settings"])
    programme.settings = current.settings
