"""Proof of what somebody did, from facts: never what was said, with whom, or how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min, Sum
from django.utils.translation import get_language

from turnabout.foundation.common.own_texts import as_said
from turnabout.foundation.common.time import today
from turnabout.frame.content.training import finished_slugs, modules_for
from turnabout.frame.directory.models import Person
from turnabout.together.gatherings.queries import circles_of
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.queries import ways_out
from turnabout.together.recognition.papers import CERTIFICATE


@dataclass(frozen=True)
class Certificate:
    """What may be said of one person of a pair on one day."""

    side: str
    since: datetime | None
    until: datetime | None
    held: int
    minutes: int
    modules: int
    circles: int
    made_on: date
    confirmed_by: Person | None
    said: Mapping[str, str]

    @property
    def hours(self) -> int:
        """Whole hours, rounded up from the half."""
        return (self.minutes + 30) // 60


def certificate_of(pair: Pair, person: Person) -> Certificate:
    """The facts for this person; the same at any day, whether the pair goes on or has ended."""
    held = pair.meetings.standing().filter(held_at__isnull=False)
    facts = held.aggregate(
        held=Count("pk"), minutes=Sum("minutes"), since=Min("starts_at"), until=Max("starts_at")
    )
    side = pair.side_of(person)
    done = finished_slugs(person)
    modules = modules_for(side, get_language() or "en", pair.programme)
    coordinator = ways_out(pair.programme).coordinator
    return Certificate(
        side=side,
        since=facts["since"],
        until=facts["until"],
        held=facts["held"],
        minutes=facts["minutes"] or 0,
        modules=sum(page.slug in done for page in modules),
        circles=circles_of(person, pair.programme).attended if side == "mentor" else 0,
        made_on=today(person.clock_zone),
        confirmed_by=coordinator if coordinator != person else None,
        said=as_said(pair.programme.organisation_id, CERTIFICATE),
    )


def has_met(pair: Pair) -> bool:
    """Whether there is anything to prove yet."""
    return pair.meetings.standing().filter(held_at__isnull=False).exists()
