"""Sessions as entries of a calendar: what they are called, whom they reach, and who asks."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from turnabout.frame.directory.models import Person
from turnabout.together.meetings.calendars import ACCEPTED, UNANSWERED, Entry, Guest, link_in
from turnabout.together.meetings.models import Answer, Meeting
from turnabout.together.meetings.queries import place_for_others
from turnabout.together.meetings.reply_addresses import reply_address, uid_of


def neutral_title(meeting: Meeting) -> str:
    """What stands in calendars that others may read: the programme and a number."""
    return _("%(programme)s, session %(number)s") % {
        "programme": meeting.pair.programme.name,
        "number": meeting.number,
    }


def entry_of(meeting: Meeting, guests: Sequence[Guest] = ()) -> Entry:
    """A session as data; without guests nobody can read from it who the two are."""
    changes = (meeting.booked_at, meeting.changed_at, meeting.cancelled_at)
    return Entry(
        uid=uid_of(meeting.public_id),
        sequence=meeting.sequence,
        changed_at=max(change for change in changes if change is not None),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=neutral_title(meeting),
        place=meeting.place,
        url=link_in(meeting.place),
        guests=tuple(guests),
        is_cancelled=meeting.cancelled_at is not None,
    )


def entry_for_others(meeting: Meeting) -> Entry:
    """A session for whoever arranges it: the link of a call stays with the two."""
    return replace(entry_of(meeting), place=place_for_others(meeting), url="")


def guests_of(meeting: Meeting) -> tuple[Guest, ...]:
    """Both people with the addresses they have now, and what the calendar of each has said.

    Where no mailbox takes answers, nobody is asked for one: both have agreed on the date.
    """
    said = {answer.person_id: answer for answer in meeting.answers.all()}
    is_asked = bool(settings.REPLIES_ADDRESS)
    return tuple(
        Guest(
            person.name,
            person.address,
            answer=_answer(meeting, said.get(person.pk)) if is_asked else ACCEPTED,
            is_asked=is_asked,
        )
        for person in (meeting.pair.mentor, meeting.pair.mentee)
    )


def organiser_for(public_id: str, person: Person) -> str:
    """The site as the organiser of an entry, at the address that only this person writes to."""
    return reply_address(uid_of(public_id), person.public_id)


def _answer(meeting: Meeting, said: Answer | None) -> str:
    """What was said to an earlier hour says nothing about this one."""
    if said is None or said.sequence != meeting.sequence:
        return UNANSWERED
    return said.answer.upper()
