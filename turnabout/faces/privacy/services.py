"""What a person may have done with what is kept about her: asking, and being erased."""

from collections.abc import Sequence
from functools import partial

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from turnabout.faces.privacy import emails
from turnabout.faces.privacy.models import Erasure
from turnabout.foundation.accounts.models import User
from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now, today
from turnabout.foundation.trust import audit, vault
from turnabout.foundation.trust.personal import author_key, take_away
from turnabout.frame.directory.events import people_left
from turnabout.frame.directory.models import Person
from turnabout.frame.directory.privacy import leaving_of

MANY = 500


@transaction.atomic
def ask_for_erasure(person: Person) -> Erasure:
    """Somebody asks to be erased; those who can do it are told. A second tap asks nothing."""
    Person.objects.select_for_update().get(pk=person.pk)
    waiting = Erasure.objects.waiting().filter(person=person).first()
    if waiting is not None:
        return waiting
    _refuse_the_last_owner(person)
    erasure = Erasure.objects.create(person=person, asked_at=now())
    audit.record("erasure_asked", about=person, by=person)
    emails.send_asked(erasure)
    return erasure


@transaction.atomic
def withdraw_ask(person: Person) -> None:
    """Somebody thinks better of it, as long as nothing was done."""
    if not Erasure.objects.waiting().filter(person=person).update(withdrawn_at=now()):
        raise AlreadySo(_("Nothing waits to be erased."))
    audit.record("erasure_withdrawn", about=person, by=person)


@transaction.atomic
def erase_person(person: Person, *, by: Person | None) -> None:
    """Take out of every room what names somebody or is hers alone. It cannot be undone.

    She leaves first, as anybody leaves: what she takes part in ends, with the words of any ending.
    """
    _refuse_the_last_owner(person)
    _erase(person, by=by)


def settle(erasure: Erasure) -> None:
    """Destroy the keys of an erasure that is written, and write the list that outlives backups."""
    known = set(vault.erased_holders())
    for holder in erasure.keys:
        if holder not in known or vault.key_exists(holder):
            vault.destroy_key(holder)
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    Erasure.objects.filter(pk=erasure.pk).update(settled_at=now(), keys=[])


def settle_carried_out() -> int:
    """Finish what a crash left between the rows and the keys."""
    unsettled = list(Erasure.objects.unsettled())
    for erasure in unsettled:
        settle(erasure)
    return len(unsettled)


def erase_again() -> int:
    """Erase whom an older backup brought back, as the list of erasures says. Returns how many."""
    holders = set(vault.erased_holders())
    wanted = [
        holder.partition(":")[2] for holder in sorted(holders) if holder.startswith("person:")
    ]
    back = [
        person
        for start in range(0, len(wanted), MANY)
        for person in _still_there(wanted[start : start + MANY])
    ]
    for person in back:
        _erase(person, by=None)
    return len(back)


@transaction.atomic
def _erase(person: Person, *, by: Person | None) -> None:
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.erased_at is not None:
        raise AlreadySo(_("This person has been erased already."))
    if person.left_on is None:
        person.left_on = today(person.organisation.zone)
        person.save(update_fields=["left_on"])
        people_left.send(sender=Person, people=[person])
    leaving = leaving_of(person)
    with translation.override(person.organisation.language):
        take_away(leaving)
    erasure, _made = Erasure.objects.waiting().get_or_create(person=person)
    erasure.keys = [author_key(person), *leaving.keys]
    erasure.carried_out_at = now()
    erasure.save(update_fields=["keys", "carried_out_at"])
    audit.record("person_erased", about=person, by=by)
    transaction.on_commit(partial(settle, erasure))


def _still_there(names: Sequence[str]) -> list[Person]:
    return list(Person.objects.filter(public_id__in=names, erased_at=None))


def _refuse_the_last_owner(person: Person) -> None:
    owners = User.objects.filter(is_owner=True, is_active=True)
    if owners.filter(person=person).exists() and not owners.exclude(person=person).exists():
        raise Refusal(
            _("This installation would have no owner. Somebody else has to become one first.")
        )
