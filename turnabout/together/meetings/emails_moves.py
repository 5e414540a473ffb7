"""The mails about moving and keeping sessions. Times and places; never a reason, never a name
of whoever moved."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.links import LinkPurpose, leads_to
from turnabout.foundation.common.time import now
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import Manner, describes, in_days
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import LinkWanted, brings_calendar, still_wanted
from turnabout.frame.directory.models import Person
from turnabout.together.meetings import queries
from turnabout.together.meetings.emails import (
    about_one,
    entry,
    entry_taken_out,
    facts_of,
    is_still_so,
    send_entries,
)
from turnabout.together.meetings.models import Meeting, Move, OtherTimes
from turnabout.together.pairs.emails import frame
from turnabout.together.pairs.models import Pair

MOST_HOURS_NAMED = 3
# The first hour that is named lies further ahead than this.
HOURS_STAND_FOR = timedelta(days=4)


@leads_to("times")
def to_times(link: LinkPurpose) -> str:
    return reverse("meetings:times", kwargs={"public_id": link.about})


def send_times(offer: OtherTimes) -> None:
    """Ask the other side to take one of the times, with one tap."""
    for person, is_assistant in _asked(offer):
        _about_times("meetings/times", offer, person, is_assistant)


def send_times_of_programme(offer: OtherTimes, *, senior: str) -> None:
    """After two moves: three times for both. The mentor reads one neutral line and need not act."""
    pair = offer.meeting.pair
    for person in (pair.mentor, pair.mentee):
        is_senior = pair.side_of(person) == senior
        _about_times("meetings/new-times", offer, person, False, is_senior=is_senior)


def send_stays(offer: OtherTimes) -> None:
    """Tell whoever offered that the session stays. Whether anybody looked is not told."""
    if offer.offered_by is None:
        return
    about_one(
        "meetings/stays",
        offer.meeting,
        offer.offered_by,
        link=None if offer.by_delegate else LinkWanted("move", offer.meeting.public_id),
        dedupe=offer.public_id,
    )


def send_given_up(meeting: Meeting, offer: OtherTimes | None) -> None:
    """The session does not take place; both get the same words, and the times that suit both."""
    for person in (meeting.pair.mentor, meeting.pair.mentee):
        about_one(
            "meetings/given-up",
            meeting,
            person,
            link=_link_to_times(meeting) if offer else _link_to_pair(meeting),
            times=offer.times if offer else [],
        )


def send_next_date(last: Meeting, proposed: queries.Proposed) -> None:
    """A session was held and none follows: both get the same words and hours, and either books."""
    pair = last.pair
    hours = queries.some_of(proposed.choices, proposed.best, MOST_HOURS_NAMED)
    for person in (pair.mentor, pair.mentee):
        outbox.add(
            "meetings/next-date",
            to=person,
            about=pair,
            context={
                **frame(pair),
                "number": proposed.number,
                "partner_name": pair.other_person(person).name,
                "times": [hour.isoformat() for hour in hours],
            },
            links={"action_url": LinkWanted("book", pair.public_id)},
            dedupe=f"next-date:{last.public_id}:{now():%Y-%m-%d}:{person.public_id}",
            stale_after=HOURS_STAND_FOR,
        )


def send_place(meeting: Meeting) -> None:
    """The same hour in another place, with the calendar entry brought up to date."""
    for person in (meeting.pair.mentor, meeting.pair.mentee):
        about_one("meetings/place", meeting, person, link=_link_to_pair(meeting))


def send_dates_from_programme(pair: Pair, meetings: Sequence[Meeting], until: datetime) -> None:
    """Dates that the programme put in: both may move each of them freely for a while."""
    for person in (pair.mentor, pair.mentee):
        outbox.add(
            "meetings/dates-put-in",
            to=person,
            about=pair,
            context={
                **frame(pair),
                "dates": [facts_of(meeting) for meeting in meetings],
                "partner_name": pair.other_person(person).name,
                "until": until.isoformat(),
            },
            links={"action_url": LinkWanted("pair", pair.public_id)},
        )
    send_entries(pair, meetings)


still_wanted("meetings/place")(is_still_so)
brings_calendar("meetings/place")(entry)
brings_calendar("meetings/given-up")(entry_taken_out)


@still_wanted("meetings/times", "meetings/new-times")
def is_still_open(message: OutboxMessage) -> bool:
    """Whether these very times can still be taken."""
    offers = OtherTimes.objects.open().filter(public_id=message.context["offer"])
    return offers.filter(until__gt=now()).exists()


@still_wanted("meetings/next-date")
def is_next_date_missing(message: OutboxMessage) -> bool:
    meeting_now = Meeting.objects.last_before_nothing().filter(pair__paused_at=None)
    return meeting_now.filter(pair__public_id=message.about, pair__ended_at=None).exists()


@still_wanted("meetings/given-up")
def is_still_given_up(message: OutboxMessage) -> bool:
    given_up = Meeting.objects.given_up().filter(public_id=message.about)
    return given_up.filter(sequence=message.context["sequence"]).exists()


def _asked(offer: OtherTimes) -> list[tuple[Person, bool]]:
    """Whom an offer waits for, and whether as an assistant."""
    pair = offer.meeting.pair
    asked = []
    if offer.side != Move.Side.MENTOR:
        asked.append((pair.mentor, False))
    if offer.side != Move.Side.MENTEE:
        asked.append((pair.mentee, False))
        asked += [(one.person, True) for one in queries.delegates_of(pair)]
    return asked


def _about_times(
    kind: str, offer: OtherTimes, person: Person, is_assistant: bool, **facts: Any
) -> None:
    meeting = offer.meeting
    delegations = queries.delegates_of(meeting.pair).filter(person=person) if is_assistant else ()
    link = next(
        (LinkWanted("delegate", one.public_id) for one in delegations), _link_to_times(meeting)
    )
    about_one(
        kind,
        meeting,
        person,
        link=link,
        dedupe=offer.public_id,
        stale_after=offer.until - now(),
        offer=offer.public_id,
        times=offer.times,
        until=offer.until.isoformat(),
        **facts,
    )


def _link_to_pair(meeting: Meeting) -> LinkWanted:
    return LinkWanted("pair", meeting.pair.public_id)


def _link_to_times(meeting: Meeting) -> LinkWanted:
    return LinkWanted("times", meeting.public_id)


def _sample() -> dict[str, Any]:
    return {
        "number": 2,
        "starts_at": in_days(9),
        "ends_at": in_days(9, hour=11),
        "place": "Holm, 2.14",
        "partner_name": "Bruno Keller",
        "times": [in_days(11), in_days(12, hour=14), in_days(14)],
        "until": in_days(5),
        "is_senior": True,
        "dates": [
            {"number": number, "starts_at": in_days(21 * number), "place": ""}
            for number in (1, 2, 3)
        ],
    }


for _kind, _to, _why in (
    ("times", _("The side that is asked"), _("Somebody offers other times for a session.")),
    ("stays", _("Whoever offered times"), _("None of the times was taken.")),
    ("given-up", _("Both of a pair"), _("One of the two cannot come, too late to move it.")),
    ("place", _("Both of a pair"), _("The two chose another place for a session.")),
    ("dates-put-in", _("Both of a pair"), _("The programme put in the dates of all pairs.")),
):
    # The times pass, so it cannot wait for a better hour.
    describes(f"meetings/{_kind}", to=_to, why=_why, facts=_sample, is_to_do=_kind == "times")
describes(
    "meetings/new-times",
    to=_("Both of a pair"),
    why=_("The senior’s side has moved two sessions."),
    by_role=lambda: {
        str(_("The senior one")): _sample(),
        str(_("The other one")): {**_sample(), "is_senior": False},
    },
)
describes(
    "meetings/next-date",
    to=_("Both of a pair"),
    why=_("Three days after a session, no later one is booked. The signal follows four days on."),
    facts=_sample,
    manner=Manner.ASK,
)
