from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.ids import random_token
from turnabout.foundation.common.time import now, today
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import BY_HAND, Address, Appointment, Organisation, Person


@transaction.atomic
def open_organisation(
    name: str, *, zone: str = "UTC", language: str = "en", by: Person | None = None
) -> Organisation:
    """Begin an organisation; everything else hangs below it."""
    organisation = Organisation.objects.create(
        name=name.strip(), zone=zone, language=language, created_at=now()
    )
    audit.record("organisation_opened", about=organisation, by=by)
    return organisation


@transaction.atomic
def add_person(
    organisation: Organisation,
    *,
    name: str,
    hr_id: str = "",
    mail: str = "",
    job_title: str = "",
    by: Person | None = None,
) -> Person:
    """Add one person by hand, such as the first coordinator; lists come by import.

    Without a staff number she gets one from the first list that has her mail address.
    """
    hr_id = hr_id or BY_HAND + random_token()
    if Person.objects.filter(organisation=organisation, hr_id=hr_id).exists():
        raise Refusal(_("This staff number belongs to somebody else already."))
    person = Person.objects.create(
        organisation=organisation,
        hr_id=hr_id,
        name=name.strip(),
        given_name=name.strip().split(" ", 1)[0][:80],
        job_title=job_title,
        created_at=now(),
    )
    if mail:
        Address.objects.create(person=person, address=mail, since=today(organisation.zone))
    audit.record("person_added", about=person, by=by)
    return person


@transaction.atomic
def appoint_person(person: Person, *, role: str, by: Person | None = None) -> Appointment:
    """Let somebody run programmes, or audit them, for the whole organisation."""
    if person.left_on is not None:
        raise Refusal(_("This person has left, so she or he cannot be appointed."))
    appointment, made = Appointment.objects.get_or_create(
        person=person, role=role, until=None, defaults={"since": now()}
    )
    if not made:
        raise AlreadySo(_("This person is appointed already."))
    audit.record("person_appointed", about=person, by=by, role=role)
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: Person | None = None) -> None:
    """End an appointment from this moment on."""
    ended = Appointment.objects.filter(pk=appointment.pk, until=None).update(until=now())
    if not ended:
        raise AlreadySo(_("This appointment has already ended."))
    audit.record("appointment_ended", about=appointment.person, by=by, role=appointment.role)
