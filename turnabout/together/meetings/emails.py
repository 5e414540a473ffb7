"""The mails about sessions. Times, places and numbers; never what is talked about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.links import LinkPurpose, leads_to
from turnabout.foundation.common.time import now
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import Manner, describes, in_days
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import LinkWanted, brings_calendar, still_wanted
from turnabout.frame.directory.models import Person
from turnabout.together.meetings import queries
from turnabout.together.meetings.calendars import CANCEL, REQUEST, entry_file
from turnabout.together.meetings.entries import entry_of, guests_of, organiser_for
from turnabout.together.meetings.gate import gate_of
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.emails import frame
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.moments import next_working_morning

REMINDED_FOR = timedelta(days=2)
ASKED_FOR = timedelta(days=14)
HOURS_BEFORE = timedelta(hours=3)
LINK_DAYS = 21


@leads_to("book")
def to_book(link: LinkPurpose) -> str:
    return reverse("meetings:book", kwargs={"public_id": link.about})


@leads_to("move")
def to_move(link: LinkPurpose) -> str:
    return reverse("meetings:move", kwargs={"public_id": link.about})


@leads_to("held")
def to_held(link: LinkPurpose) -> str:
    return reverse("meetings:held", kwargs={"public_id": link.about})


@leads_to("delegate")
def to_delegate(_link: LinkPurpose) -> str:
    return reverse("meetings:delegate")


def send_booked(pair: Pair, meetings: Sequence[Meeting]) -> None:
    """All dates in one mail to each, and one invitation for each session's calendar entry."""
    dates = [facts_of(meeting) for meeting in meetings]
    days = max(_days_open(meeting) for meeting in meetings)
    for person in (pair.mentor, pair.mentee):
        outbox.add(
            "meetings/booked",
            to=person,
            about=pair,
            context={
                **frame(pair),
                "dates": dates,
                "partner_name": pair.other_person(person).name,
            },
            links={"action_url": LinkWanted("pair", pair.public_id, days=days)},
        )
    send_entries(pair, meetings)
    for delegation in queries.delegates_of(pair):
        outbox.add(
            "meetings/arrange",
            to=delegation.person,
            about=pair,
            context={
                **frame(pair),
                "dates": [
                    {**facts_of(meeting), "place": queries.place_for_others(meeting)}
                    for meeting in meetings
                ],
                "principal_name": pair.mentee.name,
            },
            links={"action_url": LinkWanted("delegate", delegation.public_id, days=days)},
        )


def send_entries(pair: Pair, meetings: Sequence[Meeting]) -> None:
    """One invitation to each for each session’s calendar entry."""
    for person in (pair.mentor, pair.mentee):
        for meeting in meetings:
            _invite(meeting, person)


def send_moved(meeting: Meeting) -> None:
    for person in (meeting.pair.mentor, meeting.pair.mentee):
        about_one("meetings/moved", meeting, person, _to_move(meeting))


def send_cancelled(meeting: Meeting, *, by: Person | None) -> None:
    """Whoever stopped is free at once; the other hears with the neutral note, or in time."""
    pair = meeting.pair
    for person in (pair.mentor, pair.mentee):
        due_at = now()
        if by is None or person.pk != by.pk:
            in_time = max(now(), meeting.starts_at - HOURS_BEFORE)
            due_at = min(next_working_morning(person), in_time)
        about_one("meetings/cancelled", meeting, person, None, due_at=due_at)


def send_reminder(meeting: Meeting) -> None:
    waits = gate_of(meeting.pair, "en") is not None
    for person in (meeting.pair.mentor, meeting.pair.mentee):
        about_one(
            "meetings/reminder",
            meeting,
            person,
            LinkWanted("pair", meeting.pair.public_id),
            stale_after=REMINDED_FOR,
            waits=waits,
        )


def send_did_you_meet(meeting: Meeting) -> None:
    for person in (meeting.pair.mentor, meeting.pair.mentee):
        about_one(
            "meetings/did-you-meet",
            meeting,
            person,
            LinkWanted("held", meeting.public_id),
            stale_after=ASKED_FOR,
        )


def send_declined(
    meeting: Meeting, *, to: Person, proposed_at: datetime | None = None, trouble: str = ""
) -> None:
    """Whose calendar said no hears that nothing was cancelled, and gets other hours at once.

    An hour that her calendar proposed and that cannot be put before the other side is named, with
    the reason.
    """
    hour = proposed_at.isoformat() if proposed_at else ""
    about_one(
        "meetings/declined",
        meeting,
        to,
        _to_move(meeting),
        dedupe=f"{meeting.public_id}:{meeting.sequence}:{hour}",
        proposed_at=hour,
        trouble=trouble,
    )


