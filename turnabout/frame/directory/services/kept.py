"""The columns that are kept to match people by: what they are called, and letting go of one."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust import audit
from turnabout.frame.directory.columns import why_left_out
from turnabout.frame.directory.kept import attribute_of, key_of, with_kept
from turnabout.frame.directory.models import Criterion, ImportBatch, Organisation, Person
from turnabout.frame.directory.vocabulary import Field

MANY = 500


@transaction.atomic
def name_criteria(
    organisation: Organisation, names: Mapping[int, str], *, by: Person | None = None
) -> None:
    """Call kept columns as people call them, by their keys."""
    for criterion in Criterion.objects.filter(organisation=organisation, pk__in=names):
        name = " ".join(names[criterion.pk].split())[:80]
        if not name or name == criterion.name:
            continue
        if reason := why_left_out(name):
            raise Refusal(
                _("“%(name)s” cannot be the name of something that is matched by. %(reason)s")
                % {"name": name, "reason": reason}
            )
        Criterion.objects.filter(pk=criterion.pk).update(name=name)
        audit.record("criterion_named", about=criterion, by=by)


@transaction.atomic
def forget_criterion(criterion: Criterion, *, by: Person | None = None) -> int:
    """Keep a column no longer: what everybody has there goes, and later lists leave it out.

    Returns of how many people it was kept.
    """
    organisation = criterion.organisation
    people = list(Person.objects.filter(organisation=organisation, kept__has_key=criterion.key))
    for person in people:
        person.kept = with_kept(person.kept, criterion.key, "")
    Person.objects.bulk_update(people, ["kept"], batch_size=MANY)
    _forget_choices(organisation, criterion.key)
    audit.record("column_kept_no_longer", about=criterion, by=by, people=len(people))
    criterion.delete()
    return len(people)


def _forget_choices(organisation: Organisation, key: str) -> None:
    """A later list with these columns would bring it back, and an undo what people had there."""
    for batch in ImportBatch.objects.filter(organisation=organisation):
        columns = batch.mapping.get("columns") or {}
        kept = [name for name, field in columns.items() if field == Field.KEPT]
        mine = [name for name in kept if key_of(name) == key]
        if not mine:
            continue
        unused = dict.fromkeys(mine, str(Field.NOT_USED))
        batch.mapping = {**batch.mapping, "columns": {**columns, **unused}}
        batch.before = _without(batch.before, key)
        batch.save(update_fields=["mapping", "before"])


def _without(before: dict[str, object], key: str) -> dict[str, object]:
    fields = before.get("fields")
    if not isinstance(fields, dict):
        return before
    name = attribute_of(key)
    left = {
        person: {field: noted for field, noted in changes.items() if field != name}
        for person, changes in fields.items()
    }
    return {**before, "fields": left}
