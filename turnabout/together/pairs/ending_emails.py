"""The mails of pauses and ends. The same words and the same hour to both, by whoever's doing."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.time import now
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import describes, in_days
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import still_wanted
from turnabout.frame.directory.models import Person
from turnabout.together.pairs.emails import frame, pair_links
from turnabout.together.pairs.models import Mediation, Pair
from turnabout.together.pairs.moments import MORNING, next_working_morning

# Without a day of return, both are asked after this many days.
ASKED_AGAIN_AFTER_DAYS = 28


def send_ask_whether_back(pair: Pair, *, to: Person) -> None:
    """Ask on the day of return whether she is ready; only if this pause still lasts then."""
    if pair.paused_at is None:
        return
    day = pair.back_on or (now() + timedelta(days=ASKED_AGAIN_AFTER_DAYS)).date()
    outbox.add(
        "pairs/back",
        to=to,
        about=pair,
        context={**frame(pair), "paused_at": pair.paused_at.isoformat()},
        links=pair_links(pair),
        due_at=datetime.combine(day, MORNING, tzinfo=ZoneInfo(to.clock_zone)),
    )


def send_completed(pair: Pair, *, to: Person) -> None:
    outbox.add(
        "pairs/completed",
        to=to,
        about=pair,
        context={**frame(pair), "partner_name": pair.other_person(to).name},
        links=pair_links(pair),
        due_at=next_working_morning(to),
    )


def send_closing(pair: Pair, *, to: Person, days_before: int) -> None:
    """Say on which day a pair closes by itself; in time before it, and only if it is still so."""
    if pair.closes_on is None:
        return
    day = pair.closes_on - timedelta(days=days_before)
    in_time = datetime.combine(day, MORNING, tzinfo=ZoneInfo(to.clock_zone))
    outbox.add(
        "pairs/closing",
        to=to,
        about=pair,
        context={
            **frame(pair),
            "partner_name": pair.other_person(to).name,
            "closes_on": pair.closes_on.isoformat(),
        },
        links=pair_links(pair),
        dedupe=f"closing:{pair.public_id}:{pair.closes_on}:{to.public_id}",
        due_at=max(next_working_morning(to), in_time),
    )


def send_rule_changed(pair: Pair, *, to: Person) -> None:
    """Something changed around the two; each is told in private, with her ways to go."""
    outbox.add(
        "pairs/changed",
        to=to,
        about=pair,
        context={**frame(pair), "partner_name": pair.other_person(to).name},
        links=pair_links(pair),
        due_at=next_working_morning(to),
    )


def send_mediation_asked(mediation: Mediation, *, to: Person) -> None:
    outbox.add(
        "pairs/mediation",
        to=to,
        about=mediation,
        context={
            **frame(mediation.pair),
            "asked_by": mediation.asked_by.name,
            "partner_name": mediation.pair.other_person(mediation.asked_by).name,
            "care_path": reverse("pairs:care", kwargs={"public_id": mediation.pair.public_id}),
        },
        dedupe=f"mediation:{mediation.public_id}:{to.public_id}",
    )


@still_wanted("pairs/back")
def is_still_resting(message: OutboxMessage) -> bool:
    resting = Pair.objects.together().filter(public_id=message.about)
    return resting.filter(paused_at=datetime.fromisoformat(message.context["paused_at"])).exists()


@still_wanted("pairs/closing")
def is_still_to_close(message: OutboxMessage) -> bool:
    meeting = Pair.objects.meeting_now().filter(public_id=message.about)
    return meeting.filter(closes_on=date.fromisoformat(message.context["closes_on"])).exists()


@still_wanted("pairs/changed")
def is_still_together(message: OutboxMessage) -> bool:
    return Pair.objects.together().filter(public_id=message.about).exists()


@still_wanted("pairs/mediation")
def is_still_asked_for(message: OutboxMessage) -> bool:
    waiting = Mediation.objects.filter(withdrawn_at=None, settled_at=None)
    return waiting.filter(public_id=message.about).exists()


describes("pairs/back", to=_("Both of a pair"), why=_("The day on which a pause was to end."))
describes(
    "pairs/completed",
    to=_("Both of a pair"),
    why=_("The pair has come to its planned end."),
    facts=lambda: {"partner_name": "Bruno Keller"},
)
describes(
    "pairs/closing",
    to=_("Both of a pair"),
    why=_("All sessions are behind the pair and nobody has closed it. It closes in two weeks."),
    facts=lambda: {"partner_name": "Bruno Keller", "closes_on": in_days(14)[:10]},
)
describes(
    "pairs/changed",
    to=_("Both of a pair"),
    why=_("After a change in the organisation a rule of the matching speaks against the pair."),
    facts=lambda: {"partner_name": "Bruno Keller"},
)
describes(
    "pairs/mediation",
    to=_("Whoever runs the programme"),
    why=_("One of a pair asks for a conversation of three."),
    facts=lambda: {"asked_by": "Ada Nowak", "partner_name": "Bruno Keller", "care_path": "/"},
)