@still_wanted("meetings/invitation", "meetings/moved", "meetings/reminder", "meetings/declined")
def is_still_so(message: OutboxMessage) -> bool:
    """Whether the session still stands where this notice says it does."""
    return (
        Meeting.objects.standing()
        .filter(public_id=message.about, sequence=message.context["sequence"])
        .exists()
    )


@still_wanted("meetings/cancelled")
def is_still_out(message: OutboxMessage) -> bool:
    out = Meeting.objects.filter(public_id=message.about).exclude(cancelled_at=None)
    return out.exists()


@still_wanted("meetings/did-you-meet")
def is_still_unanswered(message: OutboxMessage) -> bool:
    return Meeting.objects.unanswered(now()).filter(public_id=message.about).exists()


@brings_calendar("meetings/invitation", "meetings/moved")
def entry(message: OutboxMessage) -> bytes | None:
    return _file(message, REQUEST)


@brings_calendar("meetings/cancelled")
def entry_taken_out(message: OutboxMessage) -> bytes | None:
    return _file(message, CANCEL)


def _invite(meeting: Meeting, person: Person) -> None:
    about_one("meetings/invitation", meeting, person, _to_move(meeting))


def _to_move(meeting: Meeting) -> LinkWanted:
    return LinkWanted("move", meeting.public_id, days=_days_open(meeting))


def _days_open(meeting: Meeting) -> int:
    """A link in a calendar mail works until its session is over, not only for a few weeks."""
    return max(LINK_DAYS, (meeting.starts_at - now()).days + LINK_DAYS)


def about_one(
    kind: str,
    meeting: Meeting,
    person: Person,
    link: LinkWanted | None,
    *,
    dedupe: str = "",
    due_at: datetime | None = None,
    stale_after: timedelta | None = None,
    **facts: Any,
) -> None:
    """A mail about one session, once for each of its times or for what `dedupe` names."""
    one_of_a_kind = dedupe or f"{meeting.public_id}:{meeting.sequence}"
    outbox.add(
        kind,
        to=person,
        about=meeting,
        context={**frame(meeting.pair), **facts_of(meeting), **facts},
        links={"action_url": link} if link else {},
        dedupe=f"{kind}:{one_of_a_kind}:{person.public_id}",
        due_at=due_at,
        stale_after=stale_after,
    )


def facts_of(meeting: Meeting) -> dict[str, Any]:
    return {
        "number": meeting.number,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "place": meeting.place,
        "sequence": meeting.sequence,
    }


def _file(message: OutboxMessage, method: str) -> bytes | None:
    meeting = (
        Meeting.objects.filter(public_id=message.about)
        .select_related("pair__programme__organisation", "pair__mentor", "pair__mentee")
        .prefetch_related("answers")
        .first()
    )
    if meeting is None:
        return None
    pair = meeting.pair
    reader = pair.mentor if message.recipient == pair.mentor.public_id else pair.mentee
    # A note that waits for the morning must not tell in its file at which moment somebody stopped.
    told_at = message.due_at if method == CANCEL else message.created_at
    with translation.override(pair.programme.organisation.language):
        entry = entry_of(meeting, guests_of(meeting))
        return entry_file(
            replace(entry, changed_at=told_at) if method == CANCEL else entry,
            method=method,
            organiser=organiser_for(meeting.public_id, reader),
            stamped_at=told_at,
        )


def _sample() -> dict[str, Any]:
    return {
        "number": 2,
        "starts_at": in_days(9),
        "ends_at": in_days(9, hour=11),
        "place": "Holm, 2.14",
        "partner_name": "Bruno Keller",
        "principal_name": "Bruno Keller",
        "waits": True,
        "proposed_at": in_days(20, hour=14),
        "trouble": str(_("That hour is in the quiet hours of the other side.")),
    }


def _sample_of_dates() -> dict[str, Any]:
    dates = [
        {**_sample(), "number": number, "starts_at": in_days(21 * number)} for number in (1, 2, 3)
    ]
    return {**_sample(), "dates": dates}


describes(
    "meetings/booked",
    to=_("Both of a pair"),
    why=_("All dates are booked at once."),
    facts=_sample_of_dates,
)
describes(
    "meetings/arrange",
    to=_("Assistants of mentees"),
    why=_("The dates of a pair are booked."),
    facts=_sample_of_dates,
)
for _kind, _why, _manner in (
    ("invitation", _("A session is booked; it brings the calendar entry."), Manner.ACT),
    ("moved", _("A session has another time."), Manner.ACT),
    ("cancelled", _("A session does not take place."), Manner.ACT),
    # It says “in two days”, so it may not wait for a better hour.
    ("reminder", _("A session is two days away."), Manner.ACT),
    ("declined", _("Somebody’s calendar said no to a session."), Manner.ACT),
    ("did-you-meet", _("A session should have taken place, and nobody has said so."), Manner.ASK),
):
    describes(f"meetings/{_kind}", to=_("Both of a pair"), why=_why, facts=_sample, manner=_manner)
