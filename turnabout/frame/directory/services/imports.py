from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now, today
from turnabout.foundation.trust import audit
from turnabout.frame.directory.columns import mapping_of
from turnabout.frame.directory.comparison import Difference
from turnabout.frame.directory.events import people_left, people_moved
from turnabout.frame.directory.kept import key_in, key_of, with_kept
from turnabout.frame.directory.models import (
    Address,
    Criterion,
    ImportBatch,
    Level,
    Organisation,
    Person,
    Place,
)
from turnabout.frame.directory.queries import Preview, Tell, places_of, preview_import
from turnabout.frame.directory.undo_notes import remember
from turnabout.frame.directory.vocabulary import Field

MANY = 500
PLAIN_FIELDS = (
    "hr_id",
    "name",
    "given_name",
    "job_title",
    "unit",
    "language",
    "zone",
    "started_on",
    "away_until",
)


PLACE_FIELDS = {"place", "listed_place", "place_zone"}


class Words(NamedTuple):
    """The words of a list for levels and places, as this organisation understands them."""

    levels: Mapping[str, Level]
    places: Mapping[str, Place]


@transaction.atomic
def apply_import(
    batch: ImportBatch,
    *,
    by: Person | None = None,
    many_may_leave: bool = False,
    seen: str = "",
    tell: Tell = lambda _percent: None,
) -> Difference:
    """Do all that the list changes, or nothing. `seen` is the fingerprint of what was shown.

    `tell` hears how far it is, in percent.
    """
    organisation = Organisation.objects.select_for_update().get(pk=batch.organisation_id)
    if not ImportBatch.objects.filter(pk=batch.pk, applied_at=None).update(applied_at=now()):
        raise AlreadySo(_("This list has already been imported."))
    preview = preview_import(batch, tell=lambda percent: tell(percent // 2))
    tell(45)
    _check(preview, many_may_leave=many_may_leave, seen=seen, by=by)
    difference = preview.difference
    people = {
        person.hr_id: person
        for person in Person.objects.filter(organisation=organisation).select_related(
            "level", "manager"
        )
    }
    day = today(organisation.zone)
    before = remember(difference, people)
    words = Words(_settle_levels(organisation, preview, before), places_of(organisation))
    _settle_criteria(organisation, preview, before, by=by)
    _add_newcomers(organisation, difference, people, words, before)
    tell(55)
    _change_people(difference, people, words)
    tell(65)
    _settle_managers(difference, people)
    tell(80)
    leavers = _let_leave(difference, people)
    _settle_addresses(difference, people, day, before)
    tell(95)
    audit.record("staff_list_imported", about=batch, by=by, **counts_of(difference))
    if leavers:
        told = people_left.send(sender=Person, people=leavers)
        # What the rooms below ended comes back to them, and only to them, with an undo.
        before["ended"] = [ended for _room, answer in told for ended in answer or ()]
    changed_place = [people[one.hr_id] for one in difference.changed if one.stands_elsewhere]
    if changed_place:
        people_moved.send(sender=Person, people=changed_place)
    _finish(batch, preview, before)
    return difference


def counts_of(difference: Difference) -> dict[str, int]:
    return {
        "new": len(difference.new),
        "changed": len(difference.changed),
        "moved": len(difference.moved),
        "left": len(difference.left),
        "rehired": len(difference.rehired),
        "unchanged": difference.unchanged,
        "reused": len(difference.addresses_reused),
        "waiting": len(difference.waiting),
    }


def _check(preview: Preview, *, many_may_leave: bool, seen: str, by: Person | None) -> None:
    difference = preview.difference
    if difference.errors:
        raise Refusal(
            _("The list still has rows that cannot be read. Correct them and upload it again.")
        )
    if seen and seen != preview.fingerprint:
        raise Refusal(_("The people here changed since you looked. Look at the changes again."))
    if difference.waiting and not preview.changes_anything:
        raise Refusal(_("Nothing changes before somebody says who the rows are that wait."))
    if not preview.changes_anything:
        raise Refusal(_("This list changes nothing: everybody is here as it says."))
    if by is not None and difference.lets_leave(by.hr_id):
        raise Refusal(
            _("By this list you have left yourself. Add your own row, or bring it as a part.")
        )
    if difference.brakes and not many_may_leave:
        raise Refusal(
            _("%(brakes)s Tick that this is right first.") % {"brakes": " ".join(difference.brakes)}
        )


def _settle_levels(
    organisation: Organisation, preview: Preview, before: dict[str, Any]
) -> dict[str, Level]:
    known = {level.name: level for level in Level.objects.filter(organisation=organisation)}
    before["levels"] = {name: level.rank for name, level in known.items()}
    new, moved = [], []
    ranks = enumerate(preview.levels.steps, start=1)
    for rank, name in ((rank, name) for rank, step in ranks for name in step):
        level = known.get(name)
        if level is None:
            new.append(Level(organisation=organisation, name=name, rank=rank))
        elif level.rank != rank:
            level.rank = rank
            moved.append(level)
    Level.objects.bulk_create(new)
    Level.objects.bulk_update(moved, ["rank"])
    return {level.name: level for level in Level.objects.filter(organisation=organisation)}


def _settle_criteria(
    organisation: Organisation, preview: Preview, before: dict[str, Any], *, by: Person | None
) -> None:
    """Note which columns are kept from now on to match people by."""
    names = {key_of(one.name): one.name for one in preview.columns if one.field is Field.KEPT}
    there = Criterion.objects.filter(organisation=organisation)
    known = set(there.values_list("key", flat=True))
    new = [
        Criterion(organisation=organisation, key=key, name=name[:80], kept_since=now())
        for key, name in names.items()
        if key not in known
    ]
    Criterion.objects.bulk_create(new)
    for criterion in new:
        audit.record("column_kept", about=criterion, by=by)
    before["criteria"] = [criterion.key for criterion in new]


def _add_newcomers(
    organisation: Organisation,
    difference: Difference,
    people: dict[str, Person],
    words: Words,
    before: dict[str, Any],
) -> None:
    made = [
        Person(
            organisation=organisation,
            level=words.levels.get(entry.level),
            created_at=now(),
            kept={key: value for key, value in entry.kept if value},
            **{field: entry.value(field) for field in PLAIN_FIELDS},
        )
        for entry in difference.new
    ]
    for person, entry in zip(made, difference.new, strict=True):
        person.work_at(entry.place, words.places)
    Person.objects.bulk_create(made, batch_size=MANY)
    people.update({person.hr_id: person for person in made})
    before["created"] = [person.public_id for person in made]


def _change_people(difference: Difference, people: dict[str, Person], words: Words) -> None:
    touched, fields = [], set()
    for change in (*difference.changed, *difference.rehired):
        person = people[change.known_as]
        people[change.hr_id] = person
        for one in change.fields:
            if one.field in PLAIN_FIELDS:
                setattr(person, one.field, one.after)
                fields.add(one.field)
            elif one.field == "level":
                person.level = words.levels.get(str(one.after))
                fields.add("level")
            elif one.field == "place":
                person.work_at(str(one.after), words.places)
                fields |= PLACE_FIELDS
            elif key := key_in(one.field):
                person.kept = with_kept(person.kept, key, str(one.after))
                fields.add("kept")
        if person.left_on is not None:
            person.left_on = None
            fields.add("left_on")
        touched.append(person)
    if fields:
        Person.objects.bulk_update(touched, sorted(fields), batch_size=MANY)


def _settle_managers(difference: Difference, people: Mapping[str, Person]) -> None:
    managers = {entry.hr_id: entry.manager for entry in difference.new if entry.manager}
    for change in (*difference.changed, *difference.rehired):
        for one in change.fields:
            if one.field == "manager":
                managers[change.hr_id] = str(one.after)
    touched = []
    for hr_id, manager in managers.items():
        person = people[hr_id]
        person.manager = people.get(manager)
        touched.append(person)
    Person.objects.bulk_update(touched, ["manager"], batch_size=MANY)


def _let_leave(difference: Difference, people: Mapping[str, Person]) -> list[Person]:
    leavers = []
    for leaver in difference.left:
        person = people[leaver.hr_id]
        person.left_on = leaver.on
        leavers.append(person)
    Person.objects.bulk_update(leavers, ["left_on"], batch_size=MANY)
    return leavers


def _settle_addresses(
    difference: Difference, people: Mapping[str, Person], day: date, before: dict[str, Any]
) -> None:
    """Close the addresses that ended and open those that began, dated today."""
    ending = {people[one.before].pk for one in difference.addresses_reused}
    reused = {one.address.casefold() for one in difference.addresses_reused}
    beginning: list[tuple[Person, str]] = [
        (people[entry.hr_id], entry.mail) for entry in difference.new if entry.mail
    ]
    renamed: set[int] = set()
    for change in (*difference.changed, *difference.rehired):
        for one in change.fields:
            if one.field == "mail":
                renamed.add(people[change.hr_id].pk)
                if one.after:
                    beginning.append((people[change.hr_id], str(one.after)))
    closed = [
        row
        for row in _open_addresses(ending | renamed)
        if row.person_id in renamed or row.address.casefold() in reused
    ]
    for row in closed:
        row.until = day
    Address.objects.bulk_update(closed, ["until"], batch_size=MANY)
    opened = Address.objects.bulk_create(
        [Address(person=person, address=mail, since=day) for person, mail in beginning],
        batch_size=MANY,
    )
    before["addresses"] = {
        "closed": [row.pk for row in closed],
        "opened": [row.pk for row in opened],
    }


def _open_addresses(person_ids: Iterable[int]) -> Iterable[Address]:
    wanted = sorted(person_ids)
    for start in range(0, len(wanted), MANY):
        yield from Address.objects.filter(person_id__in=wanted[start : start + MANY], until=None)


def _finish(batch: ImportBatch, preview: Preview, before: dict[str, Any]) -> None:
    batch.mapping = {
        **batch.mapping,
        "columns": mapping_of(preview.columns),
        "is_whole": preview.is_whole,
    }
    batch.counts = counts_of(preview.difference)
    batch.before = before
    batch.checked = {}
    batch.save(update_fields=["mapping", "counts", "before", "checked"])
    batch.refresh_from_db(fields=["applied_at"])
