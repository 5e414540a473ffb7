"""What the directory keeps of people, and the row that stays of one who was erased."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.ids import random_token
from turnabout.foundation.common.time import now, today
from turnabout.foundation.trust.disclosure import LEAST
from turnabout.foundation.trust.names import Names
from turnabout.foundation.trust.personal import Leaving, goes, stays, unlinked
from turnabout.frame.directory.models import (
    NO_NAME,
    Address,
    Appointment,
    ImportBatch,
    Person,
    SamePerson,
)
from turnabout.frame.directory.services.lists import forget_import_file

NOT_LISTED = "erased:"


def leaving_of(person: Person) -> Leaving:
    """What names her: the whole name and her addresses, the parts of it, and who shares those."""
    family = person.name.removeprefix(person.given_name).strip()
    parts = {person.given_name, family, *person.name.split()} - {person.name}
    longer_than_a_letter = tuple(sorted(part for part in parts if len(part.rstrip(".")) > 1))
    addresses = person.addresses.values_list("address", flat=True)
    names = Names((person.name, *addresses), longer_than_a_letter, _namesakes(person))
    return Leaving(person, names)


def _namesakes(person: Person) -> tuple[str, ...]:
    """Whole names of others, here and in guest organisations, that hold a word of hers."""
    hers = set(person.name.casefold().split())
    others = Person.objects.filter(erased_at=None).exclude(pk=person.pk).exclude(name=person.name)
    names = others.values_list("name", flat=True).distinct().iterator()
    return tuple(name for name in names if hers & set(name.casefold().split()))


def _leave_a_nameless_row(leaving: Leaving) -> None:
    """What others need of her stands on: that somebody was there, in a unit of several people."""
    person: Person = leaving.person
    colleagues = Person.objects.filter(organisation=person.organisation_id, unit=person.unit)
    is_large = colleagues.exclude(pk=person.pk).filter(erased_at=None).count() >= LEAST
    blank: dict[str, Any] = dict.fromkeys(
        ("job_title", "place", "listed_place", "place_zone", "zone", "language"), ""
    )
    nothing: dict[str, Any] = dict.fromkeys(("level", "manager", "started_on", "away_until"), None)
    Person.objects.filter(manager=person).update(manager=None)
    Person.objects.filter(pk=person.pk).update(
        **blank,
        **nothing,
        hr_id=NOT_LISTED + random_token(),
        name=NO_NAME,
        kept={},
        given_name=NO_NAME,
        unit=person.unit if is_large else "",
        left_on=person.left_on or today(person.organisation.zone),
        erased_at=now(),
    )


def _forget_lists_that_name_her(leaving: Leaving) -> None:
    """Staff lists and what they replaced are kept for an undo; with them she would be, too."""
    person: Person = leaving.person
    kept = ImportBatch.objects.filter(organisation=person.organisation_id)
    for batch in kept.exclude(stored_as="", before={}, understood={}, checked={}):
        forget_import_file(batch)
    for field in ("uploaded_by", "asked_by"):
        kept.filter(**{field: person}).update(**{field: None})
    SamePerson.objects.filter(organisation=person.organisation_id, hr_id=person.hr_id).delete()


stays(
    Person,
    "public_id",
    words=_("What the staff list says of you"),
    why=_(
        "A row without a name stays where others need it: as “somebody who left”. Of your unit it"
        " keeps the name only where at least five others work in it."
    ),
    erase=_leave_a_nameless_row,
    opens=lambda person: {"manager": person.manager.name if person.manager else ""},
)
stays(
    Person,
    "manager",
    words=_("Who reports to you"),
    why=_("Your colleagues stay. They have no manager here until the next staff list."),
)
goes(Address, "person", words=_("Your mail addresses, today's and earlier ones"))
goes(SamePerson, "person", words=_("That a new staff number was found to be yours, or not"))
unlinked(SamePerson, "answered_by", words=_("Whom you recognised on a staff list"))
goes(Appointment, "person", words=_("What you are appointed to in the organisation"))
stays(
    ImportBatch,
    "uploaded_by",
    "asked_by",
    words=_("Staff lists that you brought in"),
    why=_(
        "That they were brought in stays, without you. The files are deleted, and what they"
        " replaced, so these imports can no longer be undone."
    ),
    erase=_forget_lists_that_name_her,
)
