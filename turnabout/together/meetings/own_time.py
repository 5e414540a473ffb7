"""Days on which somebody is not to be booked: her own, and those of the place she works at."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Organisation, Person
from turnabout.together.meetings.models import DaysAway, Holiday

LONGEST_AWAY = timedelta(days=366)
MOST_STRETCHES = 40
MOST_HOLIDAYS = 400
LONGEST_NAME = 80
ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})\b")
DAY_FIRST = re.compile(r"^(\d{1,2})[./](\d{1,2})[./](\d{4})\b")


@transaction.atomic
def be_away(person: Person, first: date, last: date) -> DaysAway:
    """Keep days free of sessions from now on. What is booked already stays until it is moved."""
    if last < first:
        raise Refusal(_("The last day comes before the first."))
    if last < now().date() or last - first > LONGEST_AWAY:
        raise Refusal(_("Name days that lie ahead, a year at most at a time."))
    own = DaysAway.objects.filter(person=person)
    same = own.filter(first_on=first, last_on=last).first()
    if same is not None:
        return same
    if own.filter(last_on__gte=now().date()).count() >= MOST_STRETCHES:
        raise Refusal(_("Those are many days away. Take some out first."))
    return DaysAway.objects.create(person=person, first_on=first, last_on=last)


@transaction.atomic
def be_there_after_all(away: DaysAway) -> None:
    away.delete()


@dataclass(frozen=True)
class Pasted:
    """What was understood of a pasted list, and the lines that were not."""

    days: tuple[tuple[date, str], ...]
    not_read: tuple[str, ...]


def read_holidays(text: str) -> Pasted:
    """One day on each line, as 2026-12-25 or 25.12.2026, and what it is called."""
    days: dict[date, str] = {}
    not_read = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        found = _day_in(line)
        if found is None:
            not_read.append(line)
        else:
            day, name = found
            days[day] = name[:LONGEST_NAME]
    return Pasted(tuple(sorted(days.items())), tuple(not_read))


@transaction.atomic
def keep_holidays(
    organisation: Organisation, place: str, days: Iterable[tuple[date, str]], *, by: Person
) -> int:
    """Write the holidays of one place anew, or those of all places where none is named."""
    listed = list(days)
    if len(listed) > MOST_HOLIDAYS:
        raise Refusal(_("Those are more days than a few years have."))
    Holiday.objects.filter(organisation=organisation, place=place).delete()
    Holiday.objects.bulk_create(
        Holiday(organisation=organisation, place=place, day=day, name=name) for day, name in listed
    )
    audit.record("holidays_kept", about=organisation, by=by, number=len(listed))
    return len(listed)


def _day_in(line: str) -> tuple[date, str] | None:
    iso, day_first = ISO.match(line), DAY_FIRST.match(line)
    try:
        if iso:
            year, month, day = map(int, iso.groups())
        elif day_first:
            day, month, year = map(int, day_first.groups())
        else:
            return None
        found = date(year, month, day)
    except ValueError:
        return None
    rest = line[(iso or day_first).end() :]  # type: ignore[union-attr]  # one of the two matched
    return found, rest.strip(" \t,;:-")
