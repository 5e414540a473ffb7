"""The acts of matching."""

from django.db import transaction

from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.joining.matching.models import Bond


@transaction.atomic
def begin_bond(programme: Programme, mentor: Person, mentee: Person) -> Bond:
    """Remember from when these two are partners. A bond that stands is not made twice."""
    bond, _made = Bond.objects.get_or_create(
        programme=programme, mentor=mentor, mentee=mentee, until=None, defaults={"since": now()}
    )
    return bond


@transaction.atomic
def end_bond(programme: Programme, mentor: Person, mentee: Person) -> None:
    """Remember until when these two were partners."""
    Bond.objects.standing().filter(programme=programme, mentor=mentor, mentee=mentee).update(
        until=now()
    )
