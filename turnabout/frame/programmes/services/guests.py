"""Guest organisations: partners whose people take part beside those of the host."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.models import User
from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.directory.services.organisations import add_person, open_organisation
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.programmes.services.members import end_membership, invite_member

CONTACT = Membership.Role.GUEST_CONTACT
SIDES = (Membership.Role.MENTOR, Membership.Role.MENTEE)


@transaction.atomic
def add_guest(
    programme: Programme, *, name: str, contact: str, mail: str, by: Person
) -> Organisation:
    """Let a partner organisation take part, and write to its contact, or to one more of them."""
    current = Programme.objects.select_for_update().get(pk=programme.pk)
    words = " ".join(name.split())
    if not words or not contact.strip() or not mail.strip():
        raise Refusal(_("Name the organisation, and who looks after its people there."))
    if current.closed_at:
        raise Refusal(_("This programme is over, so nobody joins it any more."))
    if words.casefold() == current.organisation.name.casefold():
        raise Refusal(_("This is the organisation that runs the programme."))
    contacts = Membership.objects.current().filter(
        programme=current,
        role=CONTACT,
        person__addresses__address__iexact=mail.strip(),
        person__addresses__until=None,
    )
    looked_after = contacts.values("person__organisation")
    if current.guests.filter(name__iexact=words, pk__in=looked_after).exists():
        raise AlreadySo(_("This organisation takes part already, with this contact."))
    host = current.organisation_id
    # A partner of before, in this programme or another; never one that never was the host's guest.
    known = Organisation.objects.filter(
        Q(programmes_as_guest__organisation=host)
        | Q(people__memberships__programme__organisation=host),
        name__iexact=words,
    )
    guest = known.first() or open_organisation(
        words,
        zone=current.organisation.zone,
        language=current.organisation.language,
        by=by,
    )
    elsewhere = User.objects.filter(email__iexact=mail.strip()).exclude(person__organisation=guest)
    if elsewhere.exists():
        raise Refusal(
            _(
                "Somebody of another organisation signs in here with this address. Each guest needs"
                " a contact with an address of its own."
            )
        )
    current.guests.add(guest)
    invite_member(current, _person_of(guest, contact, mail, by=by), role=CONTACT, by=by)
    audit.record("guest_added", about=programme, by=by, guest=guest.public_id)
    return guest


@transaction.atomic
def remove_guest(programme: Programme, guest: Organisation, *, by: Person) -> None:
    """Let nobody else of a guest join, and show its contact nothing more. Who takes part stays."""
    current = Programme.objects.select_for_update().get(pk=programme.pk)
    if not current.guests.filter(pk=guest.pk).exists():
        raise Refusal(_("This organisation does not take part any more."))
    current.guests.remove(guest)
    contacts = Membership.objects.current().filter(
        programme=current, role=CONTACT, person__organisation=guest
    )
    for contact in contacts:
        end_membership(contact, by=by)
    audit.record("guest_removed", about=programme, by=by, guest=guest.public_id)


@transaction.atomic
def invite_of_guest(
    programme: Programme, guest: Organisation, *, name: str, mail: str, role: str, by: Person
) -> Membership:
    """Invite somebody of a guest organisation to one of the two sides."""
    if role not in SIDES:
        raise Refusal(_("A guest organisation invites mentors and mentees."))
    if not name.strip() or not mail.strip():
        raise Refusal(_("Write the name and the mail address."))
    Programme.objects.select_for_update().get(pk=programme.pk)
    if not programme.guests.filter(pk=guest.pk).exists():
        raise Refusal(_("This organisation does not take part any more."))
    return invite_member(programme, _person_of(guest, name, mail, by=by), role=role, by=by)


def _person_of(guest: Organisation, name: str, mail: str, *, by: Person) -> Person:
    """Who has this address in the guest organisation; somebody new where nobody has."""
    known = Person.objects.present().filter(
        organisation=guest, addresses__address__iexact=mail.strip(), addresses__until=None
    )
    return known.first() or add_person(guest, name=name, mail=mail.strip(), by=by)
