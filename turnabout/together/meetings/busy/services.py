"""Connect a calendar, read it while it is needed, and forget it."""

import json
import time
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.due import is_stopping
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.outside import Limits, OutOfReachError, Question, fetch
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit, vault
from turnabout.foundation.trust.vault import Place
from turnabout.frame.directory.models import Person
from turnabout.joining.applications.hours import Block
from turnabout.together.meetings.busy.apart import busy_times_apart
from turnabout.together.meetings.busy.caldav import events_in
from turnabout.together.meetings.busy.reading import UnreadableError
from turnabout.together.meetings.models import BusyCalendar
from turnabout.together.pairs.models import Pair

LIMITS = Limits(most_bytes=4_000_000, seconds=10)
AHEAD = timedelta(days=200)
READ_AGAIN_AFTER = timedelta(hours=4)
TRY_AGAIN_AFTER = timedelta(hours=1)
# What has not been read for so long says too little about today.
GOOD_FOR = timedelta(days=3)
HELD_FOR = timedelta(minutes=5)
AT_A_TIME = 10
# Other work of the worker waits meanwhile, however slow the calendars of some people are.
A_LOOK_SECONDS = 30
FOUND = 200
WEBCAL = "webcal://"


def connect_calendar(
    person: Person, *, kind: str, address: str, user: str = "", password: str = ""
) -> BusyCalendar:
    """Read a calendar once, and keep its address sealed if that worked."""
    if address.startswith(WEBCAL):
        address = "https://" + address.removeprefix(WEBCAL)
    question = Question(address, user=user, password=password)
    blocks = _read(question, kind, person)
    return _keep(person, kind, question, blocks)


@transaction.atomic
def disconnect_calendar(person: Person) -> None:
    """Forget the address and every busy time."""
    deleted, _kinds = BusyCalendar.objects.filter(person=person).delete()
    if not deleted:
        raise Refusal(_("No calendar is connected."))
    audit.record("calendar_disconnected", about=person, by=person)


def read_due() -> int:
    """Read the calendars again whose times are older than a few hours and are still needed."""
    due = BusyCalendar.objects.due(now()).select_related("person__organisation")
    done, until = 0, time.monotonic() + A_LOOK_SECONDS
    for calendar in due.order_by("read_next_at")[:AT_A_TIME]:
        if is_stopping() or time.monotonic() > until:
            break
        if (
            BusyCalendar.objects.due(now())
            .filter(pk=calendar.pk)
            .update(claimed_until=now() + HELD_FOR)
        ):
            read_calendar(calendar)
            done += 1
    return done


def read_calendar(calendar: BusyCalendar) -> None:
    """Write over what was known, or say what the trouble is; times too old are removed."""
    same = BusyCalendar.objects.filter(pk=calendar.pk)
    at = now()
    try:
        blocks = _read(_question(calendar), calendar.kind, calendar.person)
    except Refusal as refusal:
        is_old = calendar.read_at is None or calendar.read_at < at - GOOD_FOR
        kept = [] if is_old else calendar.blocks
        same.update(
            trouble=str(refusal)[:300],
            blocks=kept,
            read_next_at=at + TRY_AGAIN_AFTER,
            claimed_until=None,
        )
        return
    same.update(
        blocks=_told(blocks),
        read_at=at,
        read_next_at=at + READ_AGAIN_AFTER,
        claimed_until=None,
        trouble="",
    )


def forget_what_is_over() -> int:
    """Forget calendars of people who are in no pair any more that meets."""
    pairs = Pair.objects.together()
    of_nobody = BusyCalendar.objects.filter(connected_at__lte=now() - GOOD_FOR)
    for side in ("mentor", "mentee"):
        of_nobody = of_nobody.exclude(person__in=pairs.values(side))
    deleted, _kinds = of_nobody.delete()
    return deleted


def _read(question: Question, kind: str, person: Person) -> list[Block]:
    first, last = now(), now() + AHEAD
    try:
        if kind == BusyCalendar.Kind.CALDAV:
            files = events_in(question, first=first, last=last, limits=LIMITS)
        else:
            answer = fetch(question, LIMITS)
            if answer.status != FOUND:
                raise Refusal(_("Nothing answers at this address."))
            files = [answer.body]
        return busy_times_apart(
            files,
            first=first,
            last=last,
            zone=person.clock_zone,
            own_host=settings.SITE_HOST.split(":", 1)[0],
        )
    except OutOfReachError as error:
        raise Refusal(str(error.sentence)) from error
    except UnreadableError as error:
        raise Refusal(_("What lies there is no calendar that can be read.")) from error


@transaction.atomic
def _keep(person: Person, kind: str, question: Question, blocks: list[Block]) -> BusyCalendar:
    at = now()
    BusyCalendar.objects.filter(person=person).delete()
    calendar = BusyCalendar(
        person=person,
        kind=kind,
        host=urlsplit(question.url).hostname or "",
        blocks=_told(blocks),
        connected_at=at,
        read_at=at,
        read_next_at=at + READ_AGAIN_AFTER,
    )
    secret = {"url": question.url, "user": question.user, "password": question.password}
    calendar.sealed = vault.seal(json.dumps(secret), holder=_holder(person), place=_place(calendar))
    calendar.save()
    audit.record("calendar_connected", about=person, by=person, kind=kind)
    return calendar


def _question(calendar: BusyCalendar) -> Question:
    secret = json.loads(
        vault.unseal(calendar.sealed, holder=_holder(calendar.person), place=_place(calendar))
    )
    return Question(**secret)


def _holder(person: Person) -> str:
    return f"person:{person.public_id}"


def _place(calendar: BusyCalendar) -> Place:
    return Place("meetings.busycalendar", calendar.public_id, "sealed")


def _told(blocks: list[Block]) -> list[list[str]]:
    return [[_stamp(begins), _stamp(ends)] for begins, ends in blocks]


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
