from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import ForeignObjectRel, QuerySet
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.events import people_returned
from turnabout.frame.directory.kept import key_in, with_kept
from turnabout.frame.directory.models import Address, Criterion, ImportBatch, Level, Person
from turnabout.frame.directory.queries import places_of
from turnabout.frame.directory.services.imports import PLACE_FIELDS
from turnabout.frame.directory.services.lists import forget_files
from turnabout.frame.directory.undo_notes import UNDO_DAYS, restored, stored

MANY = 500
_OWN_ROWS = frozenset({"addresses", "reports", "likenesses"})


@dataclass
class Undone:
    """What an undo gave back, and what it had to leave because it changed or is in use."""

    restored: int = 0
    removed: int = 0
    changed_since: int = 0
    in_use: int = 0
    resumed: int = 0


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: Person | None = None) -> Undone:
    """Give back what an import changed, unless it was changed since."""
    _check(batch)
    before = batch.before
    undone = Undone()
    _restore_people(batch, before.get("fields", {}), undone)
    kept = _remove_newcomers(batch, before.get("created", []), undone)
    _restore_addresses(batch, before.get("addresses", {}), kept, undone)
    _restore_levels(batch, before.get("levels", {}))
    _forget_unused_criteria(batch, before.get("criteria", []))
    if before.get("ended"):
        told = people_returned.send(sender=Person, ended=before["ended"])
        undone.resumed = sum(int(answer or 0) for _room, answer in told)
    stored_as, batch.stored_as, batch.before = batch.stored_as, "", {}
    batch.understood = {}
    batch.counts = {**batch.counts, "undone": asdict(undone)}
    batch.save(update_fields=["stored_as", "before", "counts", "understood"])
    batch.refresh_from_db(fields=["undone_at"])
    audit.record("staff_list_undone", about=batch, by=by, **asdict(undone))
    transaction.on_commit(lambda: forget_files(batch.public_id, stored_as))
    return undone


def _check(batch: ImportBatch) -> None:
    batch.refresh_from_db(fields=["applied_at", "undone_at", "before"])
    if batch.applied_at is None:
        raise Refusal(_("This list has not been imported, so there is nothing to undo."))
    if batch.undone_at is not None:
        raise AlreadySo(_("This import has already been undone."))
    if batch.applied_at + timedelta(days=UNDO_DAYS) < now() or not batch.before:
        raise Refusal(_("An import can be undone for 30 days. Import a corrected list instead."))
    later = ImportBatch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=now())
    if not later:
        raise AlreadySo(_("This import has already been undone."))


def _some(rows: QuerySet[Any], field: str, values: Iterable[Any]) -> Iterable[Any]:
    wanted = list(values)
    for start in range(0, len(wanted), MANY):
        yield from rows.filter(**{f"{field}__in": wanted[start : start + MANY]})


def _restore_people(
    batch: ImportBatch, fields: dict[str, dict[str, list[Any]]], undone: Undone
) -> None:
    organisation = batch.organisation
    levels = {level.name: level for level in Level.objects.filter(organisation=organisation)}
    ids = dict(Person.objects.filter(organisation=organisation).values_list("hr_id", "pk"))
    places = places_of(organisation)
    rows = Person.objects.filter(organisation=organisation).select_related("level", "manager")
    touched, names = [], set()
    for person in _some(rows, "public_id", fields):
        given_back = 0
        for name, (before, after) in fields[person.public_id].items():
            if _present_value(person, name) != after:
                undone.changed_since += 1
                continue
            if name == "level":
                person.level = levels.get(before)
            elif name == "place":
                person.work_at(before, places)
                names |= PLACE_FIELDS
            elif name == "manager":
                person.manager_id = ids.get(before)
            elif key := key_in(name):
                person.kept = with_kept(person.kept, key, before or "")
            else:
                setattr(person, name, restored(name, before))
            names.add("kept" if key_in(name) else name)
            given_back += 1
        touched.append(person)
        undone.restored += 1 if given_back else 0
    if names:
        Person.objects.bulk_update(touched, sorted(names), batch_size=MANY)


def _present_value(person: Person, field: str) -> Any:
    if key := key_in(field):
        return person.kept.get(key, "")
    if field == "level":
        return person.level.name if person.level else ""
    if field == "manager":
        return person.manager.hr_id if person.manager else ""
    if field == "place":
        return person.listed_place or person.place
    return stored(getattr(person, field))


def _restore_addresses(
    batch: ImportBatch, addresses: dict[str, list[int]], kept: set[int], undone: Undone
) -> None:
    """Close what the list opened and open what it closed; who stays keeps her address."""
    rows = Address.objects.filter(person__organisation=batch.organisation)
    opened = [
        row for row in _some(rows, "pk", addresses.get("opened", [])) if row.person_id not in kept
    ]
    unneeded = [row.pk for row in opened if row.until is None]
    undone.changed_since += len(opened) - len(unneeded)
    for start in range(0, len(unneeded), MANY):
        Address.objects.filter(pk__in=unneeded[start : start + MANY]).delete()
    current = list(rows.filter(until=None).values_list("person_id", "address"))
    busy = {person_id for person_id, _address in current}
    taken = {address.casefold() for _person_id, address in current}
    closed = list(_some(rows, "pk", addresses.get("closed", [])))
    reopened = [
        row for row in closed if row.person_id not in busy and row.address.casefold() not in taken
    ]
    undone.changed_since += len(closed) - len(reopened)
    for row in reopened:
        row.until = None
    Address.objects.bulk_update(reopened, ["until"], batch_size=MANY)


def _remove_newcomers(batch: ImportBatch, created: list[str], undone: Undone) -> set[int]:
    """Remove whom the list brought, but for those whom other rooms know by now."""
    rows = Person.objects.filter(organisation=batch.organisation)
    people = {person.pk: person for person in _some(rows, "public_id", created)}
    in_use = {pk for pk, person in people.items() if person.user_id is not None}
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.name in _OWN_ROWS:
            continue
        in_use |= _people_named_in(relation, people)
    free = [pk for pk in people if pk not in in_use]
    undone.in_use += len(in_use)
    undone.removed += len(free)
    for start in range(0, len(free), MANY):
        Person.objects.filter(pk__in=free[start : start + MANY]).delete()
    return in_use


def _people_named_in(relation: ForeignObjectRel, people: dict[int, Person]) -> set[int]:
    """Rooms below may already know somebody; then she stays. Asked by shape, not by name."""
    name = relation.field.name
    ids = list(people)
    found: set[int] = set()
    for start in range(0, len(ids), MANY):
        named = relation.related_model._default_manager.filter(
            **{f"{name}__in": ids[start : start + MANY]}
        )
        found.update(named.values_list(name, flat=True))
    return found


def _forget_unused_criteria(batch: ImportBatch, keys: Iterable[str]) -> None:
    people = Person.objects.filter(organisation=batch.organisation)
    unused = [key for key in keys if not people.filter(kept__has_key=key).exists()]
    Criterion.objects.filter(organisation=batch.organisation, key__in=unused).delete()


def _restore_levels(batch: ImportBatch, ranks: dict[str, int]) -> None:
    levels = Level.objects.filter(organisation=batch.organisation)
    levels.exclude(name__in=ranks).filter(people=None, settled_at=None).delete()
    if levels.filter(settled_at__gt=batch.applied_at).exists():
        return
    moved = []
    for level in levels:
        if level.name in ranks and level.rank != ranks[level.name]:
            level.rank = ranks[level.name]
            moved.append(level)
    Level.objects.bulk_update(moved, ["rank"])
