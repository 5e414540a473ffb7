"""Gatherings as entries of a calendar. A guest's entry names her alone, and nobody else."""

from django.conf import settings
from django.utils.translation import gettext as _

from turnabout.frame.directory.models import Person
from turnabout.together.gatherings.models import Gathering
from turnabout.together.meetings.calendars import ACCEPTED, UNANSWERED, Entry, Guest, link_in
from turnabout.together.meetings.reply_addresses import uid_of

SAID = {True: "ACCEPTED", False: "DECLINED", None: UNANSWERED}


def neutral_title(gathering: Gathering) -> str:
    """What stands in calendars that others may read: the programme, and that several meet."""
    return _("%(programme)s, joint hour") % {"programme": gathering.programme.name}


def entry_of(gathering: Gathering, guests: tuple[Guest, ...] = ()) -> Entry:
    return Entry(
        uid=uid_of(gathering.public_id),
        sequence=gathering.sequence,
        changed_at=gathering.changed_at,
        starts_at=gathering.starts_at,
        ends_at=gathering.ends_at,
        title=neutral_title(gathering),
        place=gathering.place,
        url=link_in(gathering.place),
        guests=guests,
        is_cancelled=gathering.cancelled_at is not None,
    )


def guest_of(gathering: Gathering, person: Person) -> Guest:
    """One person as the guest of an hour, with what she has answered."""
    is_leading = person.pk == gathering.facilitator_id
    invitation = gathering.invitations.filter(person=person).first()
    comes = invitation.comes if invitation else None
    return Guest(
        person.name,
        person.address,
        answer=ACCEPTED if is_leading else SAID[comes],
        is_asked=bool(settings.REPLIES_ADDRESS) and not is_leading,
    )
